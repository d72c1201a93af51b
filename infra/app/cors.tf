# The preflight is answered by API Gateway itself; the answers' own headers come from the function.

locals {
  cors_origin = local.allowed_origins[0]

  cors_headers = {
    "Access-Control-Allow-Origin"  = local.cors_origin
    "Access-Control-Allow-Methods" = join(",", local.settings.cors.methods)
    "Access-Control-Allow-Headers" = join(",", local.settings.cors.headers)
    "Access-Control-Max-Age"       = tostring(local.settings.cors.max_age_s)
    "Vary"                         = "Origin"
  }

  # A mock integration answers with one fixed origin; whoever comes from another allowed one gets that instead.
  cors_template = join("", concat(
    ["#set($origin = $input.params().header.get(\"origin\"))", "#if(!$origin)#set($origin = $input.params().header.get(\"Origin\"))#end"],
    [
      for origin in slice(local.allowed_origins, 1, length(local.allowed_origins)) :
      "#if($origin == \"${origin}\")#set($context.responseOverride.header.Access-Control-Allow-Origin = \"${origin}\")#end"
    ],
  ))
}

resource "aws_api_gateway_method" "options" {
  # checkov:skip=CKV2_AWS_53: the function checks requests itself, and says what is wrong in the page's language

  for_each = local.api_resources

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = each.value
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "options" {
  for_each = local.api_resources

  rest_api_id       = aws_api_gateway_rest_api.this.id
  resource_id       = each.value
  http_method       = aws_api_gateway_method.options[each.key].http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}

resource "aws_api_gateway_method_response" "options" {
  for_each = local.api_resources

  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = each.value
  http_method         = aws_api_gateway_method.options[each.key].http_method
  status_code         = "200"
  response_parameters = { for header in keys(local.cors_headers) : "method.response.header.${header}" => true }
}

resource "aws_api_gateway_integration_response" "options" {
  for_each = local.api_resources

  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = each.value
  http_method         = aws_api_gateway_method.options[each.key].http_method
  status_code         = aws_api_gateway_method_response.options[each.key].status_code
  response_parameters = { for header, value in local.cors_headers : "method.response.header.${header}" => "'${value}'" }
  response_templates  = length(local.allowed_origins) > 1 ? { "application/json" = local.cors_template } : null

  depends_on = [aws_api_gateway_integration.options]
}

# Errors that never reach the function would otherwise look like a CORS fault to the page's script.
resource "aws_api_gateway_gateway_response" "errors" {
  for_each = toset(["DEFAULT_4XX", "DEFAULT_5XX"])

  rest_api_id         = aws_api_gateway_rest_api.this.id
  response_type       = each.key
  response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'${local.cors_origin}'" }
}
