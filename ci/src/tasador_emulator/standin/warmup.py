"""infra/app/warmup.tf: a price asked for every five minutes, through EventBridge."""

import json
from collections.abc import Iterator

from tasador_emulator.standin.access import allow, document, trust
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource


def warmup(scene: Scene) -> Iterator[Resource]:
    names, wanted = scene.names, scene.settings.warmup
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
        "invocation_endpoint": scene.api_url + scene.raw["warmup"]["path"],
        "invocation_rate_limit_per_second": wanted.rate_per_second,
    }
    yield Resource("aws_cloudwatch_event_api_destination.warmup", destination)
    yield from _role(scene)
    yield from _rule(scene)


def _role(scene: Scene) -> Iterator[Resource]:
    ours = {"StringEquals": {"aws:SourceAccount": scene.account_id}}
    role = {"name": scene.names.warmup_role, "assume_role_policy": trust("events.amazonaws.com", ours)}
    about = {"description": "Lets EventBridge send the warm-up", "permissions_boundary": scene.boundary}
    yield Resource("aws_iam_role.warmup", role | about)
    destination = "${aws_cloudwatch_event_api_destination.warmup.arn}"
    policy = document(allow("AskForOnePrice", "events:InvokeApiDestination", destination))
    yield Resource("aws_iam_role_policy.warmup", {"name": "invoke", "role": scene.names.warmup_role, "policy": policy})


def _rule(scene: Scene) -> Iterator[Resource]:
    rule = {
        "name": scene.names.rule,
        "description": f"Keeps one environment of {scene.names.function} started",
        "schedule_expression": scene.settings.warmup.schedule,
        "state": "ENABLED",
    }
    yield Resource("aws_cloudwatch_event_rule.warmup", rule)
    target = {
        "rule": scene.names.rule,
        "target_id": "warmup",
        "arn": "${aws_cloudwatch_event_api_destination.warmup.arn}",
        "role_arn": "${aws_iam_role.warmup.arn}",
        "input": json.dumps(dict(scene.warmup_body)),
        "retry_policy": {"maximum_event_age_in_seconds": 60, "maximum_retry_attempts": 1},
    }
    yield Resource("aws_cloudwatch_event_target.warmup", target)
