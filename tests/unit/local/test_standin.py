"""The stand-in as data: complete, in order, and the same for every stage but its names."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import boto3
import pytest
from tasador_emulator.standin.account import account, web_identity
from tasador_emulator.standin.clients import Clients
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource, resolve
from tasador_emulator.standin.stack import CREATORS, declared
from tasador_release.errors import InfraError
from tasador_release.values.target import emulator

from tests.paths import ROOT
from tests.place import OF_ACCOUNT

REFERENCE = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+(?:\[\\?\"[^\"\\]+\\?\"\])?)\.")


@pytest.fixture
def inputs() -> Inputs:
    return Inputs.of(
        ROOT,
        stage="prod",
        region="us-east-1",
        account_id="123456789012",
        endpoint="http://127.0.0.1:4566",
    )


def everything(inputs: Inputs) -> list[Resource]:
    return [*account(inputs, ROOT / "infra" / "bootstrap"), *declared(inputs)]


def test_every_declared_type_can_be_made_and_every_creator_is_needed(inputs: Inputs) -> None:
    assert {resource.type for resource in everything(inputs)} == set(CREATORS)


def test_no_address_is_declared_twice(inputs: Inputs) -> None:
    addresses = [resource.address for resource in everything(inputs)]
    assert len(addresses) == len(set(addresses))


def test_each_resource_comes_after_those_it_refers_to(inputs: Inputs) -> None:
    known: set[str] = set()
    for resource in everything(inputs):
        wanted = {found.replace("\\", "") for found in REFERENCE.findall(json.dumps(resource.arguments))}
        assert wanted <= known, resource.address
        known.add(resource.address)


def test_another_stage_has_other_names_throughout(inputs: Inputs) -> None:
    prod = json.dumps([resource.arguments for resource in declared(inputs)])
    other = json.dumps([resource.arguments for resource in declared(replace(inputs, stage="pr-7"))])
    names, raw = inputs.names, inputs.settings.raw
    for name in (names.function, names.api, inputs.bucket, raw["warmup"]["rule"], names.repository):
        assert f'"{name}"' in prod
        assert f'"{name}"' not in other


def test_references_are_resolved_however_deep_they_lie() -> None:
    known = {'aws_iam_policy.deploy["api"]': {"arn": "arn:1"}, "aws_s3_bucket.site": {"id": "b"}}
    value = {"a": ['${aws_iam_policy.deploy["api"].arn}', {"b": "${aws_s3_bucket.site.id}/*"}], "c": 3}
    assert resolve(value, known) == {"a": ["arn:1", {"b": "b/*"}], "c": 3}


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(InfraError, match=re.escape("aws_s3_bucket.site.id")):
        resolve("${aws_s3_bucket.site.id}", {})


def test_the_policies_of_bootstrap_are_filled_in(inputs: Inputs) -> None:
    policies = [one for one in account(inputs, ROOT / "infra" / "bootstrap") if one.type == "aws_iam_policy"]
    names = {str(policy.arguments["name"]) for policy in policies}
    files = {path.stem for path in (ROOT / "infra" / "bootstrap" / "policies").glob("*.json")}
    assert {f"{OF_ACCOUNT['deploy_role']}-{name}" for name in files} <= names
    for policy in policies:
        assert json.loads(policy.arguments["policy"])["Version"] == "2012-10-17"
        assert "${" not in policy.arguments["policy"]


def test_the_token_says_which_branch_it_is_from() -> None:
    assert web_identity("repo:a/b:ref:refs/heads/x") != web_identity("repo:a/b:ref:refs/heads/main")
    assert len(web_identity().split(".")) == 3


@dataclass(frozen=True)
class Sent:
    """A client that keeps what it is asked, under botocore's real model of the service."""

    service: str
    said: dict[str, object]

    @property
    def meta(self) -> object:
        return boto3.client(self.service, region_name="us-east-1").meta

    def __getattr__(self, name: str) -> Callable[..., dict[str, object]]:
        def call(**given: object) -> dict[str, object]:
            self.said.update(given)
            return {}

        return call


def sent(service: str, operation: str, args: Mapping[str, object], **renamed: str) -> dict[str, object]:
    said: dict[str, object] = {}
    clients = Clients(emulator("http://127.0.0.1:4566"), {service: Sent(service, said)})
    clients.call(service, operation, args, renamed)
    return said


def test_arguments_are_spelled_as_the_model_of_the_call_has_them() -> None:
    args: dict[str, object] = {"rest_api_id": "a", "resource_id": "r", "http_method": "ANY", "authorization": "NONE"}
    said = sent("apigateway", "put_method", args, authorization="authorization_type")
    assert said == {"restApiId": "a", "resourceId": "r", "httpMethod": "ANY", "authorizationType": "NONE"}


def test_one_block_becomes_a_list_where_a_list_is_wanted() -> None:
    controls = {"bucket": "b", "ownership_controls": {"rule": {"object_ownership": "BucketOwnerEnforced"}}}
    said = sent("s3", "put_bucket_ownership_controls", controls, rule="rules")
    assert said["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_a_list_of_cloudfront_says_how_long_it_is() -> None:
    config = {"name": "n", "custom_headers_config": {"items": [{"header": "h", "value": "v", "override": True}]}}
    said = sent("cloudfront", "create_response_headers_policy", {"response_headers_policy_config": config})
    assert said["ResponseHeadersPolicyConfig"] == {
        "Name": "n",
        "CustomHeadersConfig": {"Quantity": 1, "Items": [{"Header": "h", "Value": "v", "Override": True}]},
    }


def test_an_argument_that_the_call_does_not_have_is_an_error() -> None:
    with pytest.raises(InfraError, match="has no colour"):
        sent("lambda", "add_permission", {"colour": "red"})
