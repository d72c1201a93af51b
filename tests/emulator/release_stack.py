"""A small stack on the emulator for the tests of `release`: what it acts on, and no more."""

import base64
import hashlib
import io
import json
import textwrap
import uuid
import zipfile
from pathlib import Path
from typing import Any

from tasador_release.aws import client
from tasador_release.function.versions import Function
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tests.place import make_bucket

ORIGIN = "https://tasador.example.com"
HANDLER = Path(__file__).with_name("release_service.py")
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


def revision(price: float) -> str:
    """What the service of that price says it is."""
    return f"at-{price:.0f}"


def code(price: float = 100_000.0, *, broken: str = "") -> bytes:
    """A function's zip: the price it gives, and how it is broken ("raise", "schema", "warmup")."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        said = json.dumps({"price": price, "broken": broken, "origin": ORIGIN, "revision": revision(price)})
        # entries without a time of their own: the same code gives the same bytes
        archive.writestr(zipfile.ZipInfo("main.py"), HANDLER.read_text(encoding="utf-8"))
        archive.writestr(zipfile.ZipInfo("said.json"), said)
    return buffer.getvalue()


async def publish_zip(function: Function, code: bytes, description: str = "") -> str:
    """What an apply does to a function made of a zip: new code, published as a version that no alias points to."""
    client = function.aws.lambda_
    there = client.get_function_configuration(FunctionName=function.name)["CodeSha256"]
    if there != base64.b64encode(hashlib.sha256(code).digest()).decode():
        client.update_function_code(FunctionName=function.name, ZipFile=code)
    return await function.publish(description)


def page(root: Path, text: str) -> Path:
    """A built page: an index that names one script whose name carries its content."""
    name = f"app-{abs(hash(text)):x}.js"
    assets = root / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    (assets / name).write_text(f"console.log({text!r})", encoding="utf-8")
    (root / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    index = f"<!doctype html><title>{text}</title><script type=module src='/assets/{name}'></script>"
    (root / "index.html").write_text(index, encoding="utf-8")
    return root


class Builder:
    """Makes one stack with names of its own, so that tests do not meet."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.end = uuid.uuid4().hex[:8]

    def client(self, service: str) -> Any:  # noqa: ANN401  boto3 makes its classes at run time
        return client(self.target, service)

    def build(self) -> Stack:
        function, version = self._function()
        api = self._api(function)
        bucket, (distribution, domain) = self._site(api)
        rule = self._warmup(api)
        return Stack(
            stage="test",
            region=self.target.region,
            account_id=self.target.account_id,
            repository_url=f"{self.target.images().host}/app-{self.end}",
            function_name=function,
            function_version=version,
            alias="live",
            log_group=f"/aws/lambda/{function}",
            api_id=api,
            api_stage="prod",
            api_url="https://nowhere.example",
            bucket=bucket,
            distribution_id=distribution,
            cloudfront_dns_name=domain,
            site_url=f"https://{domain}",
            s3_website_url="",
            warmup_rule=rule,
            dashboard_name="none",
            topic_arn="",
            allowed_origins=ORIGIN,
        )

    def _function(self) -> tuple[str, str]:
        name, iam, functions = f"fn-{self.end}", self.client("iam"), self.client("lambda")
        role = iam.create_role(RoleName=f"role-{self.end}", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=role,
            Handler="main.handler",
            Code={"ZipFile": code()},
            Timeout=20,
            MemorySize=256,
            Publish=True,
        )
        functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
        self.client("ecr").create_repository(repositoryName=f"app-{self.end}", imageTagMutability="IMMUTABLE")
        return name, "1"

    def _api(self, function: str) -> str:
        api = self.client("apigateway")
        made = api.create_rest_api(name=f"api-{self.end}")["id"]
        root = api.get_resources(restApiId=made)["items"][0]["id"]
        proxy = api.create_resource(restApiId=made, parentId=root, pathPart="{proxy+}")["id"]
        arn = f"arn:aws:lambda:{self.target.region}:{self.target.account_id}:function:{function}:live"
        for resource in (root, proxy):
            self._any(api, made, resource, arn)
            self._options(api, made, resource)
        api.create_deployment(restApiId=made, stageName="prod")
        return str(made)

    def _any(self, api: Any, made: str, resource: str, arn: str) -> None:  # noqa: ANN401
        place = {"restApiId": made, "resourceId": resource, "httpMethod": "ANY"}
        api.put_method(**place, authorizationType="NONE")
        uri = f"arn:aws:apigateway:{self.target.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
        api.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)

    def _options(self, api: Any, made: str, resource: str) -> None:  # noqa: ANN401
        place = {"restApiId": made, "resourceId": resource, "httpMethod": "OPTIONS"}
        headers = {"Origin": f"'{ORIGIN}'", "Methods": "'GET,POST,OPTIONS'", "Headers": "'content-type'"}
        names = {f"method.response.header.Access-Control-Allow-{key}": value for key, value in headers.items()}
        api.put_method(**place, authorizationType="NONE")
        api.put_integration(**place, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        api.put_method_response(**place, statusCode="200", responseParameters=dict.fromkeys(names, True))
        api.put_integration_response(**place, statusCode="200", responseParameters=names)

    def _site(self, api: str) -> tuple[str, tuple[str, str]]:
        bucket, s3, edge = f"site-{self.end}", self.client("s3"), self.client("cloudfront")
        make_bucket(s3, bucket)
        control = edge.create_origin_access_control(
            OriginAccessControlConfig={
                "Name": f"oac-{self.end}",
                "SigningProtocol": "sigv4",
                "SigningBehavior": "always",
                "OriginAccessControlOriginType": "s3",
            }
        )["OriginAccessControl"]["Id"]
        made = edge.create_distribution(DistributionConfig=self._distribution(bucket, control, api))["Distribution"]
        s3.put_bucket_policy(Bucket=bucket, Policy=_policy(bucket, made["ARN"]))
        return bucket, (made["Id"], made["DomainName"])

    def _distribution(self, bucket: str, control: str, api: str) -> dict[str, Any]:
        host, _, port = self.target.images().host.partition(":")
        store = {
            "Id": "site",
            "DomainName": f"{bucket}.s3.{self.target.region}.amazonaws.com",
            "OriginAccessControlId": control,
            "S3OriginConfig": {"OriginAccessIdentity": ""},
        }
        origin = {
            "Id": "api",
            "DomainName": host,
            # the prefix stays in the path: the service takes it off
            "OriginPath": f"/_aws/execute-api/{api}/prod",
            "CustomOriginConfig": {
                "HTTPPort": int(port),
                "HTTPSPort": 443,
                "OriginProtocolPolicy": "http-only",
            },
        }
        every = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
        return {
            "CallerReference": self.end,
            "Comment": "",
            "Enabled": True,
            "DefaultRootObject": "index.html",
            "Origins": {"Quantity": 2, "Items": [store, origin]},
            "DefaultCacheBehavior": _behaviour("site", ["GET", "HEAD"]),
            "CacheBehaviors": {
                "Quantity": 1,
                "Items": [{"PathPattern": "/api/*", **_behaviour("api", every)}],
            },
        }

    def _warmup(self, api: str) -> str:
        events, name = self.client("events"), f"warm-{self.end}"
        connection = events.create_connection(
            Name=name,
            AuthorizationType="API_KEY",
            AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "x-warmup", "ApiKeyValue": "active"}},
        )["ConnectionArn"]
        destination = events.create_api_destination(
            Name=name,
            ConnectionArn=connection,
            HttpMethod="POST",
            InvocationEndpoint=f"{self.target.endpoint}/_aws/execute-api/{api}/prod/predict",
        )["ApiDestinationArn"]
        role = f"arn:aws:iam::{self.target.account_id}:role/role-{self.end}"
        events.put_rule(Name=name, ScheduleExpression="rate(5 minutes)", State="ENABLED")
        events.put_targets(Rule=name, Targets=[{"Id": "api", "Arn": destination, "RoleArn": role, "Input": "{}"}])
        return name


def _behaviour(origin: str, methods: list[str]) -> dict[str, Any]:
    return {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        "AllowedMethods": {"Quantity": len(methods), "Items": methods},
    }


def _policy(bucket: str, distribution: str) -> str:
    return textwrap.dedent(f"""
        {{"Version": "2012-10-17", "Statement": [
          {{"Effect": "Allow", "Principal": {{"Service": "cloudfront.amazonaws.com"}},
           "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{bucket}/*",
           "Condition": {{"StringEquals": {{"AWS:SourceArn": "{distribution}"}}}}}},
          {{"Effect": "Deny", "Principal": {{"Service": "cloudfront.amazonaws.com"}},
           "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{bucket}/releases/*"}}]}}
        """)
