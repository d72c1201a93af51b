# A request every five minutes, so that one environment of the function stays started.

resource "aws_cloudwatch_event_connection" "warmup" {
  name               = local.name.warmup_connection
  description        = "Marks a request as a warm-up; no secret"
  authorization_type = "API_KEY"

  auth_parameters {
    api_key {
      key   = local.warmup.header
      value = local.warmup.value
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "warmup" {
  name                             = local.name.warmup_destination
  connection_arn                   = aws_cloudwatch_event_connection.warmup.arn
  http_method                      = "POST"
  invocation_endpoint              = "${local.api_url}${local.app.warmup.path}"
  invocation_rate_limit_per_second = local.warmup.rate_per_second
}

resource "aws_cloudwatch_event_rule" "warmup" {
  name                = local.name.warmup_rule
  description         = "Keeps one environment of ${local.name.function} started"
  schedule_expression = local.warmup.schedule
  state               = var.warmup_enabled ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "warmup" {
  rule      = aws_cloudwatch_event_rule.warmup.name
  target_id = "warmup"
  arn       = aws_cloudwatch_event_api_destination.warmup.arn
  role_arn  = aws_iam_role.warmup.arn
  input     = jsonencode(jsondecode(file("${path.module}/../../${local.app.warmup.body}")))

  # The next one comes in five minutes: a late warm-up is of no use.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 1
  }
}

resource "aws_iam_role" "warmup" {
  name                 = local.name.warmup_role
  description          = "Lets EventBridge send the warm-up"
  permissions_boundary = local.boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "events.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "warmup" {
  name = "invoke"
  role = aws_iam_role.warmup.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "SendWarmup"
      Effect   = "Allow"
      Action   = "events:InvokeApiDestination"
      Resource = aws_cloudwatch_event_api_destination.warmup.arn
    }]
  })
}
