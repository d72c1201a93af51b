"""infra/app/dashboard.tf: what one looks at."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from tasador_release.values.app import Graph

from tasador_emulator.standin.clients import Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource


def dashboard(inputs: Inputs) -> Iterator[Resource]:
    declared = {"dashboard_name": inputs.names.dashboard, "dashboard_body": _body(inputs)}
    yield Resource("aws_cloudwatch_dashboard.this", declared)


def _body(inputs: Inputs) -> str:
    """A line of text, then two widgets a row, as dashboard.tf places them."""
    widgets = [
        {"x": 12 * (index % 2), "y": 2 + 6 * (index // 2), **_widget(inputs, picture)}
        for index, picture in enumerate(_pictures(inputs))
    ]
    return json.dumps({"widgets": [_runbook(inputs), *widgets]})


def _runbook(inputs: Inputs) -> dict[str, Any]:
    alarms = sorted({**inputs.raw["alarms"], **inputs.app.alarms})
    about = "Shaded is what is usual. When an alarm rings, its paragraph says what to type:"
    text = f"{about}\n{', '.join(f'`docs/operations/runbook.md#{key}`' for key in alarms)}"
    return {"type": "text", "width": 24, "height": 2, "x": 0, "y": 0, "properties": {"markdown": text}}


class Picture(NamedTuple):
    """One widget; `usual` is the band that is shaded."""

    title: str
    stat: str
    metrics: list[list[Any]]
    usual: tuple[float, ...] = ()
    period: int = 300


def _widget(inputs: Inputs, picture: Picture) -> dict[str, Any]:
    shown = {"title": picture.title, "region": inputs.region, "stat": picture.stat, "period": picture.period}
    properties = {**shown, "view": "timeSeries", "metrics": picture.metrics, **_band(picture)}
    return {"type": "metric", "width": 12, "height": 6, "properties": properties}


def _band(picture: Picture) -> dict[str, Any]:
    if not picture.usual:
        return {}
    low, high = (int(value) if value == int(value) else value for value in picture.usual)  # as Terraform writes them
    return {"annotations": {"horizontal": [[{"label": "usual", "value": high}, {"value": low}]]}}


def _pictures(inputs: Inputs) -> tuple[Picture, ...]:
    api = ["ApiName", inputs.names.api]
    function = ["FunctionName", inputs.names.function]
    same = [".", "."]
    usual = inputs.raw["usual"]
    slow = inputs.raw["alarms"]["api-p95"]["threshold"]
    times = [["AWS/ApiGateway", "Latency", *api], ["AWS/Lambda", "Duration", *function]]
    requests = [["AWS/ApiGateway", "Count", *api], [".", "4XXError", *same], [".", "5XXError", *same]]
    runs = [["AWS/Lambda", "Invocations", *function], [".", "Errors", *same], [".", "Throttles", *same]]
    environments = [["AWS/Lambda", "ConcurrentExecutions", *function]]
    warmups = [["AWS/Events", "Invocations", "RuleName", inputs.names.rule], [".", "FailedInvocations", *same]]
    return (
        Picture("Requests", "Sum", requests),
        Picture("Latency p50, ms", "p50", times, tuple(usual["latency_p50_ms"])),
        Picture("Latency p95, ms", "p95", times, (0, slow)),
        Picture("Function", "Sum", runs),
        Picture("Environments at once", "Maximum", environments, tuple(usual["environments"])),
        Picture("Warm-ups", "Sum", warmups, (1, 1)),
        *(Picture(graph.title, graph.stat, _own(inputs, graph), graph.usual) for graph in inputs.app.dashboard),
        _cost(inputs),
    )


def _cost(inputs: Inputs) -> Picture:
    """What requests cost, by their number in a day, and what a day costs at rest."""
    cost = inputs.raw["cost"]
    expression = f"requests * {cost['per_million_requests_usd']} / 1000000 + {cost['at_rest_monthly_usd']} / 30"
    made = {"expression": expression, "label": "requests and what stands", "id": "usd"}
    counted = ["AWS/ApiGateway", "Count", "ApiName", inputs.names.api, {"id": "requests", "visible": False}]
    usual = (0, inputs.raw["budget"]["monthly_usd"] / 30)
    return Picture("Cost a day, USD, estimated", "Sum", [[made], counted], usual, period=86400)


def _own(inputs: Inputs, graph: Graph) -> list[list[str]]:
    """Metrics that the function writes by itself."""
    return [[graph.namespace, metric, "Function", inputs.names.function] for metric in graph.metrics]


CREATORS: Final[Mapping[str, Creator]] = {"aws_cloudwatch_dashboard": one_call("cloudwatch", "put_dashboard")}
