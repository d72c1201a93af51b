"""infra/app/dashboard.tf: what one looks at."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_release.values.app import Graph

from tasador_emulator.standin.clients import Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource


def dashboard(inputs: Inputs) -> Iterator[Resource]:
    declared = {"dashboard_name": inputs.names.dashboard, "dashboard_body": _body(inputs)}
    yield Resource("aws_cloudwatch_dashboard.this", declared)


def _body(inputs: Inputs) -> str:
    """Two widgets a row, as dashboard.tf places them."""
    widgets = [
        {"x": 12 * (index % 2), "y": 6 * (index // 2), **_widget(inputs, *facts)}
        for index, facts in enumerate(_graphs(inputs))
    ]
    return json.dumps({"widgets": widgets})


def _widget(inputs: Inputs, title: str, stat: str, metrics: list[list[str]]) -> dict[str, Any]:
    shown = {"title": title, "region": inputs.region, "stat": stat, "period": 300, "view": "timeSeries"}
    return {"type": "metric", "width": 12, "height": 6, "properties": {**shown, "metrics": metrics}}


def _graphs(inputs: Inputs) -> tuple[tuple[str, str, list[list[str]]], ...]:
    api = ["ApiName", inputs.names.api]
    function = ["FunctionName", inputs.names.function]
    same = [".", "."]
    times = [["AWS/ApiGateway", "Latency", *api], ["AWS/Lambda", "Duration", *function]]
    requests = [["AWS/ApiGateway", "Count", *api], [".", "4XXError", *same], [".", "5XXError", *same]]
    runs = [["AWS/Lambda", "Invocations", *function], [".", "Errors", *same], [".", "Throttles", *same]]
    warmups = [["AWS/Events", "Invocations", "RuleName", inputs.names.rule], [".", "FailedInvocations", *same]]
    return (
        ("Requests", "Sum", requests),
        ("Latency p50, ms", "p50", times),
        ("Latency p95, ms", "p95", times),
        ("Function", "Sum", runs),
        ("Environments at once", "Maximum", [["AWS/Lambda", "ConcurrentExecutions", *function]]),
        ("Warm-ups", "Sum", warmups),
        *((graph.title, graph.stat, _own(inputs, graph)) for graph in inputs.app.dashboard),
    )


def _own(inputs: Inputs, graph: Graph) -> list[list[str]]:
    """Metrics that the function writes by itself."""
    return [[graph.namespace, metric, "Function", inputs.names.function] for metric in graph.metrics]


CREATORS: Final[Mapping[str, Creator]] = {"aws_cloudwatch_dashboard": one_call("cloudwatch", "put_dashboard")}
