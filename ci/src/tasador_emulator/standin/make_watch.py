"""Makers of the warm-up and of what watches over it all."""

from collections.abc import Mapping
from typing import Any, Final

from tasador_emulator.standin.session import Workshop, pick


def connection(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    key = args["auth_parameters"]["api_key"]
    made = shop.client("events").create_connection(
        **pick(args, "name", "description", "authorization_type"),
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": key["key"], "ApiKeyValue": key["value"]}},
    )
    return {"arn": made["ConnectionArn"]}


def destination(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    made = shop.client("events").create_api_destination(
        Name=args["name"],
        ConnectionArn=args["connection_arn"],
        HttpMethod=args["http_method"],
        InvocationEndpoint=args["invocation_endpoint"],
        InvocationRateLimitPerSecond=args["invocation_rate_limit_per_second"],
    )
    return {"arn": made["ApiDestinationArn"]}


def rule(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    made = shop.client("events").put_rule(**pick(args, "name", "description", "schedule_expression", "state"))
    return {"arn": made["RuleArn"]}


def target(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    retry = pick(args["retry_policy"], "maximum_event_age_in_seconds", "maximum_retry_attempts")
    one = {
        "Id": args["target_id"],
        "Arn": args["arn"],
        "RoleArn": args["role_arn"],
        "Input": args["input"],
        "RetryPolicy": retry,
    }
    shop.client("events").put_targets(Rule=args["rule"], Targets=[one])
    return {}


def topic(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    return {"arn": shop.client("sns").create_topic(Name=args["name"])["TopicArn"]}


def alarm(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    names = ("alarm_name", "alarm_description", "namespace", "metric_name", "statistic", "extended_statistic")
    numbers = ("comparison_operator", "threshold", "period", "evaluation_periods", "treat_missing_data")
    dimensions = [{"Name": name, "Value": value} for name, value in args["dimensions"].items()]
    shop.client("cloudwatch").put_metric_alarm(
        **pick(args, *names, *numbers),
        Dimensions=dimensions,
        AlarmActions=args["alarm_actions"],
        OKActions=args["ok_actions"],
    )
    return {}


def dashboard(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("cloudwatch").put_dashboard(**pick(args, "dashboard_name", "dashboard_body"))
    return {"dashboard_name": args["dashboard_name"]}


MAKERS: Final = {
    "aws_cloudwatch_event_connection": connection,
    "aws_cloudwatch_event_api_destination": destination,
    "aws_cloudwatch_event_rule": rule,
    "aws_cloudwatch_event_target": target,
    "aws_sns_topic": topic,
    "aws_cloudwatch_metric_alarm": alarm,
    "aws_cloudwatch_dashboard": dashboard,
}
