"""infra/app/api.tf and cors.tf: the REST API in front of the function, and its preflight."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_emulator.environment import ORIGIN
from tasador_emulator.standin.clients import Clients, Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource

API = "${aws_api_gateway_rest_api.this.id}"
ROOT = "${aws_api_gateway_rest_api.this.root_resource_id}"
_LEVELS = ("top", "second", "third")


def api(inputs: Inputs) -> Iterator[Resource]:
    rest = {
        "name": inputs.names.api,
        "description": inputs.app.about,
        "endpoint_configuration": {"types": ["REGIONAL"]},
    }
    yield Resource("aws_api_gateway_rest_api.this", rest)
    yield from _resources(inputs)
    for key, place in _places(inputs).items():
        yield from _call(inputs, "any", key, place)
        yield from _options(inputs, key, place)
    for path in _batches(inputs):
        yield from _call(inputs, "batch", path, _places(inputs)[path])
    yield from _errors(inputs)
    yield from _stage(inputs)


def _batches(inputs: Inputs) -> tuple[str, ...]:
    """Where is asked by the batch, if anywhere: at its own path, and at CloudFront's."""
    if inputs.app.batch_path is None:
        return ()
    path = inputs.app.batch_path.strip("/")
    return path, f"{inputs.settings.base_path.strip('/')}/{path}"


def _paths(inputs: Inputs) -> tuple[str, ...]:
    """What has a resource of its own: the batches, what lies above them, and all the rest behind CloudFront."""
    if not _batches(inputs):
        return ()
    batch, behind = _batches(inputs)
    above = (batch.rpartition("/")[0], behind.partition("/")[0], behind.rpartition("/")[0])
    return tuple(sorted({*above, batch, behind, f"{above[1]}/{{proxy+}}"}, key=lambda path: (path.count("/"), path)))


def _places(inputs: Inputs) -> dict[str, str]:
    """The key of each resource to the reference to its id."""
    own = {path: f"${{{_address(path)}.id}}" for path in _paths(inputs)}
    return {"root": ROOT, "proxy": "${aws_api_gateway_resource.proxy.id}", **own}


def _address(path: str) -> str:
    return f'aws_api_gateway_resource.{_LEVELS[path.count("/")]}["{path}"]'


