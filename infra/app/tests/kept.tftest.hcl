# What production is: the original's names and numbers, and what was added to them.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_resource "aws_cloudfront_distribution" {
    defaults = { domain_name = "d111111abcdef8.cloudfront.net", arn = "arn:aws:cloudfront::123456789012:distribution/E1", hosted_zone_id = "Z2FDTNDATAQYW2" }
  }

  mock_resource "aws_api_gateway_rest_api" {
    defaults = { id = "0a1b2c3d4e", root_resource_id = "aaaa", execution_arn = "arn:aws:execute-api:us-east-1:123456789012:0a1b2c3d4e" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:meli-api-lambda", version = "7" }
  }

  mock_resource "aws_lambda_alias" {
    defaults = { invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:meli-api-lambda:live/invocations" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:tasador-alarms" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_cloudwatch_event_connection" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:connection/mock/1" }
  }

  mock_resource "aws_cloudwatch_event_api_destination" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:api-destination/mock/1" }
  }
}

variables {
  aws_region = "us-east-1"
  image_uri  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
}

run "production_has_the_names_of_the_settings_alone" {
  command = plan

  assert {
    condition = (
      aws_lambda_function.this.function_name == local.settings.function &&
      aws_iam_role.function.name == local.settings.role &&
      aws_api_gateway_rest_api.this.name == local.settings.api &&
      aws_api_gateway_stage.this.stage_name == local.settings.api_stage
    )
    error_message = "Stage prod must have the names of the settings, which the original had."
  }
}

run "bucket_is_named_after_account_and_region" {
  command = plan

  variables {
    aws_region = "sa-east-1"
    stage      = "south"
  }

  assert {
    condition     = aws_s3_bucket.site.bucket == "${replace(replace(local.settings.bucket, "{account_id}", "123456789012"), "{region}", "sa-east-1")}-south" && output.region == "sa-east-1"
    error_message = "A name that all accounts share must be made of our account and region."
  }
}

run "bucket_of_the_original_is_kept_where_it_is_named" {
  command = plan

  variables {
    bucket = "meli-frontend-luke-2026"
  }

  assert {
    condition     = aws_s3_bucket.site.bucket == "meli-frontend-luke-2026"
    error_message = "A bucket that is named must be taken as it is named."
  }
}

run "longest_stage_fits_into_the_name_of_a_bucket" {
  command = plan

  variables {
    aws_region = "ap-southeast-1"
    stage      = "a-stage-of-16-ch"
  }

  assert {
    condition     = length(aws_s3_bucket.site.bucket) <= 63
    error_message = "Every stage must fit."
  }
}

run "function_has_the_originals_size" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.package_type == "Image" && aws_lambda_function.this.memory_size == 3008 && aws_lambda_function.this.timeout == 180
    error_message = "The function must be an image with 3008 MB and 180 s."
  }
}

run "function_runs_the_given_digest" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.image_uri == var.image_uri && aws_lambda_function.this.environment[0].variables.TASADOR_REVISION == "0123456789ab"
    error_message = "The function must run the image it was given, and know its digest as its revision."
  }
}

run "every_apply_publishes_a_version" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.publish
    error_message = "Without a published version there is nothing for the alias to go back to."
  }
}

run "api_calls_the_alias_and_not_the_newest_code" {
  command = apply

  assert {
    condition     = alltrue([for integration in aws_api_gateway_integration.any : endswith(integration.uri, ":live/invocations") && integration.type == "AWS_PROXY"])
    error_message = "Both integrations must call the alias."
  }
}

run "api_answers_on_the_root_and_below" {
  command = plan

  assert {
    condition     = contains(keys(aws_api_gateway_method.any), "root") && contains(keys(aws_api_gateway_method.any), "proxy") && aws_api_gateway_resource.proxy.path_part == "{proxy+}"
    error_message = "ANY must stand on the root and on {proxy+}."
  }
}

run "preflight_names_our_origin_and_no_other" {
  command = plan

  variables {
    domain              = "homes.example.com"
    acm_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-000000000000"
  }

  assert {
    condition     = alltrue([for answer in aws_api_gateway_integration_response.options : answer.response_parameters["method.response.header.Access-Control-Allow-Origin"] == "'https://homes.example.com'"])
    error_message = "The preflight must name the page's own origin."
  }
}

run "without_a_domain_nobody_else_is_let_in" {
  command = apply

  assert {
    condition     = output.allowed_origins == "https://${aws_api_gateway_rest_api.this.id}.execute-api.us-east-1.amazonaws.com"
    error_message = "Without a domain the only origin is the API's own host."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["TASADOR_ALLOWED_ORIGINS"] == output.allowed_origins
    error_message = "The function must answer to the same origins as the preflight."
  }
}

