"""`history`, `rollback` and `smoke` of two releases where there is neither Terraform nor an engine."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest
from tasador_ci.project import Project
from tasador_ci.verbs import operate
from tasador_release.values.target import Target

from tests.emulator import release_stack
from tests.emulator.release.test_release_flow import World
from tests.emulator.release.test_state_outputs import without_terraform

pytestmark = pytest.mark.emulator


@pytest.fixture
def world(emulated: Target, tmp_path: Path) -> World:
    return World(emulated, tmp_path)


@pytest.fixture
def project(world: World, monkeypatch: pytest.MonkeyPatch) -> Project:
    return without_terraform(monkeypatch, world.aws.target, world.stack)


def test_a_release_is_put_back_smoked_and_told_of_without_terraform(world: World, project: Project) -> None:
    first = world.stack.function_version
    world.release("one")
    world.put(release_stack.code(120_000.0))
    world.release("two")
    newest, oldest = (release.id for release in world.releases())
    assert (world.live(), "two" in world.seen()) == (world.stack.function_version, True)

    assert oldest in anyio.run(operate.rollback, project, "")
    assert (world.live(), "one" in world.seen()) == (first, True)

    told, (now, *_) = anyio.run(operate.history, project), world.releases()
    assert [one.id in told for one in world.releases()] == [True] * 3
    assert f"* {now.id}" in told
    assert newest != now.id != oldest, "going back is a release of its own"
    smoked = anyio.run(operate.smoke, project).splitlines()
    assert "revision at-100000" in smoked[0]
    assert len(smoked) == 10
