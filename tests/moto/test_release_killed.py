"""SIGKILL at calls of a release, a rollback and a prune on moto: the state after it, and after the next run.

What visitors see of it, the emulator shows: moto serves neither API Gateway nor CloudFront.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tasador_release.values.target import Target

from tests.emulator.killed_at import VERBS, Verb
from tests.emulator.release.test_release_probed import Visited, kills_mended
from tests.moto.test_release import MotoWorld


class Unvisited(MotoWorld, Visited):
    """Releases by number, whose page is read from the bucket."""

    served = False

    def seen(self) -> str:
        return self.index()


@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_at_any_call_is_mended_by_the_next_run(emulated: Target, tmp_path: Path, verb: Verb) -> None:
    world = Unvisited(emulated, tmp_path)
    world.forward()
    world.forward()
    hit = kills_mended(world, verb)
    assert hit > 0
    print(f"{verb}: {hit} kills")
