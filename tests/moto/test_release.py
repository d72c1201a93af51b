"""Whole releases on moto: all that a release does to the account. What it is served as is the emulator's to show."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from pathlib import Path

import anyio
import pytest
from tasador_release.flow.effects import LiveEffects, LiveRelease
from tasador_release.flow.plan import ReleasePlan
from tasador_release.flow.rollback import roll_back
from tasador_release.report.report import Timeline
from tasador_release.values.results import Check
from tasador_release.values.target import Target

from tests.emulator import release_stack
from tests.emulator.killed_at import PASSED
from tests.emulator.release.test_release_flow import World


class Unserved(LiveEffects):
    async def smoke(self, plan: ReleasePlan) -> tuple[Check, ...]:
        await anyio.lowlevel.checkpoint()
        return PASSED


class UnservedRelease(LiveRelease):
    async def smoke(self, plan: ReleasePlan) -> tuple[Check, ...]:
        await anyio.lowlevel.checkpoint()
        return PASSED


class MotoWorld(World):
    """The emulator's world with an open bucket and without an address."""

    def __init__(self, target: Target, folder: Path) -> None:
        super().__init__(target, folder)
        self.aws.s3.delete_bucket_policy(Bucket=self.stack.bucket)

    def effects(self) -> LiveEffects:
        made = super().effects()
        return Unserved(**{field.name: getattr(made, field.name) for field in fields(made)})

    def port(self, text: str) -> LiveRelease:
        made = super().port(text)
        return UnservedRelease(**{field.name: getattr(made, field.name) for field in fields(made)})

    def index(self) -> str:
        return self.aws.s3.get_object(Bucket=self.stack.bucket, Key="index.html")["Body"].read().decode()


@pytest.fixture
def world(emulated: Target, tmp_path: Path) -> MotoWorld:
    return MotoWorld(emulated, tmp_path)


def test_a_release_moves_alias_and_index_and_the_second_finds_nothing_to_do(world: MotoWorld) -> None:
    world.put(release_stack.code(110_000.0))
    assert world.release("one").changed
    assert (world.live(), "one" in world.index()) == (world.stack.function_version, True)
    assert not world.release("one").changed


def test_a_rollback_puts_alias_and_index_back(world: MotoWorld) -> None:
    first = world.stack.function_version
    world.release("one")
    world.put(release_stack.code(120_000.0))
    world.release("two")
    assert (world.live(), "two" in world.index()) == (world.stack.function_version, True)
    anyio.run(partial(roll_back, world.effects(), Timeline()))
    assert (world.live(), "one" in world.index()) == (first, True)
    assert [release.outcome for release in world.releases()][:2] == ["done", "done"]


def test_the_lock_is_free_after_a_release(world: MotoWorld) -> None:
    world.release("one")
    assert anyio.run(world.lock().peek) is None
