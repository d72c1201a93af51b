"""infra/app/alarms.tf: what calls for attention."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from tasador_emulator.standin.clients import Clients, Creator
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource

TOPIC = "${aws_sns_topic.alarms.arn}"


def alarms(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_sns_topic.alarms", {"name": inputs.named("topic")})
    own = {key: asdict(alarm) for key, alarm in inputs.app.alarms.items()}
    for key, alarm in {**inputs.raw["alarms"], **own}.items():
        yield Resource(f'aws_cloudwatch_metric_alarm.this["{key}"]', _alarm(inputs, key, alarm))


def _alarm(inputs: Inputs, key: str, alarm: Mapping[str, Any]) -> dict[str, Any]:
    watched = _watched if alarm.get("expression") is None else _computed
    return {
        "alarm_name": f"{inputs.names.dashboard}-{key}",
        "alarm_description": f"{alarm['why']}; what to do: docs/operations/runbook.md#{key}",
        "comparison_operator": alarm["comparison"],
        "threshold": alarm["threshold"],
        "evaluation_periods": alarm["periods"],
        "treat_missing_data": alarm["missing"],
        "alarm_actions": [TOPIC],
        "ok_actions": [TOPIC],
        **watched(inputs, key, alarm),
    }


def _watched(inputs: Inputs, _: str, alarm: Mapping[str, Any]) -> dict[str, Any]:
    """One statistic of one metric."""
    statistic = "extended_statistic" if alarm["statistic"].startswith("p") else "statistic"
    return {**_metric(inputs, alarm), statistic: alarm["statistic"]}


def _computed(inputs: Inputs, key: str, alarm: Mapping[str, Any]) -> dict[str, Any]:
    """What an expression makes of the statistic `m` and of the number `n` of its values."""
    read = {"m": alarm["statistic"], "n": "SampleCount"}
    queries: list[dict[str, Any]] = [
        {"id": name, "return_data": False, "metric": {**_metric(inputs, alarm), "stat": stat}}
        for name, stat in read.items()
    ]
    verdict = {"id": "verdict", "label": key, "expression": alarm["expression"], "return_data": True}
    return {"metric_query": [*queries, verdict]}


def _metric(inputs: Inputs, alarm: Mapping[str, Any]) -> dict[str, Any]:
    own = {"Function": inputs.names.function}
    return {
        "namespace": alarm["namespace"],
        "metric_name": alarm["metric"],
        "dimensions": _dimensions(inputs).get(alarm["namespace"], own),
        "period": alarm["period_s"],
    }


def _dimensions(inputs: Inputs) -> dict[str, dict[str, str]]:
    names = inputs.names
    return {
        "AWS/ApiGateway": {"ApiName": names.api, "Stage": inputs.settings.api_stage},
        "AWS/Lambda": {"FunctionName": names.function},
        "AWS/Events": {"RuleName": names.rule},
    }


def _topic(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    return {"arn": clients.call("sns", "create_topic", args)["TopicArn"]}


def _make_alarm(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    given = {key: value for key, value in args.items() if key != "metric_query"}
    if "metric_query" in args:
        given["metrics"] = [_query(one) for one in args["metric_query"]]
    else:
        given["dimensions"] = _pairs(given["dimensions"])
    clients.call("cloudwatch", "put_metric_alarm", given)
    return {}


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """Terraform's block as CloudWatch has it: metric and statistic are two."""
    if "metric" not in query:
        return dict(query)
    metric = {**query["metric"], "dimensions": _pairs(query["metric"]["dimensions"])}
    about = {key: metric.pop(key) for key in ("period", "stat")}
    return {"id": query["id"], "return_data": query["return_data"], "metric_stat": {"metric": metric, **about}}


def _pairs(dimensions: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in dimensions.items()]


CREATORS: Final[Mapping[str, Creator]] = {"aws_sns_topic": _topic, "aws_cloudwatch_metric_alarm": _make_alarm}
