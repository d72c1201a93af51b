"""The permissions of bootstrap as they stand in their files: generated, narrow, complete, and weighed by parliament."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from string import Template
from typing import Any, Final

import pytest

from tests.aws import permissions, policies
from tests.aws.policies import FOLDER
from tests.infra import INFRA, files, resources, settings

FILES: Final = sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "policies").glob("*.json"))
OTHERS: Final = ("boundary.json", "domain.json", "emulated.json", "guard.json", "previews.json")
MANAGED_POLICY: Final = 6144
POLICIES_OF_A_ROLE: Final = 10
MORE: Final = {"zone_id": "Z0123456789ABC"}
PARLIAMENT: Final = INFRA.parent / ".run" / "checkov" / "bin" / "python"
ASK: Final = """
import json, sys
from parliament import analyze_policy_string
asked = json.load(sys.stdin).items()
told = {name: [f"{one.issue}: {one.detail}" for one in analyze_policy_string(text).findings] for name, text in asked}
print(json.dumps(told))
"""
# findings that are none, by policy: why
EXPLAINED: Final = {
    "policies/edge.json": {
        "RESOURCE_STAR": "parliament's copy of the reference is older: two creations took a resource then"
    },
    "emulated.json": {"RESOURCE_STAR": "what it is for"},
    "guard.json": {"MISMATCHED_TYPE_BUT_USABLE": "AWS's own examples compare the boundary as a string"},
}
TABLE: Final = permissions.table()
# what a deploy makes; bootstrap is an administrator's
DEPLOYED: Final = ("registry", "app")


@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_every_word_of_a_policy_is_one_that_terraform_fills_in(name: str) -> None:
    named = set(Template((FOLDER / name).read_text(encoding="utf-8")).get_identifiers())
    (words,) = [
        block["words"] for _, file in files("bootstrap") for block in file.get("locals", ()) if "words" in block
    ]
    given = {key for key, value in settings().items() if isinstance(value, str)}
    given |= set(re.findall(r"(\w+)\s*=(?!>)", words.partition(", {")[2]))
    assert named <= given - (set() if name == "domain.json" else {"zone_id"})
    assert given - {"zone_id"} == set(policies.words()), "tests fill in what Terraform fills in"


@pytest.mark.parametrize("root", DEPLOYED)
def test_the_calls_of_everything_that_a_deploy_makes_are_known(root: str) -> None:
    made = {address.split(".")[0] for address in resources(root)}
    missing = made - TABLE.covered
    assert not missing, f"say in infra/bootstrap/permissions.json what the provider calls for {sorted(missing)}"


def test_no_calls_are_known_of_what_nothing_makes() -> None:
    made = {address.split(".")[0] for root in DEPLOYED for address in resources(root)}
    assert {name for name in TABLE.covered if not name.startswith("data.")} <= made


def test_the_files_are_what_the_table_says() -> None:
    wrong = [
        name
        for name, document in permissions.documents(TABLE).items()
        if (FOLDER / name).read_text(encoding="utf-8") != permissions.text(document)
    ]
    assert not wrong, f"write {wrong} again: .run/venv/bin/python -m tests.aws.permissions"
    assert {name for name in permissions.documents(TABLE) if name.startswith("policies/")} == set(FILES)


def test_what_aws_asks_for_beside_an_action_is_allowed_too() -> None:
    assert permissions.missing(TABLE) == {}


def test_a_forgotten_dependency_would_be_noticed() -> None:
    function = TABLE.policies["function"]
    calls = {**function["calls"], "aws_lambda_function": ["lambda:CreateFunction"]}
    without = replace(TABLE, policies={**TABLE.policies, "function": {**function, "calls": calls}})
    assert set(permissions.missing(without)) == {"iam:PassRole"}


def test_an_action_that_aws_does_not_have_is_refused() -> None:
    with pytest.raises(permissions.UnknownPermission, match="AWS has no action sns:MakeTopic"):
        permissions.known("sns:MakeTopic")


def test_a_resource_that_nobody_named_is_refused() -> None:
    with pytest.raises(permissions.UnknownPermission, match=r"sqs:queue.*say under `on`"):
        permissions.resources("sqs:CreateQueue", TABLE.policies["watch"], TABLE)


@pytest.mark.parametrize(
    "action",
    [
        "cloudfront:CreateOriginAccessControl",
        "cloudfront:CreateDistribution",
        "sns:Unsubscribe",
        "acm:RequestCertificate",
    ],
)
def test_what_takes_no_resource_is_given_none(action: str) -> None:
    """Named after a resource, AWS would refuse it to the role, and not to an administrator who tries it out."""
    given = {
        grant.resource
        for grant in (*policies.allowed(), *policies.grants("domain.json", **MORE))
        if grant.action == action
    }
    assert given == {"*"}


@pytest.mark.parametrize("name", FILES)
def test_no_action_is_a_pattern(name: str) -> None:
    assert [grant.action for grant in policies.grants(name) if "*" in grant.action] == []


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
def test_every_statement_has_a_name_of_its_own(name: str) -> None:
    sids = [statement["Sid"] for statement in policies.statements(name, **MORE)]
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]{4,}", sid) for sid in sids)
    assert len(set(sids)) == len(sids)


without_parliament = pytest.mark.skipif(
    not PARLIAMENT.exists(), reason="no parliament here: ./run test makes it from infra/checkov.lock"
)


@pytest.fixture(scope="module")
def findings() -> dict[str, list[str]]:
    every = {name: policies.statements(name, **MORE) for name in (*FILES, *OTHERS)}
    resource = f"arn:aws:cloudfront::{policies.ACCOUNT}:origin-access-control/*"
    wrong = {"Effect": "Allow", "Action": ["cloudfront:CreateOriginAccessControl"], "Resource": [resource]}
    return parliament({**every, "wrong": [wrong]})


@without_parliament
@pytest.mark.parametrize("name", [*FILES, *OTHERS])
def test_parliament_finds_nothing_wrong(findings: dict[str, list[str]], name: str) -> None:
    """A second reading of AWS's reference: unknown actions, and resources that an action does not take."""
    assert [one for one in findings[name] if not one.startswith(tuple(EXPLAINED.get(name, {})))] == []


