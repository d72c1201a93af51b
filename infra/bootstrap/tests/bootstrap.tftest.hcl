# Whom the account lets in, and to what.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mock" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mock" }
  }
}

variables {
  github_repository = "owner/tasador"
}

run "only_the_branch_may_deploy" {
  command = plan

  assert {
    condition     = local.subjects.deploy == "repo:owner/tasador:ref:refs/heads/main"
    error_message = "Only workflows of the branch may take on the deploy role."
  }
}

run "an_environment_takes_the_branchs_place" {
  command = plan

  variables {
    github_environment = "production"
  }

  assert {
    condition     = local.subjects.deploy == "repo:owner/tasador:environment:production"
    error_message = "With an environment, its approvals decide who may deploy."
  }
}

run "a_pull_request_may_only_look" {
  command = plan

  assert {
    condition = local.subjects.plan == "repo:owner/tasador:pull_request" && alltrue(flatten([
      for document in local.plan_policies : [
        for statement in document.Statement : [
          for action in statement.Action : can(regex(":(GET|(Get|List|Describe|BatchGet).*)$", action))
        ]
      ]
    ]))
    error_message = "The plan role must not be able to write."
  }
}

run "a_pull_request_sees_no_secret" {
  command = plan

  assert {
    condition     = !strcontains(jsonencode(local.plan_policies), "secretsmanager:")
    error_message = "The plan role must not read secrets."
  }
}

run "a_deploy_makes_no_role_outside_the_boundary" {
  command = plan

  assert {
    condition = anytrue([
      for statement in local.deploy_policies.guard.Statement :
      statement.Effect == "Deny" && contains(statement.Action, "iam:CreateRole") &&
      statement.Condition.StringNotEquals["iam:PermissionsBoundary"] == "arn:aws:iam::123456789012:policy/tasador-boundary"
    ])
    error_message = "The deploy role must be denied roles without the boundary."
  }
}

run "no_policy_is_longer_than_iam_takes" {
  command = plan

  assert {
    condition     = alltrue([for document in concat(values(local.deploy_policies), values(local.plan_policies)) : length(jsonencode(document)) <= 6144]) && length(local.deploy_policies) <= 10
    error_message = "A managed policy may have 6,144 characters, a role ten of them."
  }
}

run "records_are_written_in_the_given_zone_alone" {
  command = plan

  variables {
    zone_id = "Z0123456789ABC"
  }

  assert {
    condition     = local.deploy_policies.domain.Statement[0].Resource[0] == "arn:aws:route53:::hostedzone/Z0123456789ABC"
    error_message = "The zone must be named."
  }
}

run "state_is_private_and_versioned" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket.state.bucket == "tasador-state-123456789012" && aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" &&
      aws_s3_bucket_public_access_block.state.restrict_public_buckets && length(aws_s3_bucket_policy.state) == 1
    )
    error_message = "The state's bucket must be private, versioned and closed to plain http."
  }
}

run "an_address_brings_the_budget" {
  command = plan

  variables {
    budget_email = "owner@example.com"
  }

  assert {
    condition     = aws_budgets_budget.month[0].limit_amount == "25" && length(aws_budgets_budget.month[0].notification) == 2
    error_message = "The budget must be settings.json's, and warn twice."
  }
}

run "an_existing_oidc_provider_is_used" {
  command = plan

  variables {
    create_oidc_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && local.github_arn == "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    error_message = "An account can have the provider only once."
  }
}

run "reject_every_repository_of_an_owner" {
  command = plan

  variables {
    github_repository = "owner/*"
  }

  expect_failures = [var.github_repository]
}

run "reject_every_branch" {
  command = plan

  variables {
    github_branch = "*"
  }

  expect_failures = [var.github_branch]
}

run "reject_trusting_everybody" {
  command = plan

  variables {
    trusted_principals = ["*"]
  }

  expect_failures = [var.trusted_principals]
}

run "reject_a_budget_of_nothing" {
  command = plan

  variables {
    monthly_budget_usd = 0
  }

  expect_failures = [var.monthly_budget_usd]
}
