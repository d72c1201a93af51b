"""A stage that Terraform made: taken down around what is full, and taken over when its state is lost."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from tasador_release import adoption, teardown
from tasador_release.aws import client
from tasador_release.values.stack import Stack

from tests import terraform
from tests.emulator import provisioned
from tests.emulator.provisioned import DIGEST, Account

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
APP, REGISTRY = "app/prod.tfstate", "registry/prod.tfstate"


@pytest.fixture
def account() -> Iterator[Account]:
    with provisioned.account(stage="prod") as made:
        yield made


async def deployed(account: Account) -> Stack:
    made = account.terraform()
    await made.bootstrap(account.root)
    return await made.app(account.root, await made.registry(account.root) + DIGEST)


def destroyed(account: Account) -> tuple[str, ...]:
    """What is said to stay; everything else is gone afterwards."""

    async def act() -> tuple[str, ...]:
        made = account.terraform(allow_destroy=True)
        seen = await teardown.look(made, account.root)
        await teardown.execute(made, seen)
        return seen.stays

    return anyio.run(act)


def test_a_full_bucket_outlives_its_stage_and_goes_when_it_is_empty(account: Account) -> None:
    bucket = anyio.run(deployed, account).bucket
    s3 = client(account.root, "s3")
    version = s3.put_object(Bucket=bucket, Key="index.html", Body=b"<html>")["VersionId"]
    stays = destroyed(account)
    assert "aws_s3_bucket.site" in stays
    assert "aws_s3_bucket_public_access_block.site" in stays
    assert provisioned.managed(account.root, APP) == len(stays)
    assert provisioned.managed(account.root, REGISTRY) == 0
    s3.delete_object(Bucket=bucket, Key="index.html", VersionId=version)
    assert destroyed(account) == ()
    assert provisioned.managed(account.root, APP) == 0


@terraform.AT_NIGHT
def test_a_stack_in_no_state_is_taken_over_and_nothing_is_left_to_change(account: Account) -> None:
    before = anyio.run(deployed, account)
    for key in (APP, REGISTRY):
        client(account.root, "s3").delete_object(Bucket=account.root.state, Key=key)

    async def act() -> tuple[adoption.Adoption, Stack, str]:
        made = account.terraform()
        seen = await adoption.plan(made, account.root)
        await adoption.execute(made, seen)
        again = account.terraform()
        image = await again.registry(account.root) + DIGEST
        left = (await again.changes(account.root, image)).summary()
        return seen, await again.app(account.root, image), left

    seen, after, left = anyio.run(act)
    assert [one for plan, _ in seen.plans for one in plan.changes.gone] == []
    assert left == "nothing to change"
    assert (after.api_id, after.distribution_id, after.bucket) == (before.api_id, before.distribution_id, before.bucket)
