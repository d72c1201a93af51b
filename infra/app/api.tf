resource "aws_api_gateway_rest_api" "this" {
  name        = local.name.api
  description = "Prices homes"

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

locals {
  api_resources = {
    root  = aws_api_gateway_rest_api.this.root_resource_id
    proxy = aws_api_gateway_resource.proxy.id
  }

  # {proxy+} does not match the root, so both carry the same methods.
  api_host = "${aws_api_gateway_rest_api.this.id}.execute-api.${var.aws_region}.amazonaws.com"
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
  # checkov:skip=CKV_AWS_59: the price API is public by purpose; it is throttled

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

# A new deployment whenever what it froze has changed; the old one goes only after the stage has left it.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    redeployment = sha1(jsonencode([
      local.api_resources,
      aws_api_gateway_method.any,
      aws_api_gateway_integration.any,
      aws_api_gateway_method.options,
      aws_api_gateway_integration.options,
      aws_api_gateway_method_response.options,
      aws_api_gateway_integration_response.options,
      aws_api_gateway_gateway_response.errors,
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
  # checkov:skip=CKV_AWS_120: two homes hardly ever share a price; a cache costs by the hour
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
  # checkov:skip=CKV_AWS_225: two homes hardly ever share a price; a cache costs by the hour

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = local.throttle.rate_per_second
    throttling_burst_limit = local.throttle.burst
  }
}
