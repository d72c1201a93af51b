"""The permissions of bootstrap as they stand in their files: narrow, complete and explained."""

from __future__ import annotations

import json
import re
from string import Template
from typing import Any, Final

import pytest

from tests import policies
from tests.infra import files, settings
from tests.policies import FOLDER

FILES: Final = sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "policies").glob("*.json"))
OTHERS: Final = ("boundary.json", "domain.json", "guard.json", "emulated.json")
MANAGED_POLICY: Final = 6144
POLICIES_OF_A_ROLE: Final = 10
# actions for which AWS knows no resource
WITHOUT_RESOURCE: Final = {
    "ecr:GetAuthorizationToken",
    "cloudfront:ListCachePolicies",
    "cloudfront:ListOriginRequestPolicies",
    "logs:DescribeLogGroups",
}
MORE: Final = {"zone_id": "Z0123456789ABC"}


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_every_word_of_a_policy_is_one_that_terraform_fills_in(name: str) -> None:
    named = set(Template((FOLDER / name).read_text(encoding="utf-8")).get_identifiers())
    (words,) = [
        block["words"] for _, file in files("bootstrap") for block in file.get("locals", ()) if "words" in block
    ]
    given = {key for key in words if not key.startswith("__")} | ({"zone_id"} if name == "domain.json" else set())
    assert named <= given
    assert given - {"zone_id"} == set(policies.words()), "tests fill in what Terraform fills in"


@pytest.mark.parametrize("name", FILES)
def test_no_action_is_a_pattern(name: str) -> None:
    assert [grant.action for grant in policies.grants(name) if "*" in grant.action] == []


@pytest.mark.parametrize("name", FILES)
def test_a_resource_is_named_wherever_aws_lets_one_be_named(name: str) -> None:
    everywhere = {grant.action for grant in policies.grants(name) if grant.resource == "*"}
    assert everywhere <= WITHOUT_RESOURCE


@pytest.mark.parametrize("name", FILES)
def test_a_resource_is_ours_by_name_account_or_region(name: str) -> None:
    """A pattern may end a name of ours; it never stands alone for a whole service of the account."""
    raw = settings()
    ours = [value for key, value in policies.words().items() if key not in {"partition", "region", "account_id"}]
    by_id = ("/restapis", "/tags/", ":distribution/", ":origin-access-control/", "-policy/", ":event-bus/default")
    for grant in policies.grants(name):
        named = any(word in grant.resource for word in ours) or any(part in grant.resource for part in by_id)
        service_role = "aws-service-role/apidestinations.events.amazonaws.com" in grant.resource
        assert named or service_role or grant.resource == "*", f"{grant.sid}: {grant.resource} ({raw['project']})"


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_a_policy_fits_into_iam(name: str) -> None:
    document = {"Version": "2012-10-17", "Statement": policies.statements(name, **MORE)}
    assert len(json.dumps(document, separators=(",", ":"))) <= MANAGED_POLICY


def test_the_policies_fit_onto_a_role() -> None:
    assert len(FILES) + len({"domain.json", "guard.json", "emulated.json"}) <= POLICIES_OF_A_ROLE


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_every_statement_says_what_it_is_for(name: str) -> None:
    sids = [statement["Sid"] for statement in policies.statements(name, **MORE)]
    assert all(re.fullmatch(r"[A-Z][A-Za-z]{4,}", sid) for sid in sids)
    assert len(set(sids)) == len(sids)


def test_an_action_is_allowed_in_one_place() -> None:
    found: dict[tuple[str, str], str] = {}
    for grant in policies.allowed():
        key = (grant.action, grant.resource)
        assert key not in found, f"{grant.action} stands in {found.get(key)} and in {grant.file}"
        found[key] = grant.file


def test_the_emulator_is_allowed_no_action_that_aws_is_not() -> None:
    emulated = {grant.action for grant in policies.grants("emulated.json")}
    assert emulated <= {grant.action for grant in policies.allowed()}


def test_what_no_rehearsal_calls_is_allowed_for_a_reason() -> None:
    assert set(policies.unseen()) <= {grant.action for grant in policies.allowed()}
    assert all(len(reason) > 15 for reason in policies.unseen().values())


def test_a_deploy_cannot_widen_itself() -> None:
    """It may not touch users, policies that stand alone, boundaries, or the roles that bootstrap made."""
    account: dict[str, Any] = settings()["account"]
    bootstraps = [f"arn:aws:iam::{policies.ACCOUNT}:role/{account[key]}" for key in ("deploy_role", "plan_role")]
    for grant in policies.allowed():
        if grant.action.startswith("iam:"):
            assert not re.search(r"User|Group|AccessKey|Boundary|AttachRole|PolicyVersion|CreatePolicy", grant.action)
            assert not any(grant.covers(grant.action, arn) for arn in bootstraps), grant


def test_roles_are_made_inside_the_boundary_alone() -> None:
    (deny,) = policies.statements("guard.json")
    made = {"iam:CreateRole", "iam:PutRolePolicy"}
    assert (deny["Effect"], set(deny["Action"])) == ("Deny", made)
    assert made <= {grant.action for grant in policies.allowed()}
    boundary = f"arn:aws:iam::{policies.ACCOUNT}:policy/{settings()['account']['boundary']}"
    assert deny["Condition"] == {"StringNotEquals": {"iam:PermissionsBoundary": boundary}}


def test_the_boundary_holds_what_the_roles_of_app_are_given() -> None:
    limits = list(policies.grants("boundary.json"))
    raw, place = settings(), f"us-east-1:{policies.ACCOUNT}"
    log = f"arn:aws:logs:{place}:log-group:/aws/lambda/{raw['function']}-pr-1:*"
    destination = f"arn:aws:events:{place}:api-destination/{raw['warmup']['destination']}-pr-1/0a1b"
    given = {"logs:CreateLogStream": log, "logs:PutLogEvents": log, "events:InvokeApiDestination": destination}
    assert {grant.action for grant in limits} == set(given)
    assert all(any(grant.covers(action, resource) for grant in limits) for action, resource in given.items())
