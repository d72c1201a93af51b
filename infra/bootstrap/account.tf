# What an account has once, or once in each region, whatever the number of stages: API Gateway's permission to log, and the budget.

resource "aws_iam_role" "api_logs" {
  name        = local.settings.account.api_logs_role
  description = "Lets API Gateway write access logs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "apigateway.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "api_logs" {
  role       = aws_iam_role.api_logs.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  for_each = setsubtract(local.regions, var.api_logs_shared_in)

  region              = each.key
  cloudwatch_role_arn = aws_iam_role.api_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_logs]
}

resource "aws_budgets_budget" "month" {
  count = var.budget_email == null ? 0 : 1

  name         = local.settings.account.budget
  budget_type  = "COST"
  limit_amount = tostring(coalesce(var.monthly_budget_usd, local.settings.budget.monthly_usd))
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  # What was spent, and what will be: AWS forecasts nothing in the first five weeks of an account.
  dynamic "notification" {
    for_each = concat([for percent in local.settings.budget.warn_percent : ["ACTUAL", percent]], [["FORECASTED", 100]])

    content {
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value[1]
      threshold_type             = "PERCENTAGE"
      notification_type          = notification.value[0]
      subscriber_email_addresses = [var.budget_email]
    }
  }
}
