# What the registry is, and what it refuses.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
}

run "production_has_the_name_of_the_settings_alone" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.name == local.settings.repository
    error_message = "Stage prod must have the name of the settings, which the original had."
  }
}

run "another_stage_has_a_repository_of_its_own" {
  command = plan

  variables {
    stage = "pr-12"
  }

  assert {
    condition     = aws_ecr_repository.this.name == "${local.settings.repository}-pr-12" && aws_ecr_repository.this.force_delete
    error_message = "The name must carry the stage, and the repository may go with its images."
  }
}

run "tags_cannot_be_moved" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.image_tag_mutability == "IMMUTABLE"
    error_message = "A tag must stay with its image."
  }
}

run "images_are_scanned" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.image_scanning_configuration[0].scan_on_push
    error_message = "Images must be scanned on push."
  }
}

run "releases_outlive_builds" {
  command = plan

  assert {
    condition = (
      jsondecode(aws_ecr_lifecycle_policy.this.policy).rules[0].selection.tagPrefixList[0] == "release-" &&
      jsondecode(aws_ecr_lifecycle_policy.this.policy).rules[0].selection.countNumber == 30 &&
      jsondecode(aws_ecr_lifecycle_policy.this.policy).rules[1].selection.tagPrefixList[0] == "build-"
    )
    error_message = "The first rule must be that of the releases: ECR does not look at an image under a later one."
  }
}

run "production_keeps_its_images_on_destroy" {
  command = plan

  assert {
    condition     = !aws_ecr_repository.this.force_delete
    error_message = "A destroy of production must stop at a repository that is not empty."
  }
}

run "reject_keeping_nothing_to_go_back_to" {
  command = plan

  variables {
    keep_releases = 1
  }

  expect_failures = [var.keep_releases]
}

run "reject_stage_in_capitals" {
  command = plan

  variables {
    stage = "Staging"
  }

  expect_failures = [var.stage]
}
