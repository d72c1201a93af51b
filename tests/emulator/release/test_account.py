"""An account made ready: the state's bucket, and what stands already and is taken over."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest
from tasador_release.account import imports
from tasador_release.account.imports import Found, Planned
from tasador_release.account.state_bucket import StateBucket
from tasador_release.aws import Aws
from tasador_release.errors import SettingsError
from tasador_release.values.target import Target

from tests.emulator.release_stack import Builder

pytestmark = pytest.mark.emulator

RULES = imports.parse_rules(
    json.dumps(
        {
            "aws_iam_role": {"id": "{name}", "call": "iam:GetRole", "with": {"RoleName": "{name}"}},
            "aws_s3_bucket": {"id": "{bucket}", "call": "s3:HeadBucket", "with": {"Bucket": "{bucket}"}},
            "aws_api_gateway_rest_api": {
                "id": "{found}",
                "call": "apigateway:GetRestApis",
                "find": "items[?name=='{name}'].id | [0]",
            },
            "aws_api_gateway_resource": {
                "id": "{rest_api_id}/{found}",
                "call": "apigateway:GetResources",
                "with": {"restApiId": "{rest_api_id}"},
                "find": "items[?pathPart=='{path_part}'].id | [0]",
            },
        }
    )
)


def found(target: Target, *planned: Planned) -> Found:
    return anyio.run(imports.existing, Aws(target), RULES, planned)


def test_the_bucket_of_the_state_is_made_once_and_configured_each_time(emulated: Target, builder: Builder) -> None:
    bucket = StateBucket(Aws(emulated), f"state-{builder.end}")
    assert anyio.run(bucket.missing)
    assert anyio.run(bucket.ensure) is True
    builder.client("s3").put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Suspended"})
    assert anyio.run(bucket.ensure) is False
    s3 = builder.client("s3")
    assert s3.get_bucket_versioning(Bucket=bucket.name)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=bucket.name)["PublicAccessBlockConfiguration"].values())


def test_what_stands_is_imported_and_what_does_not_is_left_to_the_plan(
    emulated: Target, builder: Builder, bucket: str
) -> None:
    role = f"role-{builder.end}"
    builder.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument="{}")
    seen = found(
        emulated,
        Planned("aws_iam_role.a", "aws_iam_role", {"name": role}),
        Planned("aws_iam_role.b", "aws_iam_role", {"name": f"no-{role}"}),
        Planned("aws_s3_bucket.a", "aws_s3_bucket", {"bucket": bucket}),
        Planned("aws_s3_bucket.b", "aws_s3_bucket", {"bucket": f"no-{bucket}"}),
        Planned("aws_thing.a", "aws_thing", {}),
    )
    assert {item.address: item.id for item in seen.imports} == {"aws_iam_role.a": role, "aws_s3_bucket.a": bucket}
    assert seen.waiting == ()
    assert f'to = aws_iam_role.a\n  id = "{role}"' in seen.blocks()


def test_what_hangs_on_something_unknown_waits_until_that_is_known(emulated: Target, builder: Builder) -> None:
    apis = builder.client("apigateway")
    api = apis.create_rest_api(name=f"api-{builder.end}")["id"]
    root = apis.get_resources(restApiId=api)["items"][0]["id"]
    resource = apis.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    parent = Planned("aws_api_gateway_rest_api.a", "aws_api_gateway_rest_api", {"name": f"api-{builder.end}"})
    child = Planned("aws_api_gateway_resource.a", "aws_api_gateway_resource", {"path_part": "{proxy+}"})
    first = found(emulated, parent, child)
    assert [item.id for item in first.imports] == [api]
    assert first.waiting == ("aws_api_gateway_resource.a",)
    known = Planned(child.address, child.type, {**child.values, "rest_api_id": api})
    assert [item.id for item in found(emulated, known).imports] == [f"{api}/{resource}"]


def change(actions: list[str], mode: str = "managed", **after: Any) -> dict[str, Any]:  # noqa: ANN401  values of a plan
    return {"address": "a.b", "type": "a", "mode": mode, "change": {"actions": actions, "after": after}}


def test_only_what_a_plan_creates_is_looked_for() -> None:
    plan = {
        "resource_changes": [
            change(["create"], name="x"),
            change(["update"]),
            change(["delete", "create"]),
            change(["create"], mode="data"),
        ]
    }
    assert imports.creations(plan) == (Planned("a.b", "a", {"name": "x"}),)
    assert imports.creations({}) == ()


@pytest.mark.parametrize("text", ["{", "[]", '{"a": {}}', '{"a": 1}'])
def test_rules_that_cannot_be_read_say_so(text: str) -> None:
    with pytest.raises(SettingsError, match=r"imports\.json"):
        imports.parse_rules(text)
