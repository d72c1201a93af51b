"""infra/app/function.tf: the role, the log group, the function, its alias."""

from collections.abc import Iterator

from tasador_emulator.standin.access import allow, document, trust
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource


def function(scene: Scene) -> Iterator[Resource]:
    settings, names = scene.settings, scene.names
    yield Resource(
        "aws_cloudwatch_log_group.function",
        {"name": names.log_group, "retention_in_days": settings.log_retention_days},
    )
    yield Resource("aws_iam_role.function", _role(scene))
    yield Resource("aws_iam_role_policy.function", {"name": "log", "role": names.role, "policy": _own_log()})
    yield Resource("aws_lambda_function.this", _function(scene))
    live = {
        "name": settings.alias,
        "description": "What users see; moved by the release",
        "function_name": names.function,
        "function_version": "${aws_lambda_function.this.version}",
    }
    yield Resource("aws_lambda_alias.live", live)


def _role(scene: Scene) -> dict[str, str]:
    trusted = trust("lambda.amazonaws.com")
    role = {"name": scene.names.role, "description": f"Runs {scene.names.function}"}
    return {**role, "assume_role_policy": trusted, "permissions_boundary": scene.boundary}


def permission(scene: Scene) -> Resource:
    """Named after the API, so it comes after it."""
    arguments = {
        "statement_id": "api",
        "action": "lambda:InvokeFunction",
        "function_name": scene.names.function,
        "qualifier": scene.settings.alias,
        "principal": "apigateway.amazonaws.com",
        "source_arn": "${aws_api_gateway_rest_api.this.execution_arn}/*/*",
    }
    return Resource("aws_lambda_permission.api", arguments)


def _own_log() -> str:
    actions = ["logs:PutLogEvents", "logs:CreateLogStream"]
    return document(allow("WriteOwnLog", actions, "${aws_cloudwatch_log_group.function.arn}:*"))


def _function(scene: Scene) -> dict[str, object]:
    settings = scene.settings
    return {
        "function_name": scene.names.function,
        "description": f"Prices homes; revision {scene.revision}",
        "role": "${aws_iam_role.function.arn}",
        "package_type": "Image",
        "image_uri": scene.image_uri,
        "architectures": [settings.raw["architecture"]],
        "memory_size": settings.memory_mb,
        "timeout": settings.timeout_s,
        "publish": True,
        "environment": {"variables": _variables(scene)},
        "logging_config": {"log_format": "Text", "log_group": "${aws_cloudwatch_log_group.function.name}"},
    }


def _variables(scene: Scene) -> dict[str, str]:
    return {
        **scene.environment,
        "TASADOR_ALLOWED_ORIGINS": ",".join(scene.settings.allowed_origins),
        "TASADOR_BASE_PATH": scene.raw["base_path"],
        "TASADOR_REVISION": scene.revision,
    }
