# Who may act: workflows of one branch deploy, those of pull requests only look.

locals {
  github      = "token.actions.githubusercontent.com"
  github_arn  = var.create_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : "arn:${local.partition}:iam::${local.account}:oidc-provider/${local.github}"
  deploy_from = var.github_environment == null ? "ref:refs/heads/${var.github_branch}" : "environment:${var.github_environment}"

  subjects = {
    deploy = "repo:${var.github_repository}:${local.deploy_from}"
    plan   = "repo:${var.github_repository}:pull_request"
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "trust" {
  for_each = local.subjects

  statement {
    sid     = "GitHub"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.github_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.github}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.github}:sub"
      values   = [each.value]
    }
  }

  dynamic "statement" {
    for_each = length(var.trusted_principals) == 0 ? [] : ["Trusted"]

    content {
      sid     = statement.value
      actions = ["sts:AssumeRole"]

      principals {
        type        = "AWS"
        identifiers = var.trusted_principals
      }
    }
  }
}

resource "aws_iam_role" "deploy" {
  name                 = local.settings.account.deploy_role
  description          = "Deploys from ${local.deploy_from} of ${var.github_repository}"
  assume_role_policy   = data.aws_iam_policy_document.trust["deploy"].json
  max_session_duration = 3600
}

resource "aws_iam_role" "plan" {
  name                 = local.settings.account.plan_role
  description          = "Plans for pull requests of ${var.github_repository}; changes nothing"
  assume_role_policy   = data.aws_iam_policy_document.trust["plan"].json
  max_session_duration = 3600
}
