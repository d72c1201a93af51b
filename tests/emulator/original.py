"""The original's stack as it was made by hand: sizes, a public bucket, and the names that our settings took over."""

from __future__ import annotations

import json
from typing import Any, Final

from tasador_release.aws import client
from tasador_release.values.target import Target

from tests.place import NAMES, make_bucket

BUCKET: Final = "meli-frontend-luke-2026"
DOMAIN: Final = "tasador.lukebm.com"
REPOSITORY, FUNCTION, ROLE, API = (str(NAMES[key]) for key in ("repository", "function", "role", "api"))
CERTIFICATE: Final = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-000000000000"
TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}


def make(root: Target, image: str) -> dict[str, str]:
    """All of it; the ids that must still be there once it is taken over."""
    client(root, "ecr").create_repository(repositoryName=REPOSITORY, imageTagMutability="MUTABLE")
    make_bucket(client(root, "s3"), BUCKET)
    function = _function(root, image)
    return {"function": function, "api": _api(root, function), "distribution": _distribution(root)}


def _function(root: Target, image: str) -> str:
    role = client(root, "iam").create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    client(root, "logs").create_log_group(logGroupName=f"/aws/lambda/{FUNCTION}")
    given: dict[str, Any] = {"PackageType": "Image", "Code": {"ImageUri": image}, "MemorySize": 3008, "Timeout": 180}
    made = client(root, "lambda").create_function(FunctionName=FUNCTION, Role=role, **given)
    arn: str = made["FunctionArn"]
    return arn


def _api(root: Target, function: str) -> str:
    apis = client(root, "apigateway")
    # HashiCorp's provider changes EDGE to REGIONAL in place; a stand-in for it may not
    api: str = apis.create_rest_api(name=API, endpointConfiguration={"types": ["REGIONAL"]})["id"]
    top = apis.get_resources(restApiId=api)["items"][0]["id"]
    proxy = apis.create_resource(restApiId=api, parentId=top, pathPart="{proxy+}")["id"]
    at = {"restApiId": api, "resourceId": proxy}
    uri = f"arn:aws:apigateway:{root.region}:lambda:path/2015-03-31/functions/{function}/invocations"
    apis.put_method(**at, httpMethod="ANY", authorizationType="NONE")
    apis.put_integration(**at, httpMethod="ANY", type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    apis.put_method(**at, httpMethod="OPTIONS", authorizationType="NONE")
    apis.put_integration(**at, httpMethod="OPTIONS", type="MOCK")
    deployment = apis.create_deployment(restApiId=api)["id"]
    apis.create_stage(restApiId=api, stageName="prod", deploymentId=deployment)
    return api


def _distribution(root: Target) -> str:
    website = f"{BUCKET}.s3-website-{root.region}.amazonaws.com"
    custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    config = {
        "CallerReference": "by-hand",
        "Comment": "",
        "Enabled": True,
        "Aliases": {"Quantity": 1, "Items": [DOMAIN]},
        "Origins": {"Quantity": 1, "Items": [{"Id": "s3", "DomainName": website, "CustomOriginConfig": custom}]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "s3",
            "ViewerProtocolPolicy": "redirect-to-https",
            "MinTTL": 0,
            "DefaultTTL": 3600,
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        },
    }
    made = client(root, "cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    return str(made["Id"])
