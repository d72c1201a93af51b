"""An account made ready by Terraform: from any point, shared with others, in another region, looked at first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import anyio
import pytest
from tasador_release import bootstrap
from tasador_release.account import imports
from tasador_release.aws import Aws, client
from tasador_release.errors import CommandFailed, InfraError, PreflightError
from tasador_release.locks import statelock
from tasador_release.terraform.outputs import Account as Made
from tasador_release.trial import facts
from tasador_release.values.target import Target

from tests import terraform
from tests.emulator import provisioned
from tests.emulator.provisioned import Account, Killed
from tests.place import OF_ACCOUNT

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
KEY = "bootstrap.tfstate"
GITHUB = "token.actions.githubusercontent.com"


@pytest.fixture
def account() -> Iterator[Account]:
    with provisioned.account() as made:
        yield made


def ready(account: Account) -> Made:
    return anyio.run(account.terraform().bootstrap, account.root)


def killed(account: Account, after: int) -> None:
    with pytest.raises(Killed):
        anyio.run(account.terraform(kill_after=after).bootstrap, account.root)


def unlocked(root: Target) -> None:
    """As `unlock --force` does: the killed run holds the lock of the state."""

    async def remove() -> None:
        aws = Aws(root)
        held = await statelock.peek(aws, KEY)
        if held:
            await statelock.remove(aws, held)

    anyio.run(remove)


def planned(account: Account) -> tuple[str, ...]:
    return anyio.run(bootstrap.dry_run, account.terraform(locks=False), account.root, {})


def test_killed_after_a_resource_the_next_run_converges(account: Account) -> None:
    for after in (1, 7, 19):
        killed(account, after)
        unlocked(account.root)
    made = ready(account)
    assert made.state_bucket == account.root.state
    assert provisioned.states(account.root)[KEY] > 0
    assert planned(account)[-2] == "nothing to change"


@terraform.AT_NIGHT
@pytest.mark.parametrize("after", range(1, len(facts.rehearsed()["bootstrap"]) + 1))
def test_killed_after_each_of_its_resources_the_next_run_converges(account: Account, after: int) -> None:
    killed(account, after)
    unlocked(account.root)
    ready(account)
    assert planned(account)[-2] == "nothing to change"


def test_all_of_it_made_and_no_state_of_it_is_taken_over_whole(account: Account) -> None:
    ready(account)
    s3 = client(account.root, "s3")
    s3.delete_object(Bucket=account.root.state, Key=KEY)
    rules = imports.parse_rules(account.committed.imports)
    anew = {line.removeprefix("+ ").partition(".")[0] for line in planned(account) if line.startswith("+ ")}
    assert anew & set(rules) == set(), "what has a rule is found"
    ready(account)
    assert planned(account)[-2] == "nothing to change"


def test_a_dry_run_in_an_empty_account_says_all_and_makes_nothing(account: Account) -> None:
    lines = planned(account)
    assert lines[0] == f"+ bucket {account.root.state}, before anything else"
    assert "+ aws_iam_role.deploy" in lines
    assert lines[-1] == "nothing was done; to do it: dagger call bootstrap"
    assert client(account.root, "s3").list_buckets()["Buckets"] == []
    roles = {one["RoleName"] for one in client(account.root, "iam").list_roles()["Roles"]}
    assert roles & {*OF_ACCOUNT.values()} == set()


def provider(root: Target, *audiences: str, **tags: str) -> str:
    made = client(root, "iam").create_open_id_connect_provider(
        Url=f"https://{GITHUB}",
        ClientIDList=list(audiences),
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return str(made["OpenIDConnectProviderArn"])


def test_somebody_else_s_oidc_provider_is_shared(account: Account) -> None:
    arn = provider(account.root, "sts.amazonaws.com", owner="platform")
    assert "> GitHub's OIDC provider is shared: somebody else made it" in planned(account)
    ready(account)
    iam = client(account.root, "iam")
    assert arn in json.dumps(iam.get_role(RoleName=OF_ACCOUNT["deploy_role"])["Role"]["AssumeRolePolicyDocument"])
    tags = {tag["Key"] for tag in iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Tags"]}
    assert tags == {"owner"}


def test_another_stack_s_permission_to_log_is_shared_in_its_region_and_given_in_the_other(account: Account) -> None:
    here, there = account.root.region, "eu-west-1"
    gateway = client(account.root, "apigateway")
    theirs = f"arn:aws:iam::{account.root.account_id}:role/platform-logs"
    change: Any = {"op": "replace", "path": "/cloudwatchRoleArn", "value": theirs}
    gateway.update_account(patchOperations=[change])
    given = {"stages": json.dumps({"prod": {"aws_region": here}, "north": {"aws_region": there}})}
    said = anyio.run(bootstrap.dry_run, account.terraform(locks=False), account.root, given)
    assert f"> API Gateway's permission to log in {here} is shared: somebody else gave it" in said
    anyio.run(account.terraform().prepare, account.root, given)
    assert gateway.get_account()["cloudwatchRoleArn"] == theirs
    given_there = client(replace(account.root, region=there), "apigateway").get_account()["cloudwatchRoleArn"]
    assert given_there.endswith(OF_ACCOUNT["api_logs_role"])


def test_one_that_does_not_let_the_tokens_in_is_named_with_the_command(account: Account) -> None:
    provider(account.root, "somebody.else")
    with pytest.raises(PreflightError, match="add-client-id-to-open-id-connect-provider"):
        planned(account)


def test_a_lock_that_a_killed_run_left_is_named_and_can_be_removed(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasador_release.recipes.LOCK_TIMEOUT", "-lock-timeout=1s")
    killed(account, 2)
    with pytest.raises((CommandFailed, InfraError), match="lock"):
        ready(account)
    held: Any = anyio.run(statelock.peek, Aws(account.root), KEY)
    assert held
    unlocked(account.root)
    ready(account)


def test_in_another_region_it_is_the_same_account() -> None:
    with provisioned.account(region="sa-east-1") as account:
        ready(account)
        s3 = client(account.root, "s3")
        assert s3.get_bucket_location(Bucket=account.root.state)["LocationConstraint"] == "sa-east-1"
        assert planned(account)[-2] == "nothing to change"
