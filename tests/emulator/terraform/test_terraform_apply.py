"""The roots applied for real, in the order of a life: account, registry, app, change, drift, destroy.

Each under the keys of whoever does it, on an emulator that checks signatures and policies. The tests of this
file build on each other, in the order in which they stand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import anyio
import pytest
from botocore.exceptions import ClientError
from tasador_release import recipes
from tasador_release.aws import Aws, client
from tasador_release.terraform import outputs
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tests import terraform
from tests.aws import policies
from tests.emulator import infra_world, left_over, recorded
from tests.emulator.infra_world import REGISTRY, SECOND, STAGE, World, app
from tests.emulator.recorded import DEPLOY
from tests.place import NAMES, make_bucket

# what test_the_deploy_role_makes_nothing_beside_ours tries
FORBIDDEN = {
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteRolePolicy",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "logs:DeleteLogGroup",
    "s3:CreateBucket",
    "s3:GetObject",
    "s3:PutObject",
}
OURS = NAMES["role"]
BRANCH = "ref:refs/heads/main"
BY_ID = f"repo:owner@{infra_world.OWNER_ID}/tasador@{infra_world.REPOSITORY_ID}"
STRANGERS = {
    "another repository": f"repo:stranger/tasador:{BRANCH}",
    "the name, taken by another owner": f"repo:owner@999/tasador@{infra_world.REPOSITORY_ID}:{BRANCH}",
    "the name, taken by another repository": f"repo:owner@{infra_world.OWNER_ID}/tasador@999:{BRANCH}",
    "another branch": f"{BY_ID}:ref:refs/heads/main-2",
    "a pull request": f"repo:{infra_world.GITHUB}:pull_request",
    "a pull request, by id": f"{BY_ID}:pull_request",
    "a name that ours begins": f"repo:{infra_world.GITHUB}-fork:{BRANCH}",
}


def missing() -> str | None:
    """Why nothing can be applied here, or None."""
    if terraform.no_provider():
        return terraform.no_provider()
    if not recorded.PYTHON.exists():
        return "no emulator here: ./run venv makes it"
    if not os.environ.get("TASADOR_PROVIDER_EMULATES"):
        return "TASADOR_PROVIDER_EMULATES is not set: the provider at hand is not said to reach an emulator"
    return None


pytestmark = [pytest.mark.emulator, pytest.mark.skipif(missing() is not None, reason=str(missing()))]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with infra_world.standing(tmp_path_factory.mktemp("world")) as standing:
        standing.bootstrap()
        standing.guard()
        yield standing


@pytest.fixture(scope="module")
def deployer(world: World) -> Target:
    return world.deployer()


@pytest.fixture(scope="module")
def stack(world: World, deployer: Target) -> Stack:
    """What stands once the deploy role has applied registry and app."""
    for root, variables in ((recipes.REGISTRY, REGISTRY), (recipes.APP, app(world))):
        world.init(root, deployer)
        world.apply(root, deployer, variables)
    return world.stack(deployer)


def refused(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in {"AccessDenied", "AccessDeniedException"}


def test_the_state_of_bootstrap_lies_in_the_bucket_that_it_made(world: World) -> None:
    keys = client(world.root, "s3").list_objects_v2(Bucket=world.root.state)
    assert [item["Key"] for item in keys["Contents"]] == ["bootstrap.tfstate"]
    assert world.changes(recipes.BOOTSTRAP, world.root, infra_world.BOOTSTRAP) == {}


def test_the_outputs_are_a_stack(stack: Stack) -> None:
    assert all(getattr(stack, field.name) for field in fields(stack))
    assert (stack.stage, stack.function_version, stack.alias) == (STAGE, "1", "live")
    assert stack.site_url == f"https://{stack.cloudfront_dns_name}"


def test_the_state_object_says_what_terraform_output_says(world: World, stack: Stack) -> None:
    assert anyio.run(outputs.read, Aws(replace(world.root, stage=STAGE))) == stack


def test_every_name_carries_the_stage(stack: Stack) -> None:
    named = (stack.function_name, stack.bucket, stack.warmup_rule, stack.dashboard_name, stack.topic_arn)
    assert [name for name in named if not name.endswith(f"-{STAGE}")] == []


def test_a_second_plan_is_empty(world: World, deployer: Target, stack: Stack) -> None:
    assert stack.stage == STAGE
    for root, variables in ((recipes.REGISTRY, REGISTRY), (recipes.APP, app(world))):
        assert world.try_(recipes.terraform_plan(root, variables), deployer).returncode == 0


def test_the_lock_is_gone_once_the_apply_is_done(world: World, stack: Stack) -> None:
    keys = client(world.root, "s3").list_objects_v2(Bucket=world.root.state)["Contents"]
    expected = ["app/{}.tfstate", "bootstrap.tfstate", "registry/{}.tfstate"]
    assert [item["Key"] for item in keys] == [name.format(stack.stage) for name in expected]


def test_a_held_lock_stops_the_next_apply(
    world: World, deployer: Target, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasador_release.recipes.LOCK_TIMEOUT", "-lock-timeout=1s")
    s3, key = client(world.root, "s3"), f"app/{stack.stage}.tfstate.tflock"
    held = {
        "ID": "1",
        "Operation": "OperationTypeApply",
        "Who": "somebody",
        "Version": "1.11.4",
        "Info": "",
        "Path": key,
    }
    s3.put_object(Bucket=world.root.state, Key=key, Body=json.dumps(held).encode())
    done = world.try_(recipes.terraform_plan(recipes.APP, app(world)), deployer)
    s3.delete_object(Bucket=world.root.state, Key=key)
    assert done.returncode == 1
    assert "somebody" in done.stderr, "the error names who holds it"


def test_the_schedule_reaches_the_api_with_the_original_body(world: World, stack: Stack) -> None:
    events = client(world.root, "events")
    rule = events.describe_rule(Name=stack.warmup_rule)
    (target,) = events.list_targets_by_rule(Rule=stack.warmup_rule)["Targets"]
    endpoint = events.describe_api_destination(Name=f"{NAMES['warmup']['destination']}-{STAGE}")["InvocationEndpoint"]
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(5 minutes)", "ENABLED")
    assert json.loads(target["Input"]) == json.loads((world.folder / "service/samples/full.json").read_text())
    assert endpoint == f"{stack.api_url}/predict"


def test_a_new_image_is_a_new_version_and_the_alias_stays(world: World, deployer: Target, stack: Stack) -> None:
    planned = world.changes(recipes.APP, deployer, app(world, SECOND))
    assert planned == {"aws_lambda_function.this": ["update"]}
    outputs = world.apply(recipes.APP, deployer, app(world, SECOND))
    live = client(world.root, "lambda").get_alias(FunctionName=stack.function_name, Name=stack.alias)
    assert (outputs["function_version"]["value"], live["FunctionVersion"]) == ("2", "1")


def test_an_alias_that_the_release_moved_is_no_drift(world: World, deployer: Target, stack: Stack) -> None:
    client(world.root, "lambda").update_alias(FunctionName=stack.function_name, Name=stack.alias, FunctionVersion="2")
    assert world.changes(recipes.APP, deployer, app(world, SECOND)) == {}


def test_what_someone_changed_by_hand_is_seen_and_undone(world: World, deployer: Target, stack: Stack) -> None:
    client(world.root, "lambda").update_function_configuration(FunctionName=stack.function_name, MemorySize=512)
    client(world.root, "events").disable_rule(Name=stack.warmup_rule)
    client(world.root, "cloudwatch").delete_alarms(AlarmNames=[f"{NAMES['dashboard']}-{STAGE}-api-5xx"])
    found = world.changes(recipes.APP, deployer, app(world, SECOND))
    assert found == {
        "aws_lambda_function.this": ["update"],
        "aws_cloudwatch_event_rule.warmup": ["update"],
        'aws_cloudwatch_metric_alarm.this["api-5xx"]': ["create"],
    }
    world.do(recipes.terraform_apply(recipes.APP), deployer)
    assert world.changes(recipes.APP, deployer, app(world, SECOND)) == {}


def test_settings_change_in_place(world: World, deployer: Target, stack: Stack) -> None:
    given = {"memory_mb": "1024", "reserved_concurrency": "5", "log_retention_days": "7", "warmup_enabled": "false"}
    found = world.changes(recipes.APP, deployer, app(world, SECOND, **given))
    assert {action for actions in found.values() for action in actions} == {"update", "delete"}
    world.do(recipes.terraform_apply(recipes.APP), deployer)
    assert world.changes(recipes.APP, deployer, app(world, SECOND, **given)) == {}
    function = client(world.root, "lambda").get_function(FunctionName=stack.function_name)
    assert function["Configuration"]["MemorySize"] == 1024


def test_a_pull_request_may_plan_and_nothing_more(world: World, stack: Stack) -> None:
    planner = world.planner()
    plan = recipes.terraform_plan(recipes.APP, app(world, SECOND))
    assert world.try_(plan, planner, "-lock=false").returncode == 0
    argv = ("terraform", f"-chdir={recipes.APP}", "apply", "-no-color", "-lock=false", recipes.PLAN_FILE)
    done = world.try_(recipes.Command("apply", argv), planner)
    assert done.returncode == 1
    assert "is not authorized to perform" in " ".join(done.stderr.split()), stack.stage


@pytest.mark.parametrize("subject", [f"repo:{infra_world.GITHUB}:{BRANCH}", f"{BY_ID}:{BRANCH}"])
def test_the_branch_gets_keys_in_both_forms_of_its_subject(world: World, subject: str) -> None:
    assert world.role(DEPLOY, subject).credentials


@pytest.mark.parametrize("stranger", STRANGERS)
def test_nobody_else_gets_keys_to_deploy(world: World, stranger: str) -> None:
    with pytest.raises(ClientError) as error:
        world.role(DEPLOY, STRANGERS[stranger])
    assert refused(error.value)


def test_the_deploy_role_makes_nothing_beside_ours(world: World, deployer: Target) -> None:
    trust = '{"Version":"2012-10-17","Statement":[]}'
    client(world.root, "iam").create_role(RoleName=f"{OURS}-by-hand", AssumeRolePolicyDocument=trust)
    attempts: dict[str, Callable[[], object]] = {
        "a role": lambda: client(deployer, "iam").create_role(RoleName="admin", AssumeRolePolicyDocument=trust),
        "a bucket": lambda: make_bucket(client(deployer, "s3"), "somebody-elses"),
        "a user": lambda: client(deployer, "iam").create_user(UserName="me"),
        "its own policy": lambda: client(deployer, "iam").delete_role_policy(RoleName=DEPLOY, PolicyName="x"),
        "a log": lambda: client(deployer, "logs").delete_log_group(logGroupName="/aws/lambda/other"),
        "a role of ours, outside the boundary": lambda: client(deployer, "iam").create_role(
            RoleName=f"{OURS}-wide", AssumeRolePolicyDocument=trust
        ),
        "a policy for such a role": lambda: client(deployer, "iam").put_role_policy(
            RoleName=f"{OURS}-by-hand", PolicyName="all", PolicyDocument=trust
        ),
        "a function that acts as the deploy role": lambda: client(deployer, "lambda").create_function(
            FunctionName=f"{NAMES['function']}-wide",
            PackageType="Image",
            Code={"ImageUri": infra_world.FIRST},
            Role=f"arn:aws:iam::{world.root.account_id}:role/{DEPLOY}",
        ),
        "what an administrator applies": lambda: client(deployer, "s3").put_object(
            Bucket=world.root.state, Key="bootstrap.tfstate", Body=b"{}"
        ),
        "what an administrator applied": lambda: client(deployer, "s3").get_object(
            Bucket=world.root.state, Key="bootstrap.tfstate"
        ),
    }
    for name, attempt in attempts.items():
        with pytest.raises(ClientError) as error:
            attempt()
        assert refused(error.value), name


def test_a_destroy_leaves_nothing(world: World, deployer: Target, stack: Stack) -> None:
    client(world.root, "s3").put_object(Bucket=stack.bucket, Key="index.html", Body=b"page")
    assert left_over.of_stage(world.root, STAGE), "there is something to destroy"
    for root, variables in ((recipes.APP, app(world, SECOND)), (recipes.REGISTRY, REGISTRY)):
        world.do(recipes.terraform_plan(root, variables, destroy=True), deployer)
        world.do(recipes.terraform_apply(root), deployer)
    assert left_over.of_stage(world.root, STAGE) == []


def test_nothing_of_all_this_was_refused_but_what_had_to_be(world: World) -> None:
    refusals = recorded.calls(world.record, DEPLOY, allowed=False)
    assert {call.action for call in refusals} == FORBIDDEN


def test_every_call_is_covered_by_a_policy_for_aws(world: World) -> None:
    """The emulator's own allowance aside, which holds for resources that it does not see."""
    made = recorded.calls(world.record, DEPLOY)
    assert made
    assert policies.uncovered(made) == []
