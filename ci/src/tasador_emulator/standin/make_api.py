"""Makers of the REST API."""

from collections.abc import Mapping
from typing import Any, Final

from tasador_emulator.standin.session import Workshop

_NAMES: Final = {
    "rest_api_id": "restApiId",
    "resource_id": "resourceId",
    "http_method": "httpMethod",
    "authorization": "authorizationType",
    "type": "type",
    "integration_http_method": "integrationHttpMethod",
    "uri": "uri",
    "timeout_milliseconds": "timeoutInMillis",
    "request_templates": "requestTemplates",
    "status_code": "statusCode",
    "response_parameters": "responseParameters",
    "response_type": "responseType",
}


def _given(args: Mapping[str, Any]) -> dict[str, Any]:
    return {_NAMES[name]: value for name, value in args.items()}


def rest_api(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    client = shop.client("apigateway")
    endpoint = args["endpoint_configuration"]
    made = client.create_rest_api(name=args["name"], description=args["description"], endpointConfiguration=endpoint)
    root = client.get_resources(restApiId=made["id"])["items"][0]["id"]
    account = shop.target.account_id
    arn = f"arn:aws:execute-api:{client.meta.region_name}:{account}:{made['id']}"
    return {"id": made["id"], "root_resource_id": root, "execution_arn": arn}


def resource(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    place = {"restApiId": args["rest_api_id"], "parentId": args["parent_id"]}
    made = shop.client("apigateway").create_resource(**place, pathPart=args["path_part"])
    return {"id": made["id"]}


def method(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("apigateway").put_method(**_given(args))
    return {}


def integration(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("apigateway").put_integration(**_given(args))
    return {}


def method_response(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("apigateway").put_method_response(**_given(args))
    return {}


def integration_response(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("apigateway").put_integration_response(**_given(args))
    return {}


def gateway_response(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("apigateway").put_gateway_response(**_given(args))
    return {}


def deployment(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    return {"id": shop.client("apigateway").create_deployment(restApiId=args["rest_api_id"])["id"]}


def stage(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    client = shop.client("apigateway")
    at = {"restApiId": args["rest_api_id"], "stageName": args["stage_name"]}
    client.create_stage(**at, deploymentId=args["deployment_id"])
    log = args["access_log_settings"]
    changes = {"/accessLogSettings/destinationArn": log["destination_arn"], "/accessLogSettings/format": log["format"]}
    client.update_stage(**at, patchOperations=_replace(changes))
    return {"stage_name": args["stage_name"]}


def method_settings(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    settings = args["settings"]
    changes = {
        "/*/*/throttling/rateLimit": str(settings["throttling_rate_limit"]),
        "/*/*/throttling/burstLimit": str(settings["throttling_burst_limit"]),
    }
    at = {"restApiId": args["rest_api_id"], "stageName": args["stage_name"]}
    shop.client("apigateway").update_stage(**at, patchOperations=_replace(changes))
    return {}


def _replace(changes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"op": "replace", "path": path, "value": value} for path, value in changes.items()]


MAKERS: Final = {
    "aws_api_gateway_rest_api": rest_api,
    "aws_api_gateway_resource": resource,
    "aws_api_gateway_method": method,
    "aws_api_gateway_integration": integration,
    "aws_api_gateway_method_response": method_response,
    "aws_api_gateway_integration_response": integration_response,
    "aws_api_gateway_gateway_response": gateway_response,
    "aws_api_gateway_deployment": deployment,
    "aws_api_gateway_stage": stage,
    "aws_api_gateway_method_settings": method_settings,
}
