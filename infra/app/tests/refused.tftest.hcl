# What this root refuses, and what it says then.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
}

variables {
  image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
}

run "reject_image_by_tag" {
  command = plan

  variables {
    image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo:latest"
  }

  expect_failures = [var.image_uri]
}

run "reject_image_with_tag_and_digest" {
  command = plan

  variables {
    image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  expect_failures = [var.image_uri]
}

run "reject_image_of_another_registry" {
  command = plan

  variables {
    image_uri = "docker.io/library/python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  expect_failures = [var.image_uri]
}

run "reject_image_with_short_digest" {
  command = plan

  variables {
    image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo@sha256:0123456789abcdef"
  }

  expect_failures = [var.image_uri]
}

run "reject_stage_in_capitals" {
  command = plan

  variables {
    stage = "Staging"
  }

  expect_failures = [var.stage]
}

run "reject_stage_ending_in_a_hyphen" {
  command = plan

  variables {
    stage = "pr-"
  }

  expect_failures = [var.stage]
}

run "reject_account_that_is_no_account" {
  command = plan

  variables {
    aws_account_id = "1234"
  }

  expect_failures = [var.aws_account_id]
}

run "reject_region_that_is_no_region" {
  command = plan

  variables {
    aws_region = "virginia"
  }

  expect_failures = [var.aws_region]
}

run "reject_memory_beyond_lambdas" {
  command = plan

  variables {
    memory_mb = 10241
  }

  expect_failures = [var.memory_mb]
}

run "reject_timeout_beyond_lambdas" {
  command = plan

  variables {
    timeout_s = 901
  }

  expect_failures = [var.timeout_s]
}

run "reject_retention_that_cloudwatch_lacks" {
  command = plan

  variables {
    log_retention_days = 31
  }

  expect_failures = [var.log_retention_days]
}

run "reject_environment_that_is_set_here" {
  command = plan

  variables {
    function_environment = { TASADOR_REVISION = "mine" }
  }

  expect_failures = [var.function_environment]
}

run "reject_snap_start_with_provisioned_concurrency" {
  command = plan

  variables {
    snap_start              = true
    provisioned_concurrency = 1
  }

  expect_failures = [var.snap_start]
}

run "reject_reserving_no_concurrency_at_all" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "reject_burst_below_the_rate" {
  command = plan

  variables {
    throttle = { rate_per_second = 100, burst = 50 }
  }

  expect_failures = [var.throttle]
}

run "reject_open_cors" {
  command = plan

  variables {
    allowed_origins = ["*"]
  }

  expect_failures = [var.allowed_origins]
}

run "reject_plain_http_origin_in_production" {
  command = plan

  variables {
    allowed_origins = ["http://localhost:5173"]
  }

  expect_failures = [var.allowed_origins]
}

run "reject_no_origin_at_all" {
  command = plan

  variables {
    allowed_origins = []
  }

  expect_failures = [var.allowed_origins]
}

run "reject_certificate_of_another_region" {
  command = plan

  variables {
    domain              = "tasador.example.com"
    acm_certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c"
  }

  expect_failures = [var.acm_certificate_arn]
}

run "reject_zone_by_name" {
  command = plan

  variables {
    domain  = "tasador.example.com"
    zone_id = "example.com"
  }

  expect_failures = [var.zone_id]
}

run "reject_domain_with_scheme" {
  command = plan

  variables {
    zone_id = "Z0123456789ABC"
    domain  = "https://tasador.example.com"
  }

  expect_failures = [var.domain]
}

run "reject_unknown_price_class" {
  command = plan

  variables {
    price_class = "PriceClass_300"
  }

  expect_failures = [var.price_class]
}

run "reject_alarm_address_that_is_none" {
  command = plan

  variables {
    alarm_email = "nobody"
  }

  expect_failures = [var.alarm_email]
}

run "reject_plain_http_api_outside_an_emulator" {
  command = plan

  variables {
    api_origin = { protocol = "http", host = "127.0.0.1", port = 4566, path = "/_aws/execute-api/{api_id}/{api_stage}" }
  }

  expect_failures = [var.api_origin]
}

run "reject_api_path_with_a_slash_at_its_end" {
  command = plan

  variables {
    api_origin = { protocol = "https", host = "api.example.com", port = 443, path = "/prod/" }
  }

  expect_failures = [var.api_origin]
}

run "reject_domain_without_certificate" {
  command = plan

  variables {
    domain = "tasador.example.com"
  }

  expect_failures = [var.domain]
}

run "reject_certificate_without_domain" {
  command = plan

  variables {
    acm_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c"
  }

  expect_failures = [var.domain]
}

run "reject_bucket_in_capitals" {
  command = plan

  variables {
    bucket = "Site"
  }

  expect_failures = [var.bucket]
}

run "reject_batches_without_limit" {
  command = plan

  variables {
    batch_throttle = { rate_per_second = 0, burst = 0 }
  }

  expect_failures = [var.batch_throttle]
}

run "reject_snap_start_where_lambda_lacks_it" {
  command = plan

  variables {
    aws_region = "ap-east-2"
    snap_start = true
  }

  expect_failures = [var.snap_start]
}

run "reject_provisioning_more_than_is_reserved" {
  command = plan

  variables {
    provisioned_concurrency = 3
    reserved_concurrency    = 2
  }

  expect_failures = [var.provisioned_concurrency]
}

run "reject_another_partition" {
  command = plan

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  expect_failures = [data.aws_partition.current]
}