run "errors_of_the_api_carry_the_origin_too" {
  command = plan

  assert {
    condition     = join(" ", keys(aws_api_gateway_gateway_response.errors)) == "DEFAULT_4XX DEFAULT_5XX"
    error_message = "4XX and 5XX must both carry the CORS header."
  }
}

run "api_has_a_limit" {
  command = plan

  assert {
    condition     = aws_api_gateway_method_settings.all.settings[0].throttling_rate_limit == 100 && aws_api_gateway_method_settings.all.settings[0].throttling_burst_limit == 200
    error_message = "Throttling must be that of settings.json."
  }
}

run "batches_have_a_limit_of_their_own" {
  command = plan

  assert {
    condition = (
      toset([for one in aws_api_gateway_method_settings.batch : one.method_path]) == toset(["~1predict~1batch/POST", "~1api~1predict~1batch/POST"]) &&
      alltrue([for one in aws_api_gateway_method_settings.batch : one.settings[0].throttling_rate_limit == 2 && one.settings[0].throttling_burst_limit == 4])
    )
    error_message = "Both paths of a batch must be limited, with every slash of the path written ~1."
  }
}

run "every_resource_answers_as_the_root_does" {
  command = apply

  assert {
    condition = (
      toset(keys(aws_api_gateway_method.any)) == toset(["root", "proxy", "predict", "predict/batch", "api", "api/{proxy+}", "api/predict", "api/predict/batch"]) &&
      keys(aws_api_gateway_method.options) == keys(aws_api_gateway_method.any)
    )
    error_message = "A resource without methods would turn its callers away."
  }
}

run "bucket_is_private" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_public_access_block.site.block_public_acls && aws_s3_bucket_public_access_block.site.block_public_policy &&
      aws_s3_bucket_public_access_block.site.ignore_public_acls && aws_s3_bucket_public_access_block.site.restrict_public_buckets
    )
    error_message = "Nothing of the bucket may be public."
  }
}

run "production_keeps_its_bucket_on_destroy" {
  command = plan

  assert {
    condition     = !aws_s3_bucket.site.force_destroy
    error_message = "A destroy of production must stop at a bucket that is not empty."
  }
}

run "site_demands_tls" {
  command = plan

  assert {
    condition = (
      aws_cloudfront_distribution.site.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https" &&
      aws_cloudfront_distribution.site.ordered_cache_behavior[0].viewer_protocol_policy == "https-only"
    )
    error_message = "The page redirects to https, the API refuses http."
  }
}

run "site_and_api_share_an_origin" {
  command = plan

  assert {
    condition = (
      aws_cloudfront_distribution.site.ordered_cache_behavior[0].path_pattern == "/api/*" &&
      aws_cloudfront_distribution.site.ordered_cache_behavior[0].target_origin_id == "api" &&
      contains(aws_cloudfront_distribution.site.ordered_cache_behavior[0].allowed_methods, "POST")
    )
    error_message = "/api/* must go to the API, with POST."
  }
}

run "only_a_missing_file_becomes_a_404_with_a_page" {
  command = plan

  assert {
    condition     = [for response in aws_cloudfront_distribution.site.custom_error_response : response.error_code] == [403]
    error_message = "A 404 comes from the API and must reach the caller as it is."
  }

  assert {
    condition = [
      for response in aws_cloudfront_distribution.site.custom_error_response :
      [tostring(response.response_code), response.response_page_path]
    ] == [["404", "/404.html"]]
    error_message = "A path without a file is not found; the page is at / alone."
  }
}

run "apply_does_not_wait_for_the_edge" {
  command = plan

  assert {
    condition     = !aws_cloudfront_distribution.site.wait_for_deployment
    error_message = "A change of the distribution takes minutes; nothing here depends on it."
  }
}

run "no_certificate_is_needed_to_start" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.site.viewer_certificate[0].cloudfront_default_certificate && length(aws_cloudfront_distribution.site.aliases) == 0
    error_message = "Without certificate and zone the distribution must use its own name."
  }
}

run "own_domain_comes_with_its_certificate" {
  command = plan

  variables {
    domain              = "tasador.example.com"
    acm_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c"
  }

  assert {
    condition = (
      tolist(aws_cloudfront_distribution.site.aliases) == tolist(["tasador.example.com"]) &&
      aws_cloudfront_distribution.site.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" &&
      output.site_url == "https://tasador.example.com"
    )
    error_message = "A certificate must bring the domain and TLS 1.2."
  }
}

