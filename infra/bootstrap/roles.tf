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

locals {
  trust = {
    for role, subject in local.subjects : role => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [{
          Sid       = "GitHub"
          Effect    = "Allow"
          Action    = "sts:AssumeRoleWithWebIdentity"
          Principal = { Federated = local.github_arn }
          Condition = { StringEquals = { "${local.github}:aud" = "sts.amazonaws.com", "${local.github}:sub" = subject } }
        }],
        [for arn in var.trusted_principals : { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = arn } }],
      )
    })
  }
}

resource "aws_iam_role" "deploy" {
  name                 = local.settings.account.deploy_role
  description          = "Deploys from ${local.deploy_from} of ${var.github_repository}"
  assume_role_policy   = local.trust.deploy
  max_session_duration = 3600
}

resource "aws_iam_role" "plan" {
  name                 = local.settings.account.plan_role
  description          = "Plans for pull requests of ${var.github_repository}; changes nothing"
  assume_role_policy   = local.trust.plan
  max_session_duration = 3600
}
