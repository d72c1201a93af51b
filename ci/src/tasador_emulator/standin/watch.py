"""infra/app/alarms.tf and dashboard.tf: what one looks at, and what calls for attention."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource

TOPIC = "${aws_sns_topic.alarms.arn}"


def watch(scene: Scene) -> Iterator[Resource]:
    yield Resource("aws_sns_topic.alarms", {"name": scene.named("topic")})
    for key, alarm in scene.raw["alarms"].items():
        yield Resource(f'aws_cloudwatch_metric_alarm.this["{key}"]', _alarm(scene, key, alarm))
    dashboard = {"dashboard_name": scene.names.dashboard, "dashboard_body": _body(scene)}
    yield Resource("aws_cloudwatch_dashboard.this", dashboard)


def _alarm(scene: Scene, key: str, alarm: Mapping[str, Any]) -> dict[str, Any]:
    statistic = "extended_statistic" if alarm["statistic"].startswith("p") else "statistic"
    return {
        "alarm_name": f"{scene.names.dashboard}-{key}",
        "alarm_description": alarm["why"],
        "namespace": alarm["namespace"],
        "metric_name": alarm["metric"],
        "dimensions": _dimensions(scene)[alarm["namespace"]],
        statistic: alarm["statistic"],
        "comparison_operator": alarm["comparison"],
        "threshold": alarm["threshold"],
        "period": alarm["period_s"],
        "evaluation_periods": alarm["periods"],
        "treat_missing_data": alarm["missing"],
        "alarm_actions": [TOPIC],
        "ok_actions": [TOPIC],
    }


def _dimensions(scene: Scene) -> dict[str, dict[str, str]]:
    names = scene.names
    return {
        "AWS/ApiGateway": {"ApiName": names.api, "Stage": scene.settings.api_stage},
        "AWS/Lambda": {"FunctionName": names.function},
        "AWS/Events": {"RuleName": names.rule},
    }


def _body(scene: Scene) -> str:
    """Two widgets a row, as dashboard.tf places them."""
    widgets = [
        {"x": 12 * (index % 2), "y": 6 * (index // 2), **_widget(scene, *facts)}
        for index, facts in enumerate(_graphs(scene))
    ]
    return json.dumps({"widgets": widgets})


def _widget(scene: Scene, title: str, stat: str, metrics: list[list[str]]) -> dict[str, Any]:
    shown = {"title": title, "region": scene.region, "stat": stat, "period": 300, "view": "timeSeries"}
    return {"type": "metric", "width": 12, "height": 6, "properties": {**shown, "metrics": metrics}}


def _graphs(scene: Scene) -> tuple[tuple[str, str, list[list[str]]], ...]:
    api = ["ApiName", scene.names.api]
    function = ["FunctionName", scene.names.function]
    same = [".", "."]
    times = [["AWS/ApiGateway", "Latency", *api], ["AWS/Lambda", "Duration", *function]]
    requests = [["AWS/ApiGateway", "Count", *api], [".", "4XXError", *same], [".", "5XXError", *same]]
    runs = [["AWS/Lambda", "Invocations", *function], [".", "Errors", *same], [".", "Throttles", *same]]
    warmups = [["AWS/Events", "Invocations", "RuleName", scene.names.rule], [".", "FailedInvocations", *same]]
    service = ["Function", scene.names.function]
    starts = [["Tasador", "ColdStart", *service], [".", "WarmUp", *same], [".", "UnknownEvent", *same]]
    return (
        ("Requests", "Sum", requests),
        ("Latency p50, ms", "p50", times),
        ("Latency p95, ms", "p95", times),
        ("Function", "Sum", runs),
        ("Environments at once", "Maximum", [["AWS/Lambda", "ConcurrentExecutions", *function]]),
        ("Warm-ups", "Sum", warmups),
        ("Starts that a caller met", "Sum", starts),
        ("Prices, USD", "p50", [["Tasador", "Price", *service]]),
    )
