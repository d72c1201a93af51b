"""An account in memory for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud.inline import inline
from tests.cloud.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with inline():
        yield World(tmp_path)


@pytest.fixture
def two(world: World) -> World:
    """Two good releases have been done: "one", then "two"."""
    world.release("one")
    world.release("two")
    return world
