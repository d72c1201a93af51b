"""The committed settings of stages and account: known names, right types, no secrets, and all of them in the README."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import botocore.session
import jmespath
import pytest
from tasador_release.account import imports

from tests.infra import INFRA, resources, variables

BY_THE_RUN: Final = {"stage", "image_uri", "function_environment", "api_origin", "emulated"}
SETTABLE: Final = set(variables("app")) - BY_THE_RUN
STAGES: Final = sorted((INFRA / "stages").glob("*.tfvars.json"))
ACCOUNT: Final = INFRA / "account.tfvars.json"
KINDS: Final[dict[str, tuple[type, ...]]] = {"string": (str,), "number": (int, float), "bool": (bool,)}
RULES: Final = imports.parse_rules((INFRA / "imports.json").read_text(encoding="utf-8"))
NAMES: Final = ("name", "bucket", "comment", "parent_id", "path_part", "statement_id", "target_id")
SECRET: Final = re.compile(r"secret|token|password|AKIA|ASIA|BEGIN [A-Z ]*KEY", re.IGNORECASE)


def read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def fits(value: object, kind: str) -> bool:
    """Whether a JSON value is of a Terraform type, as far as our variables have types."""
    if value is None:
        return True
    if kind in KINDS:
        return isinstance(value, KINDS[kind]) and (kind == "bool" or not isinstance(value, bool))
    if kind.startswith("list("):
        return isinstance(value, list) and all(fits(one, kind[5:-1]) for one in value)
    return kind.startswith("object(") and isinstance(value, dict) and all(fits(one, "number") for one in value.values())


def test_production_has_its_file() -> None:
    assert "prod.tfvars.json" in {file.name for file in STAGES}


@pytest.mark.parametrize("file", STAGES, ids=lambda file: file.name)
def test_a_stage_sets_variables_of_app_in_their_types(file: Path) -> None:
    given = read(file)
    assert set(given) <= SETTABLE, f"unknown: {sorted(set(given) - SETTABLE)}"
    assert [name for name, value in given.items() if not fits(value, type_of("app", name))] == []


def test_the_account_sets_variables_of_bootstrap_in_their_types() -> None:
    given = read(ACCOUNT)
    assert set(given) <= set(variables("bootstrap")) - {"emulated", "stages", "trusted_principals"}
    assert [name for name, value in given.items() if not fits(value, type_of("bootstrap", name))] == []


def test_nobody_is_trusted_before_a_fork_has_named_its_own_repository() -> None:
    assert read(ACCOUNT)["github_repository"] is None


@pytest.mark.parametrize("file", [*STAGES, ACCOUNT], ids=lambda file: file.name)
def test_no_secret_is_committed(file: Path) -> None:
    assert not SECRET.search(file.read_text(encoding="utf-8"))
    assert not [name for name in SETTABLE if SECRET.search(name)], "a secret must come another way"


@pytest.mark.parametrize(
    ("value", "kind", "fitting"),
    [
        ("a", "string", True),
        (1, "string", False),
        (True, "number", False),
        (2, "number", True),
        (["a"], "list(string)", True),
        ([1], "list(string)", False),
        ({"burst": 1}, "object({ rate_per_second = number, burst = number })", True),
        ({"burst": "1"}, "object({ rate_per_second = number, burst = number })", False),
        (None, "bool", True),
        (1, "bool", False),
    ],
)
def test_a_wrong_type_is_noticed(value: object, kind: str, fitting: bool) -> None:
    assert fits(value, kind) is fitting


def test_the_readme_has_every_setting_of_a_stage() -> None:
    table = (INFRA / "README.md").read_text(encoding="utf-8").split("## Settings of a stage")[1].split("## Names")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE)) == SETTABLE


def test_what_can_be_imported_is_what_we_make() -> None:
    made = {address.split(".")[0] for root in ("bootstrap", "registry", "app") for address in resources(root)}
    assert set(RULES) <= made


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_of_import_asks_what_aws_can_be_asked(kind: str) -> None:
    rule = RULES[kind]
    service, _, operation = rule.call.partition(":")
    shape = botocore.session.Session().get_service_model(service).operation_model(operation).input_shape
    assert shape is not None
    assert set(shape.required_members) <= set(rule.given) <= set(shape.members)
    assert operation.startswith(("Get", "List", "Describe", "Head"))
    if rule.find:
        jmespath.compile(rule.find.format_map({"aliases": ["a.b"], **dict.fromkeys(NAMES, "x")}))


@pytest.mark.parametrize(
    ("item", "known"),
    [
        ({"Id": "E1", "Comment": "Tasador-pr-1", "Aliases": {"Quantity": 0}}, "E1"),
        ({"Id": "E1", "Comment": "", "Aliases": {"Items": ["homes.example.com"]}}, "E1"),
        ({"Id": "E1", "Comment": "", "Aliases": {"Items": ["other.example.com"]}}, None),
        ({"Id": "E1", "Comment": "Tasador", "Aliases": {"Quantity": 0}}, None),
    ],
)
def test_a_distribution_is_known_by_our_comment_or_by_the_domain(item: dict[str, Any], known: str | None) -> None:
    find = RULES["aws_cloudfront_distribution"].find
    assert find
    query = find.format_map({"comment": "Tasador-pr-1", "aliases": ["homes.example.com"]})
    assert jmespath.search(query, {"DistributionList": {"Items": [item]}}) == known


def type_of(root: str, name: str) -> str:
    return str(variables(root)[name]["type"]).removeprefix("${").removesuffix("}")
