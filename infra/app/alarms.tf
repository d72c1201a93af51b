resource "aws_sns_topic" "alarms" {
  # checkov:skip=CKV_AWS_26: CloudWatch cannot publish through the AWS-managed SNS key; an alarm's text is no secret

  name = local.name.topic
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  # What an alarm of a namespace is about.
  alarm_dimensions = {
    "AWS/ApiGateway" = { ApiName = aws_api_gateway_rest_api.this.name, Stage = aws_api_gateway_stage.this.stage_name }
    "AWS/Lambda"     = { FunctionName = aws_lambda_function.this.function_name }
    "AWS/Events"     = { RuleName = aws_cloudwatch_event_rule.warmup.name }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for key, alarm in local.settings.alarms : key => alarm if var.warmup_enabled || alarm.namespace != "AWS/Events" }

  alarm_name          = "${local.name.dashboard}-${each.key}"
  alarm_description   = "${each.value.why}; what to do: docs/runbook.md#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = local.alarm_dimensions[each.value.namespace]
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period_s
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
