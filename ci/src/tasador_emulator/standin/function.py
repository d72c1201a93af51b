"""infra/app/function.tf: the role, the log group, the function, its alias."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_release.values.settings import Settings

from tasador_emulator.environment import ORIGIN
from tasador_emulator.standin.access import allow, document, trust
from tasador_emulator.standin.clients import Clients, Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource


def function(inputs: Inputs) -> Iterator[Resource]:
    settings, names = inputs.settings, inputs.names
    yield Resource(
        "aws_cloudwatch_log_group.function",
        {"name": names.log_group, "retention_in_days": settings.log_retention_days},
    )
    yield Resource("aws_iam_role.function", _role(inputs))
    yield Resource("aws_iam_role_policy.function", {"name": "log", "role": names.role, "policy": _own_log()})
    yield Resource("aws_lambda_function.this", _function(inputs))
    live = {
        "name": settings.alias,
        "description": "What users see; moved by the release",
        "function_name": names.function,
        "function_version": "${aws_lambda_function.this.version}",
    }
    yield Resource("aws_lambda_alias.live", live)


def _role(inputs: Inputs) -> dict[str, str]:
    trusted = trust("lambda.amazonaws.com")
    role = {"name": inputs.names.role, "description": f"Runs {inputs.names.function}"}
    return {**role, "assume_role_policy": trusted, "permissions_boundary": inputs.boundary}


def permission(inputs: Inputs) -> Resource:
    """Named after the API, so it comes after it."""
    arguments = {
        "statement_id": "api",
        "action": "lambda:InvokeFunction",
        "function_name": inputs.names.function,
        "qualifier": inputs.settings.alias,
        "principal": "apigateway.amazonaws.com",
        "source_arn": "${aws_api_gateway_rest_api.this.execution_arn}/*/*",
    }
    return Resource("aws_lambda_permission.api", arguments)


def _own_log() -> str:
    actions = ["logs:PutLogEvents", "logs:CreateLogStream"]
    return document(allow("WriteOwnLog", actions, "${aws_cloudwatch_log_group.function.arn}:*"))


def _function(inputs: Inputs) -> dict[str, object]:
    settings = inputs.settings
    return {
        "function_name": inputs.names.function,
        "description": f"{inputs.app.about}; revision {inputs.revision}",
        "role": "${aws_iam_role.function.arn}",
        "package_type": "Image",
        "image_uri": inputs.image_uri,
        "architectures": [settings.raw["architecture"]],
        "memory_size": settings.memory_mb,
        "timeout": settings.timeout_s,
        "publish": True,
        "environment": {"variables": {**inputs.environment, **variables(settings, inputs.revision)}},
        "logging_config": {"log_format": "Text", "log_group": "${aws_cloudwatch_log_group.function.name}"},
    }


def variables(settings: Settings, revision: str) -> dict[str, str]:
    """What infra/app tells the function; also for an image that runs beside the emulator."""
    return {
        "TASADOR_ALLOWED_ORIGINS": ORIGIN,
        "TASADOR_BASE_PATH": str(settings.raw["base_path"]),
        "TASADOR_REVISION": revision,
    }


def _iam_role(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    names = {"name": "role_name", "assume_role_policy": "assume_role_policy_document"}
    made = clients.call("iam", "create_role", args, names)["Role"]
    return {"arn": made["Arn"], "name": args["name"], "id": args["name"]}


def _log_group(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    logs, name = clients["logs"], args["name"]
    logs.create_log_group(logGroupName=name)
    logs.put_retention_policy(logGroupName=name, retentionInDays=args["retention_in_days"])
    found = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    return {"name": name, "arn": found["arn"].removesuffix(":*")}


def _lambda_function(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    name = args["function_name"]
    given = {key: args[key] for key in args if key != "image_uri"}
    made = clients.call("lambda", "create_function", {**given, "code": {"image_uri": args["image_uri"]}})
    waiter = clients["lambda"].get_waiter("function_active_v2")
    waiter.wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    arn = made["FunctionArn"].removesuffix(f":{made['Version']}")
    return {"arn": arn, "version": made["Version"], "function_name": name}


def _alias(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    arn = clients.call("lambda", "create_alias", args)["AliasArn"]
    path = f"arn:aws:apigateway:{clients.target.region}:lambda:path/2015-03-31/functions"
    return {"arn": arn, "name": args["name"], "invoke_arn": f"{path}/{arn}/invocations"}


_ROLE_POLICY: Final = {"role": "role_name", "name": "policy_name", "policy": "policy_document"}
CREATORS: Final[Mapping[str, Creator]] = {
    "aws_iam_role": _iam_role,
    "aws_iam_role_policy": one_call("iam", "put_role_policy", _ROLE_POLICY),
    "aws_cloudwatch_log_group": _log_group,
    "aws_lambda_function": _lambda_function,
    "aws_lambda_alias": _alias,
    "aws_lambda_permission": one_call("lambda", "add_permission"),
}
