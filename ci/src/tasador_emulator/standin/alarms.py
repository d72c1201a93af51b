"""infra/app/alarms.tf: what calls for attention."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_emulator.standin.clients import Clients, Creator
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource

TOPIC = "${aws_sns_topic.alarms.arn}"


def alarms(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_sns_topic.alarms", {"name": inputs.named("topic")})
    for key, alarm in inputs.raw["alarms"].items():
        yield Resource(f'aws_cloudwatch_metric_alarm.this["{key}"]', _alarm(inputs, key, alarm))


def _alarm(inputs: Inputs, key: str, alarm: Mapping[str, Any]) -> dict[str, Any]:
    statistic = "extended_statistic" if alarm["statistic"].startswith("p") else "statistic"
    return {
        "alarm_name": f"{inputs.names.dashboard}-{key}",
        "alarm_description": f"{alarm['why']}; what to do: docs/runbook.md#{key}",
        "namespace": alarm["namespace"],
        "metric_name": alarm["metric"],
        "dimensions": _dimensions(inputs)[alarm["namespace"]],
        statistic: alarm["statistic"],
        "comparison_operator": alarm["comparison"],
        "threshold": alarm["threshold"],
        "period": alarm["period_s"],
        "evaluation_periods": alarm["periods"],
        "treat_missing_data": alarm["missing"],
        "alarm_actions": [TOPIC],
        "ok_actions": [TOPIC],
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
    dimensions = [{"name": name, "value": value} for name, value in args["dimensions"].items()]
    clients.call("cloudwatch", "put_metric_alarm", {**args, "dimensions": dimensions})
    return {}


CREATORS: Final[Mapping[str, Creator]] = {"aws_sns_topic": _topic, "aws_cloudwatch_metric_alarm": _make_alarm}
