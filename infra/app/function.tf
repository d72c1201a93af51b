resource "aws_iam_role" "function" {
  name                 = local.name.role
  description          = "Runs ${local.name.function}"
  permissions_boundary = local.boundary
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

# Its own log group and nothing else: all that it needs is in the image.
resource "aws_iam_role_policy" "function" {
  name = "log"
  role = aws_iam_role.function.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteOwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.function.arn}:*"
    }]
  })
}

resource "aws_cloudwatch_log_group" "function" {
  # checkov:skip=CKV_AWS_158: encrypted with the key of CloudWatch Logs; a key of our own adds cost and nobody to keep out

  name              = "/aws/lambda/${local.name.function}"
  retention_in_days = local.log_retention_days
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_116: called by API Gateway alone, which waits for the answer: there is no dead letter
  # checkov:skip=CKV_AWS_117: talks to nothing but its log; a VPC would only lengthen its start
  # checkov:skip=CKV_AWS_173: its variables are no secrets
  # checkov:skip=CKV_AWS_272: code signing is for zip archives; the image is pinned by its digest
  # checkov:skip=CKV_AWS_50: latency, errors and cold starts are measured by metrics; X-Ray would cost per request

  function_name = local.name.function
  description   = "${local.app.about}; revision ${local.revision}"
  role          = aws_iam_role.function.arn

  package_type                   = "Image"
  image_uri                      = var.image_uri
  architectures                  = [local.settings.architecture]
  memory_size                    = local.memory_mb
  timeout                        = local.timeout_s
  reserved_concurrent_executions = var.reserved_concurrency
  publish                        = true

  environment {
    variables = merge(var.function_environment, {
      TASADOR_ALLOWED_ORIGINS = join(",", local.allowed_origins)
      TASADOR_BASE_PATH       = local.settings.base_path
      TASADOR_REVISION        = local.revision
    })
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

# Made here, moved by the release: a version is proved before anybody sees it.
resource "aws_lambda_alias" "live" {
  name             = local.settings.alias
  description      = "What users see; moved by the release"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  count = var.provisioned_concurrency > 0 ? 1 : 0

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = var.provisioned_concurrency
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/*"
}
