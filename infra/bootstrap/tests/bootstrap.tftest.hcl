# Whom the account lets in, and to what.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
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

# a mock cannot import
override_resource {
  target = aws_s3_bucket.state
  values = { bucket = "tasador-state-123456789012", arn = "arn:aws:s3:::mock" }
}

variables {
  github_repository = "owner/tasador"
  budget_email      = "owner@example.com"
  stages            = {}
}

run "only_the_branch_may_deploy" {
  command = plan

  assert {
    condition     = local.subjects.deploy == ["repo:owner/tasador:ref:refs/heads/main"]
    error_message = "Only workflows of the branch may take on the deploy role."
  }
}

run "an_environment_takes_the_branchs_place" {
  command = plan

  variables {
    github_environment = "production"
  }

  assert {
    condition     = local.subjects.deploy == ["repo:owner/tasador:environment:production"]
    error_message = "With an environment, its approvals decide who may deploy."
  }
}

run "the_form_with_ids_is_let_in_as_well" {
  command = plan

  variables {
    github_owner_id      = "123"
    github_repository_id = "456"
  }

  assert {
    condition = (
      local.subjects.deploy == ["repo:owner/tasador:ref:refs/heads/main", "repo:owner@123/tasador@456:ref:refs/heads/main"] &&
      local.subjects.plan == [
        "repo:owner/tasador:pull_request", "repo:owner/tasador:ref:refs/heads/main",
        "repo:owner@123/tasador@456:pull_request", "repo:owner@123/tasador@456:ref:refs/heads/main",
      ] &&
      local.subjects.preview == ["repo:owner/tasador:pull_request", "repo:owner@123/tasador@456:pull_request"]
    )
    error_message = "Repositories made, renamed or moved since 15 July 2026 send their ids."
  }
}

run "five_strangers_are_let_in_by_neither_form" {
  command = plan

  variables {
    github_owner_id      = "123"
    github_repository_id = "456"
  }

  assert {
    condition = (
      alltrue([for subject in [
        "repo:stranger/tasador:ref:refs/heads/main",
        "repo:owner@999/tasador@456:ref:refs/heads/main",
        "repo:owner@123/tasador@999:ref:refs/heads/main",
        "repo:owner@123/tasador@456:ref:refs/heads/main-2",
        "repo:owner/tasador:pull_request",
      ] : !contains(local.subjects.deploy, subject)]) &&
      !strcontains(jsonencode(local.subjects), "*")
    )
    error_message = "A subject must be compared whole, and never by a pattern."
  }
}

run "reject_one_id_without_the_other" {
  command = plan

  variables {
    github_owner_id = "123"
  }

  expect_failures = [var.github_owner_id]
}

run "reject_an_id_that_is_no_number" {
  command = plan

  variables {
    github_owner_id      = "*"
    github_repository_id = "456"
  }

  expect_failures = [var.github_owner_id]
}

run "reject_a_repository_id_that_is_no_number" {
  command = plan

  variables {
    github_owner_id      = "123"
    github_repository_id = "456:*"
  }

  expect_failures = [var.github_repository_id]
}

run "reject_another_partition" {
  command = plan

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn" }
  }

  expect_failures = [data.aws_partition.current]
}

run "every_region_of_a_stage_is_one_that_may_be_changed" {
  command = plan

  variables {
    stages = { prod = { aws_region = "us-east-1" }, south = { aws_region = "sa-east-1", bucket = "my-own-site" } }
  }

  assert {
    condition = (
      toset(keys(aws_api_gateway_account.this)) == toset(["sa-east-1", "us-east-1", local.settings.region]) &&
      contains(flatten([for one in local.deploy_policies.function.Statement : one.Resource]), "arn:aws:lambda:sa-east-1:123456789012:function:${local.settings.function}*") &&
      contains(flatten([for one in local.deploy_policies.site.Statement : one.Resource]), "arn:aws:s3:::${replace(replace(local.settings.bucket, "{account_id}", "123456789012"), "{region}", "sa-east-1")}*") &&
      contains(flatten([for one in local.deploy_policies.site.Statement : one.Resource]), "arn:aws:s3:::my-own-site*")
    )
    error_message = "A second region, and a bucket of one's own, come from the stage's file."
  }
}

run "a_stage_that_names_no_region_may_be_changed_in_that_of_the_settings" {
  command = plan

  variables {
    aws_region = "sa-east-1"
    stages     = { prod = {} }
  }

  assert {
    condition     = toset(keys(aws_api_gateway_account.this)) == toset(["sa-east-1", local.settings.region])
    error_message = "The account's region is not that of a stage without one of its own."
  }
}

run "three_regions_still_fit_into_iam" {
  command = plan

  variables {
    aws_region = "us-east-1"
    stages     = { a = { aws_region = "us-east-1" }, b = { aws_region = "ap-southeast-1" }, c = { aws_region = "ap-northeast-1" } }
  }

  assert {
    condition     = alltrue([for document in concat(values(local.deploy_policies), values(local.plan_policies)) : length(jsonencode(document)) <= 6144])
    error_message = "A managed policy may have 6,144 characters."
  }
}

run "another_stack_may_keep_its_permission_to_log" {
  command = plan

  variables {
    stages             = { prod = { aws_region = "us-east-1" }, south = { aws_region = "sa-east-1" } }
    api_logs_shared_in = ["us-east-1"]
  }

  assert {
    condition     = toset(keys(aws_api_gateway_account.this)) == setsubtract(["sa-east-1", local.settings.region], ["us-east-1"])
    error_message = "What a region has once must be left to whoever set it."
  }
}

