# What the roles may do stands in JSON, one file per concern, so that a test can hold it against the calls really made.

locals {
  allowed = {
    for file in fileset("${path.module}/policies", "*.json") :
    trimsuffix(file, ".json") => jsondecode(templatefile("${path.module}/policies/${file}", local.words))
  }
  domain = var.zone_id == null ? {} : {
    domain = jsondecode(templatefile("${path.module}/domain.json", merge(local.words, { zone_id = var.zone_id })))
  }
  guard = var.emulated ? {} : {
    guard = jsondecode(templatefile("${path.module}/guard.json", local.words))
  }
  # Some actions of `allowed` once more, on any resource: the emulator does not see which one they are about.
  emulated = var.emulated ? {
    emulated = jsondecode(templatefile("${path.module}/emulated.json", local.words))
  } : {}
  deploy_policies = merge(local.allowed, local.domain, local.guard, local.emulated)

  # The same, without whatever writes; the secret of the warm-up's connection is nothing to look at.
  reads = "^(apigateway:GET|(acm|cloudfront|cloudwatch|ecr|events|iam|lambda|logs|route53|s3|sns):(Get|List|Describe|BatchGet).*)$"
  plan_policies = {
    for key, document in merge(local.allowed, local.domain, local.emulated) : key => {
      Version = document.Version
      Statement = [
        for statement in document.Statement :
        merge(statement, { Action = [for action in statement.Action : action if can(regex(local.reads, action))] })
        if anytrue([for action in statement.Action : can(regex(local.reads, action))])
      ]
    }
  }
}

resource "aws_iam_policy" "deploy" {
  for_each = local.deploy_policies

  name        = "${local.settings.account.deploy_role}-${each.key}"
  description = "What a deploy may do: ${each.key}"
  policy      = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = local.deploy_policies

  role       = aws_iam_role.deploy.name
  policy_arn = aws_iam_policy.deploy[each.key].arn
}

resource "aws_iam_policy" "plan" {
  for_each = local.plan_policies

  name        = "${local.settings.account.plan_role}-${each.key}"
  description = "What a plan may look at: ${each.key}"
  policy      = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each = local.plan_policies

  role       = aws_iam_role.plan.name
  policy_arn = aws_iam_policy.plan[each.key].arn
}

# The roles that a deploy makes can never do more than this, whatever policy it gives them.
resource "aws_iam_policy" "boundary" {
  name        = local.settings.account.boundary
  description = "The most that the roles of function and warm-up may do"
  policy      = templatefile("${path.module}/boundary.json", local.words)
}
