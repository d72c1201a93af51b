resource "aws_api_gateway_rest_api" "this" {
  name        = local.name.api
  description = local.app.about

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "{proxy+}"
}

# An app's requests by the batch have a resource of their own, for a limit of their own: at their path, and at the one
# that CloudFront asks for. Whatever lies above them needs one too, and below CloudFront's a {proxy+} for all the rest.
locals {
  batch_path = try(local.app.batch_path, null)
  batch      = local.batch_path == null ? [] : [trimprefix(local.batch_path, "/")] # items/batch, if there is one
  above      = [for path in local.batch : split("/", path)[0]]                     # items
  behind     = trimprefix(local.settings.base_path, "/")                           # api

  api_top = toset(flatten([for path in local.above : [local.behind, path]]))
  api_second = merge(
    { for path in local.batch : path => split("/", path)[0] },
    { for path in local.above : "${local.behind}/${path}" => local.behind },
    { for path in local.above : "${local.behind}/{proxy+}" => local.behind },
  )
  api_third = { for path in local.batch : "${local.behind}/${path}" => "${local.behind}/${split("/", path)[0]}" }
}

resource "aws_api_gateway_resource" "top" {
  for_each = local.api_top

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "second" {
  for_each = local.api_second

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.top[each.value].id
  path_part   = trimprefix(each.key, "${each.value}/")
}

resource "aws_api_gateway_resource" "third" {
  for_each = local.api_third

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.second[each.value].id
  path_part   = trimprefix(each.key, "${each.value}/")
}

locals {
  # {proxy+} does not match the root, so both carry the same methods, and so does every other resource.
  api_resources = merge(
    { root = aws_api_gateway_rest_api.this.root_resource_id, proxy = aws_api_gateway_resource.proxy.id },
    { for path, resource in merge(aws_api_gateway_resource.top, aws_api_gateway_resource.second, aws_api_gateway_resource.third) : path => resource.id },
  )
  batches = toset(flatten([for path in local.batch : [path, "${local.behind}/${path}"]]))

  api_host = "${aws_api_gateway_rest_api.this.id}.execute-api.${local.region}.${data.aws_partition.current.dns_suffix}"
  api_origin = var.api_origin == null ? {
    protocol = "https"
    host     = local.api_host
    port     = 443
    path     = "/${local.settings.api_stage}"
    } : merge(var.api_origin, {
      path = replace(replace(var.api_origin.path, "{api_id}", aws_api_gateway_rest_api.this.id), "{api_stage}", local.settings.api_stage)
  })
  api_url = var.api_origin == null ? "https://${local.api_host}${local.api_origin.path}" : "${local.api_origin.protocol}://${local.api_origin.host}:${local.api_origin.port}${local.api_origin.path}"
}

resource "aws_api_gateway_method" "any" {
  # checkov:skip=CKV2_AWS_53: the function checks requests itself, and says what is wrong in the page's language
  # checkov:skip=CKV_AWS_59: the API is public by purpose; it is throttled

  for_each = local.api_resources

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = each.value
  http_method   = "ANY"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "any" {
  for_each = local.api_resources

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = each.value
  http_method             = aws_api_gateway_method.any[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_alias.live.invoke_arn
  timeout_milliseconds    = local.settings.api_timeout_ms
}

# ANY cannot be limited by itself: what is limited has a method of its own.
resource "aws_api_gateway_method" "batch" {
  # checkov:skip=CKV2_AWS_53: the function checks requests itself, and says what is wrong in the page's language
  # checkov:skip=CKV_AWS_59: the API is public by purpose; it is throttled

  for_each = local.batches

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local.api_resources[each.key]
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "batch" {
  for_each = local.batches

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = local.api_resources[each.key]
  http_method             = aws_api_gateway_method.batch[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_alias.live.invoke_arn
  timeout_milliseconds    = local.settings.api_timeout_ms
}

# A new deployment whenever what it froze has changed; the old one goes only after the stage has left it.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  # What is written here and nothing that the provider adds: a new version of it is no new API.
  triggers = {
    redeployment = sha1(jsonencode([
      local.api_resources,
      [for method in concat(values(aws_api_gateway_method.any), values(aws_api_gateway_method.batch)) : [method.resource_id, method.http_method, method.authorization]],
      [for method in aws_api_gateway_method.options : [method.resource_id, method.http_method, method.authorization]],
      [
        for one in concat(values(aws_api_gateway_integration.any), values(aws_api_gateway_integration.batch)) :
        [one.resource_id, one.http_method, one.type, one.integration_http_method, one.uri, one.timeout_milliseconds]
      ],
      [for one in aws_api_gateway_integration.options : [one.resource_id, one.http_method, one.type, one.request_templates]],
      [for one in aws_api_gateway_method_response.options : [one.resource_id, one.http_method, one.status_code, one.response_parameters]],
      [
        for one in aws_api_gateway_integration_response.options :
        [one.resource_id, one.http_method, one.status_code, one.response_parameters, one.response_templates]
      ],
      [for one in aws_api_gateway_gateway_response.errors : [one.response_type, one.response_parameters]],
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "api" {
  # checkov:skip=CKV_AWS_158: encrypted with the key of CloudWatch Logs; a key of our own adds cost and nobody to keep out

  name              = "/aws/apigateway/${local.name.api}"
  retention_in_days = local.log_retention_days
}

resource "aws_api_gateway_stage" "this" {
  # checkov:skip=CKV2_AWS_29: a firewall costs 5 USD a month before the first request; throttling is what limits abuse here
  # checkov:skip=CKV2_AWS_4: the access log has every request with its error; execution logs would hold people's requests twice
  # checkov:skip=CKV2_AWS_51: callers are browsers of anyone, which have no certificate
  # checkov:skip=CKV_AWS_120: two requests hardly ever share an answer; a cache costs by the hour
  # checkov:skip=CKV_AWS_73: latency, errors and cold starts are measured by metrics; X-Ray would cost per request

  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = local.settings.api_stage

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      id       = "$context.requestId"
      time     = "$context.requestTimeEpoch"
      ip       = "$context.identity.sourceIp"
      agent    = "$context.identity.userAgent"
      method   = "$context.httpMethod"
      path     = "$context.path"
      status   = "$context.status"
      latency  = "$context.responseLatency"
      function = "$context.integrationLatency"
      error    = "$context.error.responseType"
    })
  }
}

resource "aws_api_gateway_method_settings" "all" {
  # checkov:skip=CKV_AWS_225: two requests hardly ever share an answer; a cache costs by the hour

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = local.throttle.rate_per_second
    throttling_burst_limit = local.throttle.burst
  }
}

# One batch is many requests: whoever sends them is limited before the others are.
resource "aws_api_gateway_method_settings" "batch" {
  # checkov:skip=CKV_AWS_225: two requests hardly ever share an answer; a cache costs by the hour

  for_each = local.batches

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  # AWS writes each slash of a path as ~1, the first one too; an emulator reads that and shows it decoded.
  method_path = "${var.emulated ? each.key : "~1${replace(each.key, "/", "~1")}"}/${aws_api_gateway_method.batch[each.key].http_method}"

  settings {
    throttling_rate_limit  = local.batch_throttle.rate_per_second
    throttling_burst_limit = local.batch_throttle.burst
  }
}
