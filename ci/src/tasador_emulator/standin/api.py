"""infra/app/api.tf and cors.tf: the REST API in front of the function, and its preflight."""

import json
from collections.abc import Iterator
from typing import Any

from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource

API = "${aws_api_gateway_rest_api.this.id}"
PLACES = {
    "root": "${aws_api_gateway_rest_api.this.root_resource_id}",
    "proxy": "${aws_api_gateway_resource.proxy.id}",
}


def api(scene: Scene) -> Iterator[Resource]:
    rest = {"name": scene.names.api, "description": "Prices homes", "endpoint_configuration": {"types": ["REGIONAL"]}}
    yield Resource("aws_api_gateway_rest_api.this", rest)
    parent = {"rest_api_id": API, "parent_id": PLACES["root"], "path_part": "{proxy+}"}
    yield Resource("aws_api_gateway_resource.proxy", parent)
    for key, place in PLACES.items():
        yield from _any(scene, key, place)
        yield from _options(scene, key, place)
    yield from _errors(scene)
    yield from _stage(scene)


def _any(scene: Scene, key: str, place: str) -> Iterator[Resource]:
    at = {"rest_api_id": API, "resource_id": place, "http_method": "ANY"}
    yield Resource(f'aws_api_gateway_method.any["{key}"]', {**at, "authorization": "NONE"})
    call = {
        "type": "AWS_PROXY",
        "integration_http_method": "POST",
        "uri": "${aws_lambda_alias.live.invoke_arn}",
        "timeout_milliseconds": scene.raw["api_timeout_ms"],
    }
    yield Resource(f'aws_api_gateway_integration.any["{key}"]', {**at, **call})


def _options(scene: Scene, key: str, place: str) -> Iterator[Resource]:
    at = {"rest_api_id": API, "resource_id": place, "http_method": "OPTIONS"}
    headers = cors_headers(scene)
    mock = {"type": "MOCK", "request_templates": {"application/json": json.dumps({"statusCode": 200})}}
    declared = {f"method.response.header.{name}": True for name in headers}
    values = {f"method.response.header.{name}": f"'{value}'" for name, value in headers.items()}
    yield Resource(f'aws_api_gateway_method.options["{key}"]', {**at, "authorization": "NONE"})
    yield Resource(f'aws_api_gateway_integration.options["{key}"]', {**at, **mock})
    answer = {**at, "status_code": "200", "response_parameters": declared}
    yield Resource(f'aws_api_gateway_method_response.options["{key}"]', answer)
    answer = {**at, "status_code": "200", "response_parameters": values}
    yield Resource(f'aws_api_gateway_integration_response.options["{key}"]', answer)


def cors_headers(scene: Scene) -> dict[str, str]:
    cors = scene.raw["cors"]
    return {
        "Access-Control-Allow-Origin": scene.settings.allowed_origins[0],
        "Access-Control-Allow-Methods": ",".join(cors["methods"]),
        "Access-Control-Allow-Headers": ",".join(cors["headers"]),
        "Access-Control-Max-Age": str(cors["max_age_s"]),
        "Vary": "Origin",
    }


def _errors(scene: Scene) -> Iterator[Resource]:
    origin = {"gatewayresponse.header.Access-Control-Allow-Origin": f"'{scene.settings.allowed_origins[0]}'"}
    for kind in ("DEFAULT_4XX", "DEFAULT_5XX"):
        arguments = {"rest_api_id": API, "response_type": kind, "response_parameters": origin}
        yield Resource(f'aws_api_gateway_gateway_response.errors["{kind}"]', arguments)


def _stage(scene: Scene) -> Iterator[Resource]:
    yield Resource("aws_api_gateway_deployment.this", {"rest_api_id": API})
    group = {"name": f"/aws/apigateway/{scene.names.api}", "retention_in_days": scene.settings.log_retention_days}
    yield Resource("aws_cloudwatch_log_group.api", group)
    stage = {
        "rest_api_id": API,
        "deployment_id": "${aws_api_gateway_deployment.this.id}",
        "stage_name": scene.settings.api_stage,
        "access_log_settings": {"destination_arn": "${aws_cloudwatch_log_group.api.arn}", "format": _log_format()},
    }
    yield Resource("aws_api_gateway_stage.this", stage)
    yield Resource("aws_api_gateway_method_settings.all", _limits(scene))


def _limits(scene: Scene) -> dict[str, Any]:
    throttle = scene.raw["throttle"]
    return {
        "rest_api_id": API,
        "stage_name": scene.settings.api_stage,
        "method_path": "*/*",
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