def _resources(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_api_gateway_resource.proxy", {"rest_api_id": API, "parent_id": ROOT, "path_part": "{proxy+}"})
    places = {"": ROOT, **_places(inputs)}
    for path in _paths(inputs):
        above, _, part = path.rpartition("/")
        yield Resource(_address(path), {"rest_api_id": API, "parent_id": places[above], "path_part": part})


def _call(inputs: Inputs, name: str, key: str, place: str) -> Iterator[Resource]:
    at = {"rest_api_id": API, "resource_id": place, "http_method": "ANY" if name == "any" else "POST"}
    yield Resource(f'aws_api_gateway_method.{name}["{key}"]', {**at, "authorization": "NONE"})
    call = {
        "type": "AWS_PROXY",
        "integration_http_method": "POST",
        "uri": "${aws_lambda_alias.live.invoke_arn}",
        "timeout_milliseconds": inputs.raw["api_timeout_ms"],
    }
    yield Resource(f'aws_api_gateway_integration.{name}["{key}"]', {**at, **call})


def _options(inputs: Inputs, key: str, place: str) -> Iterator[Resource]:
    at = {"rest_api_id": API, "resource_id": place, "http_method": "OPTIONS"}
    headers = cors_headers(inputs)
    mock = {"type": "MOCK", "request_templates": {"application/json": json.dumps({"statusCode": 200})}}
    declared = {f"method.response.header.{name}": True for name in headers}
    values = {f"method.response.header.{name}": f"'{value}'" for name, value in headers.items()}
    yield Resource(f'aws_api_gateway_method.options["{key}"]', {**at, "authorization": "NONE"})
    yield Resource(f'aws_api_gateway_integration.options["{key}"]', {**at, **mock})
    answer = {**at, "status_code": "200", "response_parameters": declared}
    yield Resource(f'aws_api_gateway_method_response.options["{key}"]', answer)
    answer = {**at, "status_code": "200", "response_parameters": values}
    yield Resource(f'aws_api_gateway_integration_response.options["{key}"]', answer)


def cors_headers(inputs: Inputs) -> dict[str, str]:
    cors = inputs.raw["cors"]
    return {
        "Access-Control-Allow-Origin": ORIGIN,
        "Access-Control-Allow-Methods": ",".join(cors["methods"]),
        "Access-Control-Allow-Headers": ",".join(cors["headers"]),
        "Access-Control-Max-Age": str(cors["max_age_s"]),
        "Vary": "Origin",
    }


def _errors(inputs: Inputs) -> Iterator[Resource]:
    origin = {"gatewayresponse.header.Access-Control-Allow-Origin": f"'{ORIGIN}'"}
    for kind in ("DEFAULT_4XX", "DEFAULT_5XX"):
        arguments = {"rest_api_id": API, "response_type": kind, "response_parameters": origin}
        yield Resource(f'aws_api_gateway_gateway_response.errors["{kind}"]', arguments)


def _stage(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_api_gateway_deployment.this", {"rest_api_id": API})
    group = {"name": f"/aws/apigateway/{inputs.names.api}", "retention_in_days": inputs.settings.log_retention_days}
    yield Resource("aws_cloudwatch_log_group.api", group)
    stage = {
        "rest_api_id": API,
        "deployment_id": "${aws_api_gateway_deployment.this.id}",
        "stage_name": inputs.settings.api_stage,
        "access_log_settings": {"destination_arn": "${aws_cloudwatch_log_group.api.arn}", "format": _log_format()},
    }
    yield Resource("aws_api_gateway_stage.this", stage)
    yield Resource("aws_api_gateway_method_settings.all", _limits(inputs, "*/*", "throttle"))
    for path in _batches(inputs):
        limits = _limits(inputs, f"{path}/POST", "batch_throttle")
        yield Resource(f'aws_api_gateway_method_settings.batch["{path}"]', limits)


def _limits(inputs: Inputs, path: str, key: str) -> dict[str, Any]:
    throttle = inputs.raw[key]
    return {
        "rest_api_id": API,
        "stage_name": inputs.settings.api_stage,
        "method_path": path,
        "settings": {
            "throttling_rate_limit": throttle["rate_per_second"],
            "throttling_burst_limit": throttle["burst"],
        },
    }


def _log_format() -> str:
    return json.dumps(
        {
            "id": "$context.requestId",
            "time": "$context.requestTimeEpoch",
            "ip": "$context.identity.sourceIp",
            "agent": "$context.identity.userAgent",
            "method": "$context.httpMethod",
            "path": "$context.path",
            "status": "$context.status",
            "latency": "$context.responseLatency",
            "function": "$context.integrationLatency",
            "error": "$context.error.responseType",
        }
    )


def _rest_api(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    made = clients.call("apigateway", "create_rest_api", args)["id"]
    root = clients["apigateway"].get_resources(restApiId=made)["items"][0]["id"]
    arn = f"arn:aws:execute-api:{clients.target.region}:{clients.target.account_id}:{made}"
    return {"id": made, "root_resource_id": root, "execution_arn": arn}


def _made(operation: str) -> Creator:
    def make(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
        return {"id": clients.call("apigateway", operation, args)["id"]}

    return make


def _make_stage(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    log = args["access_log_settings"]
    clients.call("apigateway", "create_stage", {key: args[key] for key in args if key != "access_log_settings"})
    changes = {"/accessLogSettings/destinationArn": log["destination_arn"], "/accessLogSettings/format": log["format"]}
    _update_stage(clients, args, changes)
    return {"stage_name": args["stage_name"]}


def _make_limits(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    settings, path = args["settings"], args["method_path"]
    changes = {
        f"/{path}/throttling/rateLimit": settings["throttling_rate_limit"],
        f"/{path}/throttling/burstLimit": settings["throttling_burst_limit"],
    }
    _update_stage(clients, args, changes)
    return {}


def _update_stage(clients: Clients, args: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    operations = [{"op": "replace", "path": path, "value": str(value)} for path, value in changes.items()]
    place = {"rest_api_id": args["rest_api_id"], "stage_name": args["stage_name"]}
    clients.call("apigateway", "update_stage", {**place, "patch_operations": operations})


_METHOD: Final = {"authorization": "authorization_type"}
_INTEGRATION: Final = {"timeout_milliseconds": "timeout_in_millis"}
CREATORS: Final[Mapping[str, Creator]] = {
    "aws_api_gateway_rest_api": _rest_api,
    "aws_api_gateway_resource": _made("create_resource"),
    "aws_api_gateway_method": one_call("apigateway", "put_method", _METHOD),
    "aws_api_gateway_integration": one_call("apigateway", "put_integration", _INTEGRATION),
    "aws_api_gateway_method_response": one_call("apigateway", "put_method_response"),
    "aws_api_gateway_integration_response": one_call("apigateway", "put_integration_response"),
    "aws_api_gateway_gateway_response": one_call("apigateway", "put_gateway_response"),
    "aws_api_gateway_deployment": _made("create_deployment"),
    "aws_api_gateway_stage": _make_stage,
    "aws_api_gateway_method_settings": _make_limits,
}