run "reject_sharing_in_what_is_no_region" {
  command = plan

  variables {
    api_logs_shared_in = ["everywhere"]
  }

  expect_failures = [var.api_logs_shared_in]
}

run "reject_a_zone_by_name" {
  command = plan

  variables {
    stages = { prod = { zone_id = "example.com" } }
  }

  expect_failures = [var.stages]
}

run "reject_nobody_to_hear_of_the_bill" {
  command = plan

  variables {
    budget_email = null
  }

  expect_failures = [var.budget_email]
}

run "a_pull_request_and_the_night_may_only_look" {
  command = plan

  assert {
    condition = local.subjects.plan == ["repo:owner/tasador:pull_request", "repo:owner/tasador:ref:refs/heads/main"] && alltrue(flatten([
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

run "nothing_may_write_for_a_pull_request_unless_it_is_asked_for" {
  command = plan

  assert {
    condition     = length(aws_iam_role.preview) == 0 && length(aws_iam_policy.preview) == 0 && output.preview_role_arn == null
    error_message = "Without previews there must be no such role."
  }
}

run "a_preview_has_the_stages_of_pull_requests_alone" {
  command = plan

  variables {
    previews = true
    stages   = { prod = { aws_region = "us-east-1", zone_id = "Z0123456789ABC", bucket = "my-own-site" }, south = { aws_region = "sa-east-1" } }
  }

  assert {
    condition = aws_iam_role.preview[0].name == local.settings.account.preview_role && local.subjects.preview == ["repo:owner/tasador:pull_request"] && alltrue(flatten([
      for name, document in local.preview_policies : [
        for statement in document.Statement : [
          for resource in statement.Resource :
          resource == "*" || can(regex("-pr-[*]|/pr-[*]$|[:/](restapis|tags|distribution|origin-access-control|[a-z-]+-policy)(/[*])?$|event-bus/default$|:${local.state_bucket}$|apidestinations", resource))
        ] if statement.Effect == "Allow"
      ]
    ]))
    error_message = "What a preview may touch must be named after a pull request, or have no name."
  }

  assert {
    condition = (
      contains(flatten([for one in local.preview_policies.function.Statement : one.Resource]), "arn:aws:lambda:us-east-1:123456789012:function:${local.settings.function}-pr-*") &&
      contains(flatten([for one in local.preview_policies.site.Statement : one.Resource]), "arn:aws:s3:::${replace(replace(local.settings.bucket, "{account_id}", "123456789012"), "{region}", "us-east-1")}-pr-*/*") &&
      toset(local.preview_policies.state.Statement[0].Resource) == toset([for key in ["app", "registry", "locks"] : "arn:aws:s3:::${local.state_bucket}/${key}/pr-*"]) &&
      !contains(keys(local.preview_policies), "domain")
    )
    error_message = "A preview must reach its own function, page and state, and no domain."
  }

  assert {
    condition = (
      length([for one in local.preview_policies.guard.Statement : one if one.Effect == "Deny"]) == 5 &&
      contains(flatten([for one in local.preview_policies.guard.Statement : one.Resource]), "arn:aws:s3:::${local.state_bucket}/bootstrap.tfstate*")
    )
    error_message = "A preview must be denied what a deploy is denied, and what bears another stage's tag."
  }

  assert {
    condition     = alltrue([for document in values(local.preview_policies) : length(jsonencode(document)) <= 6144]) && length(local.preview_policies) <= 10
    error_message = "A managed policy may have 6,144 characters, a role ten of them."
  }
}

run "a_deploy_makes_no_role_outside_the_boundary" {
  command = plan

  assert {
    condition = anytrue([
      for statement in local.deploy_policies.guard.Statement :
      statement.Effect == "Deny" && contains(statement.Action, "iam:CreateRole") &&
      try(statement.Condition.StringNotEquals["iam:PermissionsBoundary"], null) == "arn:aws:iam::123456789012:policy/${local.settings.account.boundary}"
    ])
    error_message = "The deploy role must be denied roles without the boundary."
  }
}

run "a_deploy_cannot_touch_the_state_of_bootstrap" {
  command = plan

  assert {
    condition = anytrue([
      for statement in local.deploy_policies.guard.Statement :
      statement.Effect == "Deny" && contains(statement.Action, "s3:PutObject") && contains(statement.Resource, "arn:aws:s3:::${local.state_bucket}/bootstrap.tfstate*")
    ])
    error_message = "An administrator applies that state: whoever writes it acts as one."
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
    stages = { prod = { zone_id = "Z0123456789ABC" } }
  }

  assert {
    condition     = contains(flatten([for one in local.deploy_policies.domain.Statement : one.Resource]), "arn:aws:route53:::hostedzone/Z0123456789ABC")
    error_message = "The zone must be named."
  }
}

run "state_is_private_and_versioned" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" &&
      aws_s3_bucket_public_access_block.state.restrict_public_buckets && length(aws_s3_bucket_policy.state) == 1
    )
    error_message = "The state's bucket must be private, versioned and closed to plain http."
  }
}

run "an_address_brings_the_budget" {
  command = plan

  assert {
    condition     = aws_budgets_budget.month[0].limit_amount == "25" && length(aws_budgets_budget.month[0].notification) == 3
    error_message = "The budget must be settings.json's, and warn of what was spent and of what will be."
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
