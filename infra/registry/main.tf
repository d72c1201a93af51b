data "aws_caller_identity" "current" {}

data "aws_partition" "current" {
  lifecycle {
    postcondition {
      condition     = self.partition == "aws"
      error_message = "Only AWS's commercial partition is supported, this is ${self.partition}: CloudFront, which serves the site, is not in the others, or is another one. Choose another region."
    }
  }
}

locals {
  settings = jsondecode(file("${path.module}/../settings.json"))
  image    = local.settings.image

  region        = coalesce(var.aws_region, local.settings.region)
  suffix        = var.stage == "prod" ? "" : "-${var.stage}"
  function      = "${local.settings.function}${local.suffix}"
  keep_releases = coalesce(var.keep_releases, local.image.keep_releases)

  function_arn = "arn:${data.aws_partition.current.partition}:lambda:${local.region}:${data.aws_caller_identity.current.account_id}:function:${local.function}"
}

resource "aws_ecr_repository" "this" {
  # checkov:skip=CKV_AWS_136: encrypted with AES-256; a key of our own adds cost and nobody to keep out

  name                 = "${local.settings.repository}${local.suffix}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = coalesce(var.force_destroy, var.stage != "prod")

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

# ECR looks at a released image under the first rule alone: what is in the history outlives any number of builds.
resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the last ${local.keep_releases} releases"
        selection    = { tagStatus = "tagged", tagPrefixList = [local.image.release_tag_prefix], countType = "imageCountMoreThan", countNumber = local.keep_releases }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Keep the last ${local.image.keep_builds} builds that were not released"
        selection    = { tagStatus = "tagged", tagPrefixList = [local.image.build_tag_prefix], countType = "imageCountMoreThan", countNumber = local.image.keep_builds }
        action       = { type = "expire" }
      },
      {
        rulePriority = 3
        description  = "Drop what has no tag after a week"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }
        action       = { type = "expire" }
      },
    ]
  })
}

resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LetOurFunctionPull"
      Effect    = "Allow"
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = { StringLike = { "aws:sourceArn" = [local.function_arn, "${local.function_arn}:*"] } }
    }]
  })
}
