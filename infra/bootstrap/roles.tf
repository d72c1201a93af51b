# Who may act: workflows of one branch deploy, those of pull requests only look; where previews are wanted, they also
# make stages of their own.

locals {
  github      = "token.actions.githubusercontent.com"
  github_arn  = var.create_oidc_provider ? one(aws_iam_openid_connect_provider.github[*].arn) : "arn:${local.partition}:iam::${local.account}:oidc-provider/${local.github}"
  deploy_from = var.github_environment == null ? "ref:refs/heads/${var.github_branch}" : "environment:${var.github_environment}"

  # A repository sends the form with its ids if it was made, renamed or moved since 15 July 2026, or asked for it.
  # Both are compared whole: a name may be taken by somebody else one day, an id never.
  named      = split("/", var.github_repository)
  by_name    = "repo:${var.github_repository}"
  by_id      = var.github_owner_id == null ? null : "repo:${local.named[0]}@${var.github_owner_id}/${local.named[1]}@${var.github_repository_id}"
  repository = compact([local.by_name, local.by_id])
  subjects = {
    deploy  = [for repository in local.repository : "${repository}:${local.deploy_from}"]
    preview = [for repository in local.repository : "${repository}:pull_request"]
    # the nightly look for drift runs on the branch
    plan = flatten([for repository in local.repository : ["${repository}:pull_request", "${repository}:ref:refs/heads/${var.github_branch}"]])
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  trust = {
    for role, subjects in local.subjects : role => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [{
          Sid       = "GitHub"
          Effect    = "Allow"
          Action    = "sts:AssumeRoleWithWebIdentity"
          Principal = { Federated = local.github_arn }
          Condition = { StringEquals = { "${local.github}:aud" = "sts.amazonaws.com", "${local.github}:sub" = subjects } }
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
  description          = "Plans for pull requests of ${var.github_repository}, and looks for drift; changes nothing"
  assume_role_policy   = local.trust.plan
  max_session_duration = 3600
}

resource "aws_iam_role" "preview" {
  count = var.previews ? 1 : 0

  name                 = local.settings.account.preview_role
  description          = "Makes and destroys the stages of pull requests of ${var.github_repository}"
  assume_role_policy   = local.trust.preview
  max_session_duration = 3600
}
