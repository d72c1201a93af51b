"""The rings that no deploy waits for, as a check runs them."""

from __future__ import annotations

from typing import Any

from tasador_ci.checks import Checks
from tasador_ci.project import Project

from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine

SAID = """run: installing dev.lock
=== training
.........

ring       verdict   seconds
training   passed      61.0  9 passed

9 passed in 61.0s
"""


def test_what_a_long_ring_gives_is_the_table_at_its_end(engine: Engine, play: Play[Any]) -> None:
    engine.answers |= {"stdout": lambda _: SAID}

    async def long(project: Project) -> str:
        return await Checks(**vars(project)).long(only=["training"])

    told = play(long)
    assert told.startswith("ring       verdict")
    assert told.endswith("9 passed in 61.0s")