run "own_zone_makes_certificate_and_records" {
  command = plan

  variables {
    domain  = "tasador.example.com"
    zone_id = "Z0123456789ABC"
  }

  override_resource {
    target          = aws_acm_certificate.site
    override_during = plan
    values = {
      arn                       = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c"
      domain_validation_options = [{ domain_name = "tasador.example.com", resource_record_name = "_x.tasador.example.com", resource_record_type = "CNAME", resource_record_value = "_y.acm-validations.aws" }]
    }
  }

  assert {
    condition     = aws_acm_certificate.site[0].region == "us-east-1" && join(" ", keys(aws_route53_record.site)) == "A AAAA"
    error_message = "A zone must bring a certificate in us-east-1 and both records."
  }
}

run "warm_up_is_what_app_and_settings_say" {
  command = apply

  assert {
    condition = (
      aws_cloudwatch_event_rule.warmup.schedule_expression == local.settings.warmup.schedule && aws_cloudwatch_event_rule.warmup.state == "ENABLED" &&
      aws_cloudwatch_event_connection.warmup.auth_parameters[0].api_key[0].key == local.settings.warmup.header &&
      aws_cloudwatch_event_api_destination.warmup.http_method == "POST" &&
      aws_cloudwatch_event_api_destination.warmup.invocation_endpoint == "https://0a1b2c3d4e.execute-api.us-east-1.amazonaws.com/${local.settings.api_stage}${local.app.warmup.path}" &&
      jsondecode(aws_cloudwatch_event_target.warmup.input) == jsondecode(file("../../${local.app.warmup.body}"))
    )
    error_message = "Schedule, header, method, path and body of the warm-up must be those of the settings and of the app."
  }
}

run "warm_up_can_be_paused_with_its_alarms" {
  command = plan

  variables {
    warmup_enabled = false
  }

  assert {
    condition     = aws_cloudwatch_event_rule.warmup.state == "DISABLED" && !contains(keys(aws_cloudwatch_metric_alarm.this), "warmup-silent")
    error_message = "A warm-up that is paused must not call for help."
  }
}

run "every_alarm_reaches_the_topic" {
  command = apply

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == length(local.settings.alarms) + length(try(local.app.alarms, {})) && alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Every alarm of the settings and of the app, each sent to the topic."
  }
}

run "roles_stay_inside_the_boundary" {
  command = plan

  assert {
    condition     = aws_iam_role.function.permissions_boundary == "arn:aws:iam::123456789012:policy/${local.settings.account.boundary}" && aws_iam_role.warmup.permissions_boundary == aws_iam_role.function.permissions_boundary
    error_message = "Both roles must carry the boundary that bootstrap makes."
  }
}

run "snap_start_is_a_switch" {
  command = plan

  variables {
    snap_start = true
  }

  assert {
    condition     = aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "snap_start must apply to published versions."
  }
}

run "provisioned_concurrency_is_a_switch" {
  command = plan

  variables {
    provisioned_concurrency = 2
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.live[0].provisioned_concurrent_executions == 2 && aws_lambda_provisioned_concurrency_config.live[0].qualifier == "live"
    error_message = "provisioned_concurrency must keep environments of the alias started."
  }
}

run "another_stage_is_a_copy_of_its_own" {
  command = plan

  variables {
    stage           = "pr-12"
    allowed_origins = ["http://localhost:5173"]
  }

  assert {
    condition = (
      alltrue([for name in local.name : endswith(name, "-pr-12")]) &&
      aws_s3_bucket.site.force_destroy && aws_cloudwatch_log_group.function.name == "/aws/lambda/${local.settings.function}-pr-12"
    )
    error_message = "Every name must carry the stage, and its bucket may go with what is in it."
  }
}

run "further_origins_are_answered_with_their_own_name" {
  command = plan

  variables {
    allowed_origins = ["https://tasador.example.com", "https://partner.example.com"]
  }

  assert {
    condition     = alltrue([for answer in aws_api_gateway_integration_response.options : strcontains(answer.response_templates["application/json"], "\"https://partner.example.com\"")])
    error_message = "The preflight must answer the second origin with itself."
  }
}

run "api_may_answer_elsewhere" {
  command = apply

  variables {
    emulated   = true
    api_origin = { protocol = "http", host = "127.0.0.1", port = 4566, path = "/_aws/execute-api/{api_id}/{api_stage}" }
  }

  assert {
    condition     = output.api_url == "http://127.0.0.1:4566/_aws/execute-api/0a1b2c3d4e/prod" && aws_cloudwatch_event_api_destination.warmup.invocation_endpoint == "${output.api_url}/predict"
    error_message = "api_origin must be where output, distribution and warm-up find the API."
  }
}

run "what_took_the_websites_place_is_given" {
  command = apply

  assert {
    condition     = output.s3_website_url == "https://d111111abcdef8.cloudfront.net" && output.cloudfront_dns_name == "d111111abcdef8.cloudfront.net"
    error_message = "s3_website_url must lead to the site."
  }
}
