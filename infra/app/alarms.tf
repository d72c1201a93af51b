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
  alarms = merge(local.settings.alarms, try(local.app.alarms, {}))

  # What an alarm of a namespace is about; an app's own metrics have the function's name.
  alarm_dimensions = {
    "AWS/ApiGateway" = { ApiName = aws_api_gateway_rest_api.this.name, Stage = aws_api_gateway_stage.this.stage_name }
    "AWS/Lambda"     = { FunctionName = aws_lambda_function.this.function_name }
    "AWS/Events"     = { RuleName = aws_cloudwatch_event_rule.warmup.name }
  }
  own_dimensions = { Function = aws_lambda_function.this.function_name }

  # A metric by itself, or, with an expression, what that makes of it: then the alarm's queries name the metric.
  no_metric = { namespace = null, metric_name = null, dimensions = null, statistic = null, extended_statistic = null, period = null }
  alarm_metrics = {
    for key, alarm in local.alarms : key => can(alarm.expression) ? local.no_metric : {
      namespace          = alarm.namespace
      metric_name        = alarm.metric
      dimensions         = lookup(local.alarm_dimensions, alarm.namespace, local.own_dimensions)
      statistic          = startswith(alarm.statistic, "p") ? null : alarm.statistic
      extended_statistic = startswith(alarm.statistic, "p") ? alarm.statistic : null
      period             = alarm.period_s
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for key, alarm in local.alarms : key => alarm if var.warmup_enabled || !(alarm.namespace == "AWS/Events" || try(alarm.of_the_warmup, false)) }

  alarm_name          = "${local.name.dashboard}-${each.key}"
  alarm_description   = "${each.value.why}; what to do: docs/operations/runbook.md#${each.key}"
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  namespace          = local.alarm_metrics[each.key].namespace
  metric_name        = local.alarm_metrics[each.key].metric_name
  dimensions         = local.alarm_metrics[each.key].dimensions
  statistic          = local.alarm_metrics[each.key].statistic
  extended_statistic = local.alarm_metrics[each.key].extended_statistic
  period             = local.alarm_metrics[each.key].period

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? { m = each.value.statistic, n = "SampleCount" } : {}

    content {
      id          = metric_query.key
      return_data = false

      metric {
        namespace   = each.value.namespace
        metric_name = each.value.metric
        dimensions  = lookup(local.alarm_dimensions, each.value.namespace, local.own_dimensions)
        period      = each.value.period_s
        stat        = metric_query.value
      }
    }
  }

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? [each.value.expression] : []

    content {
      id          = "verdict"
      label       = each.key
      expression  = metric_query.value
      return_data = true
    }
  }
}
