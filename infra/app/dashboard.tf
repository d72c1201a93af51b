# What one looks at first; the same numbers as the Grafana boards in ../../monitor, without Grafana.

locals {
  aws_widgets = [
    { title = "Requests", stat = "Sum", metrics = [["AWS/ApiGateway", "Count", "ApiName", local.name.api], [".", "4XXError", ".", "."], [".", "5XXError", ".", "."]] },
    { title = "Latency p50, ms", stat = "p50", metrics = [["AWS/ApiGateway", "Latency", "ApiName", local.name.api], ["AWS/Lambda", "Duration", "FunctionName", local.name.function]] },
    { title = "Latency p95, ms", stat = "p95", metrics = [["AWS/ApiGateway", "Latency", "ApiName", local.name.api], ["AWS/Lambda", "Duration", "FunctionName", local.name.function]] },
    { title = "Function", stat = "Sum", metrics = [["AWS/Lambda", "Invocations", "FunctionName", local.name.function], [".", "Errors", ".", "."], [".", "Throttles", ".", "."]] },
    { title = "Environments at once", stat = "Maximum", metrics = [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", local.name.function]] },
    { title = "Warm-ups", stat = "Sum", metrics = [["AWS/Events", "Invocations", "RuleName", local.name.warmup_rule], [".", "FailedInvocations", ".", "."]] },
  ]
  # Metrics that the app writes by itself.
  app_widgets = [
    for graph in try(local.app.dashboard, []) :
    { title = graph.title, stat = graph.stat, metrics = [for metric in graph.metrics : [graph.namespace, metric, "Function", local.name.function]] }
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.name.dashboard
  dashboard_body = jsonencode({
    widgets = [
      for index, widget in concat(local.aws_widgets, local.app_widgets) : {
        type   = "metric"
        width  = 12
        height = 6
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        properties = {
          title   = widget.title
          region  = local.region
          stat    = widget.stat
          period  = 300
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }
    ]
  })
}
