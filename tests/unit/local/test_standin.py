"""The stand-in as data: complete, in order, and the same for every stage but its names."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tasador_emulator import standin
from tasador_emulator.standin import Resource, Scene
from tasador_emulator.standin.account import account
from tasador_emulator.standin.build import MAKERS
from tasador_emulator.standin.make_account import web_identity
from tasador_emulator.standin.resource import resolve
from tasador_release.errors import InfraError

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+(?:\[\\?\"[^\"\\]+\\?\"\])?)\.")


@pytest.fixture
def scene() -> Scene:
    return Scene.of(
        ROOT,
        stage="prod",
        region="us-east-1",
        account_id="123456789012",
        endpoint="http://127.0.0.1:4566",
    )


def everything(scene: Scene) -> list[Resource]:
    return [*account(scene, ROOT / "infra" / "bootstrap"), *standin.declared(scene)]


def test_every_declared_type_can_be_made_and_every_maker_is_needed(scene: Scene) -> None:
    assert {resource.type for resource in everything(scene)} == set(MAKERS)


def test_no_address_is_declared_twice(scene: Scene) -> None:
    addresses = [resource.address for resource in everything(scene)]
    assert len(addresses) == len(set(addresses))


def test_each_resource_comes_after_those_it_refers_to(scene: Scene) -> None:
    known: set[str] = set()
    for resource in everything(scene):
        wanted = {found.replace("\\", "") for found in REFERENCE.findall(json.dumps(resource.arguments))}
        assert wanted <= known, resource.address
        known.add(resource.address)


def test_another_stage_has_other_names_throughout(scene: Scene) -> None:
    prod = json.dumps([resource.arguments for resource in standin.declared(scene)])
    other = json.dumps([resource.arguments for resource in standin.declared(replace(scene, stage="pr-7"))])
    for name in ("meli-api-lambda", "MeliPriceApi", "meli-frontend-luke-2026", "tasador-warmup", "meli-api-repo"):
        assert f'"{name}"' in prod
        assert f'"{name}"' not in other


def test_references_are_resolved_however_deep_they_lie() -> None:
    known = {'aws_iam_policy.deploy["api"]': {"arn": "arn:1"}, "aws_s3_bucket.site": {"id": "b"}}
    value = {"a": ['${aws_iam_policy.deploy["api"].arn}', {"b": "${aws_s3_bucket.site.id}/*"}], "c": 3}
    assert resolve(value, known) == {"a": ["arn:1", {"b": "b/*"}], "c": 3}


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(InfraError, match=re.escape("aws_s3_bucket.site.id")):
        resolve("${aws_s3_bucket.site.id}", {})


def test_the_policies_of_bootstrap_are_filled_in(scene: Scene) -> None:
    policies = [one for one in account(scene, ROOT / "infra" / "bootstrap") if one.type == "aws_iam_policy"]
    names = {str(policy.arguments["name"]) for policy in policies}
    files = {path.stem for path in (ROOT / "infra" / "bootstrap" / "policies").glob("*.json")}
    assert {f"tasador-deploy-{name}" for name in files} <= names
    for policy in policies:
        assert json.loads(policy.arguments["policy"])["Version"] == "2012-10-17"
        assert "${" not in policy.arguments["policy"]


def test_the_token_says_which_branch_it_is_from() -> None:
    assert web_identity("repo:a/b:ref:refs/heads/x") != web_identity("repo:a/b:ref:refs/heads/main")
    assert len(web_identity().split(".")) == 3
