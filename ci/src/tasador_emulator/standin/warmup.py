"""infra/app/warmup.tf: a request every five minutes, through EventBridge."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_emulator.standin.access import allow, document, trust
from tasador_emulator.standin.clients import Clients, Creator
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource


def warmup(inputs: Inputs) -> Iterator[Resource]:
    names, wanted = inputs.names, inputs.settings.warmup
    key = {"key": wanted.header, "value": wanted.value}
    connection = {
        "name": names.connection,
        "description": "Marks a request as a warm-up; no secret",
        "authorization_type": "API_KEY",
        "auth_parameters": {"api_key": key},
    }
    yield Resource("aws_cloudwatch_event_connection.warmup", connection)
    destination = {
        "name": names.destination,
        "connection_arn": "${aws_cloudwatch_event_connection.warmup.arn}",
        "http_method": "POST",
        "invocation_endpoint": inputs.api_url + inputs.app.warmup.path,
        "invocation_rate_limit_per_second": wanted.rate_per_second,
    }
    yield Resource("aws_cloudwatch_event_api_destination.warmup", destination)
    yield from _role(inputs)
    yield from _rule(inputs)


def _role(inputs: Inputs) -> Iterator[Resource]:
    ours = {"StringEquals": {"aws:SourceAccount": inputs.account_id}}
    role = {"name": inputs.names.warmup_role, "assume_role_policy": trust("events.amazonaws.com", ours)}
    about = {"description": "Lets EventBridge send the warm-up", "permissions_boundary": inputs.boundary}
    yield Resource("aws_iam_role.warmup", role | about)
    destination = "${aws_cloudwatch_event_api_destination.warmup.arn}"
    policy = document(allow("SendWarmup", "events:InvokeApiDestination", destination))
    yield Resource("aws_iam_role_policy.warmup", {"name": "invoke", "role": inputs.names.warmup_role, "policy": policy})


def _rule(inputs: Inputs) -> Iterator[Resource]:
    rule = {
        "name": inputs.names.rule,
        "description": f"Keeps one environment of {inputs.names.function} started",
        "schedule_expression": inputs.settings.warmup.schedule,
        "state": "ENABLED",
    }
    yield Resource("aws_cloudwatch_event_rule.warmup", rule)
    target = {
        "rule": inputs.names.rule,
        "target_id": "warmup",
        "arn": "${aws_cloudwatch_event_api_destination.warmup.arn}",
        "role_arn": "${aws_iam_role.warmup.arn}",
        "input": json.dumps(inputs.contract.warmup_body),
        "retry_policy": {"maximum_event_age_in_seconds": 60, "maximum_retry_attempts": 1},
    }
    yield Resource("aws_cloudwatch_event_target.warmup", target)


def _connection(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    key = args["auth_parameters"]["api_key"]
    named = {"api_key_name": key["key"], "api_key_value": key["value"]}
    given = {**args, "auth_parameters": {"api_key_auth_parameters": named}}
    return {"arn": clients.call("events", "create_connection", given)["ConnectionArn"]}


def _destination(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    return {"arn": clients.call("events", "create_api_destination", args)["ApiDestinationArn"]}


def _make_rule(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    return {"arn": clients.call("events", "put_rule", args)["RuleArn"]}


def _target(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    one = {key: args[key] for key in args if key != "rule"}
    clients.call("events", "put_targets", {"rule": args["rule"], "targets": [one]}, {"target_id": "id"})
    return {}


CREATORS: Final[Mapping[str, Creator]] = {
    "aws_cloudwatch_event_connection": _connection,
    "aws_cloudwatch_event_api_destination": _destination,
    "aws_cloudwatch_event_rule": _make_rule,
    "aws_cloudwatch_event_target": _target,
}