@without_parliament
def test_parliament_would_find_a_resource_that_an_action_does_not_take(findings: dict[str, list[str]]) -> None:
    assert [one for one in findings["wrong"] if one.startswith("RESOURCE_MISMATCH")]


def parliament(every: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Name of each policy to what parliament finds in it; asked in its own environment, once."""
    documents = {name: json.dumps({"Version": "2012-10-17", "Statement": one}) for name, one in every.items()}
    argv = [str(PARLIAMENT), "-W", "ignore", "-c", ASK]
    text = json.dumps(documents)
    done = subprocess.run(argv, input=text, capture_output=True, text=True, timeout=120, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_emulator_is_allowed_no_action_that_aws_is_not() -> None:
    emulated = {grant.action for grant in policies.grants("emulated.json")}
    assert emulated <= {grant.action for grant in policies.allowed()}


def test_a_deploy_cannot_widen_itself() -> None:
    """It may not touch users, policies that stand alone, boundaries, or the roles that bootstrap made."""
    account: dict[str, Any] = settings()["account"]
    bootstraps = [
        f"arn:aws:iam::{policies.ACCOUNT}:role/{account[key]}" for key in ("deploy_role", "plan_role", "preview_role")
    ]
    for grant in policies.allowed():
        if grant.action.startswith("iam:"):
            assert not re.search(r"User|Group|AccessKey|Boundary|AttachRole|PolicyVersion|CreatePolicy", grant.action)
            assert not any(grant.covers(grant.action, arn) for arn in bootstraps), grant


def test_roles_are_made_inside_the_boundary_alone() -> None:
    deny = next(one for one in policies.statements("guard.json") if "Condition" in one)
    made = {"iam:CreateRole", "iam:PutRolePolicy"}
    assert (deny["Effect"], set(deny["Action"])) == ("Deny", made)
    assert made <= {grant.action for grant in policies.allowed()}
    boundary = f"arn:aws:iam::{policies.ACCOUNT}:policy/{settings()['account']['boundary']}"
    assert deny["Condition"] == {"StringNotEquals": {"iam:PermissionsBoundary": boundary}}


def test_the_state_that_an_administrator_applies_is_out_of_a_deploys_reach() -> None:
    state = f"arn:aws:s3:::{policies.words()['state_bucket']}/bootstrap.tfstate"
    mine = (grant for grant in policies.allowed() if grant.action.startswith("s3:"))
    allowed = [grant for grant in mine if grant.covers(grant.action, state)]
    assert allowed == [], "allowed by a pattern"
    denied = {grant.action for grant in policies.grants("guard.json") if grant.covers(grant.action, state)}
    assert {"s3:PutObject", "s3:GetObject", "s3:DeleteObject"} <= denied


def test_a_preview_is_denied_every_write_to_what_has_no_name_of_ours() -> None:
    """An API and a distribution go by an id: there the tag of a stage decides, as AWS knows it of these types."""
    by_id = ("apigateway:RestApi", "cloudfront:distribution", "cloudfront:origin-access-control")
    writes = {
        grant.action
        for grant in policies.allowed()
        if grant.action.startswith(("apigateway:", "cloudfront:"))
        and not re.search(r":(GET|Get|List|Create[DOR])", grant.action)
    }
    denied = {grant.action for grant in policies.grants("previews.json")}
    # CloudFront deletes neither while a distribution uses it
    in_use = {"cloudfront:DeleteOriginAccessControl", "cloudfront:DeleteResponseHeadersPolicy"}
    assert writes - in_use == denied
    tagged = {
        kind: permissions.service_data(kind.partition(":")[0])["resources"][kind.partition(":")[2]] for kind in by_id
    }
    assert ["aws:ResourceTag/${TagKey}" in one["condition_keys"] for one in tagged.values()] == [True, True, False]


def test_the_boundary_holds_what_the_roles_of_app_are_given() -> None:
    limits = list(policies.grants("boundary.json"))
    raw = settings()
    place = f"{raw['region']}:{policies.ACCOUNT}"
    log = f"arn:aws:logs:{place}:log-group:/aws/lambda/{raw['function']}-pr-1:*"
    destination = f"arn:aws:events:{place}:api-destination/{raw['warmup']['destination']}-pr-1/0a1b"
    given = {"logs:CreateLogStream": log, "logs:PutLogEvents": log, "events:InvokeApiDestination": destination}
    assert {grant.action for grant in limits} == set(given)
    assert all(any(grant.covers(action, resource) for grant in limits) for action, resource in given.items())
