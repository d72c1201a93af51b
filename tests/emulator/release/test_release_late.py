"""A release, its rollback, its failure and its remains where reads show for a while what stood before each write."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from tasador_release import aws as release_aws
from tasador_release.errors import SmokeFailed
from tasador_release.flow.rollback import roll_back
from tasador_release.function.aliases import Aliases
from tasador_release.function.versions import Function
from tasador_release.report.report import Timeline
from tasador_release.site import invalidation
from tasador_release.values.alias import Alias

from tests.emulator import release_stack
from tests.emulator.late_reads import SERVICES, LateReads
from tests.emulator.release.test_release_flow import World, world

__all__ = ["world"]
pytestmark = pytest.mark.emulator


@pytest.fixture
def late(world: World, monkeypatch: pytest.MonkeyPatch) -> LateReads:
    """From now on every client of these services reads late."""
    own, reads = release_aws.client, LateReads()

    def client(target: Any, service: str, *more: Any) -> Any:  # noqa: ANN401  as boto3's
        made = own(target, service, *more)
        if service in SERVICES:
            reads.register(service, made)
        return made

    monkeypatch.setattr(release_aws, "client", client)
    world.aws = release_aws.Aws(world.aws.target)
    return reads


def released(world: World, price: float, text: str, broken: str = "") -> None:
    world.put(release_stack.code(price, broken=broken))
    world.release(text)


def test_releases_a_rollback_and_a_prune_do_what_they_say(world: World, late: LateReads) -> None:
    released(world, 110_000.0, "one")
    released(world, 120_000.0, "two")
    assert world.live() == world.stack.function_version
    released(world, 130_000.0, "three")
    back = anyio.run(lambda: roll_back(world.effects(), Timeline()))
    assert back.changed
    late.settle()
    assert "two" in index(world)
    live = world.live()
    assert live == world.releases()[-2].version

    effects = world.effects()

    async def prune() -> None:
        async with effects.exclusive():
            await effects.pruner().execute(await effects.pruner().plan(keep=1, days=0))

    anyio.run(prune)
    late.settle()
    assert world.live() == live
    assert anyio.run(Function(world.aws, world.stack.function_name).exists, live)
    assert late.told["GetAlias"] > 0


def test_a_release_that_fails_once_the_alias_moved_is_put_back(world: World, late: LateReads) -> None:
    """A late read would say that the alias never moved, and that there is nothing to put back."""
    released(world, 110_000.0, "one")
    live = world.live()
    with pytest.raises(SmokeFailed):
        released(world, 120_000.0, "two", broken="warmup")
    late.settle()
    assert world.live() == live
    assert "one" in index(world)
    assert world.releases()[0].outcome == "rolled back"


def test_an_alias_that_we_moved_is_not_read_as_it_was(world: World, late: LateReads) -> None:
    alias = Aliases(world.aws, world.stack.function_name, world.stack.alias)

    async def moved() -> tuple[Alias, Alias]:
        before = await alias.read()
        return await alias.move(before, Alias(before.version, (("1", 0.0),))), await alias.read()

    said, read = anyio.run(moved)
    assert said == read
    assert late.told["GetAlias"] == late.reads


def test_a_version_published_just_now_is_proved_once_it_is_known(world: World, late: LateReads) -> None:
    world.put(release_stack.code(140_000.0))
    assert late.told["GetFunctionConfiguration"] >= late.reads
    assert anyio.run(world.effects().prove, world.stack.function_version).version == world.stack.function_version


def test_a_rule_whose_targets_are_not_told_yet_is_asked_again(world: World, late: LateReads) -> None:
    events = world.aws.events
    target: Any
    (target,) = events.list_targets_by_rule(Rule=world.stack.warmup_rule)["Targets"]
    events.remove_targets(Rule=world.stack.warmup_rule, Ids=[target["Id"]])
    late.settle()
    assert events.list_targets_by_rule(Rule=world.stack.warmup_rule)["Targets"] == []
    events.put_targets(Rule=world.stack.warmup_rule, Targets=[target])
    checks = {check.name: check for check in anyio.run(world.effects().smoke_what_stands)}
    assert checks["warm-up through EventBridge"].ok, checks["warm-up through EventBridge"].line()
    assert late.told["ListTargetsByRule"] >= late.reads


def test_an_invalidation_that_the_edge_does_not_know_yet_is_waited_for(
    world: World, late: LateReads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasador_release.patience._PAUSES_S", (0.0,))

    async def waited() -> str:
        return await invalidation.invalidate(world.aws, world.stack.distribution_id, ("/",), "once", wait=True)

    assert anyio.run(waited).startswith("1 paths")
    assert late.told["GetInvalidation"] == late.reads


def index(world: World) -> str:
    """What the bucket shows, by whatever the double serves it."""
    return world.aws.s3.get_object(Bucket=world.stack.bucket, Key="index.html")["Body"].read().decode()
