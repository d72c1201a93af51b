# What one looks at first; the same numbers as the Grafana boards in ../../monitor, without Grafana.

locals {
  aws_widgets = [
    { title = "Requests", stat = "Sum", metrics = [["AWS/ApiGateway", "Count", "ApiName", local.name.api], [".", "4XXError", ".", "."], [".", "5XXError", ".", "."]] },
    { title = "Latency p50, ms", stat = "p50", usual = local.settings.usual.latency_p50_ms, metrics = [["AWS/ApiGateway", "Latency", "ApiName", local.name.api], ["AWS/Lambda", "Duration", "FunctionName", local.name.function]] },
    { title = "Latency p95, ms", stat = "p95", usual = [0, local.settings.alarms["api-p95"].threshold], metrics = [["AWS/ApiGateway", "Latency", "ApiName", local.name.api], ["AWS/Lambda", "Duration", "FunctionName", local.name.function]] },
    { title = "Function", stat = "Sum", metrics = [["AWS/Lambda", "Invocations", "FunctionName", local.name.function], [".", "Errors", ".", "."], [".", "Throttles", ".", "."]] },
    { title = "Environments at once", stat = "Maximum", usual = local.settings.usual.environments, metrics = [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", local.name.function]] },
    { title = "Warm-ups", stat = "Sum", usual = [1, 1], metrics = [["AWS/Events", "Invocations", "RuleName", local.name.warmup_rule], [".", "FailedInvocations", ".", "."]] },
  ]
  # Metrics that the app writes by itself.
  app_widgets = [
    for graph in try(local.app.dashboard, []) :
    { title = graph.title, stat = graph.stat, usual = try(graph.usual, null), metrics = [for metric in graph.metrics : [graph.namespace, metric, "Function", local.name.function]] }
  ]

  # What requests cost, by the table of docs/operations/operate.md: their number in a day, and what a day costs at rest.
  cost_widget = {
    title = "Cost a day, USD, estimated"
    stat  = "Sum"
    usual = [0, local.settings.budget.monthly_usd / 30] # the budget writes when a month is above
    metrics = [
      [{ expression = "requests * ${local.settings.cost.per_million_requests_usd} / 1000000 + ${local.settings.cost.at_rest_monthly_usd} / 30", label = "requests and what stands", id = "usd" }],
      ["AWS/ApiGateway", "Count", "ApiName", local.name.api, { id = "requests", visible = false }],
    ]
    period = 86400
  }

  runbook_widget = {
    type   = "text"
    width  = 24
    height = 2
    x      = 0
    y      = 0
    properties = {
      markdown = join("\n", ["Shaded is what is usual. When an alarm rings, its paragraph says what to type:", join(", ", [for key in keys(local.alarms) : "`docs/operations/runbook.md#${key}`"])])
    }
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.name.dashboard
  dashboard_body = jsonencode({
    widgets = concat([local.runbook_widget], [
      for index, widget in concat(local.aws_widgets, local.app_widgets, [local.cost_widget]) : {
        type   = "metric"
        width  = 12
        height = 6
        x      = 12 * (index % 2)
        y      = 2 + 6 * floor(index / 2)
        properties = merge(
          {
            title   = widget.title
            region  = local.region
            stat    = widget.stat
            period  = try(widget.period, 300)
            view    = "timeSeries"
            metrics = widget.metrics
          },
          try(length(widget.usual), 0) == 0 ? {} : {
            annotations = { horizontal = [[{ label = "usual", value = widget.usual[1] }, { value = widget.usual[0] }]] }
          },
        )
      }
    ])
  })
}
