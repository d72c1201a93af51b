"""SIGKILL before and after calls of a release, a rollback and a prune, in processes of their own, while visitors look.

The ordinary run kills at the calls that users may notice; with TASADOR_FAULT_KILLS=all, as the nightly run has it, at
every call. docs/pipeline/reliability.md has every call of the same verbs on an account in memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio
import pytest
from tasador_release.flow.rollback import roll_back
from tasador_release.report.report import Timeline
from tasador_release.values.target import Target

from tests.emulator import release_stack
from tests.emulator.killed_at import VERBS, Verb, When
from tests.emulator.prober import Prober
from tests.emulator.release.test_release_flow import World
from tests.paths import ROOT

pytestmark = pytest.mark.emulator
ALL = os.environ.get("TASADOR_FAULT_KILLS") == "all"
NOTICED: tuple[tuple[Verb, When, str], ...] = (
    ("release", "after", "UpdateAlias"),
    ("rollback", "after", "PutObject index.html"),
    ("prune", "after", "DeleteObjects"),
)


@dataclass
class Case:
    verb: Verb
    when: When
    part: str
    at: int = 1


class Visited(World):
    """Release number `n` has the page titled `rn` and the price 100,000 + 1,000 n."""

    number = 0
    served = True  # at an address that visitors and smoke can ask

    def forward(self) -> None:
        self.next()
        self.release(f"r{self.number}")

    def next(self) -> None:
        self.number += 1
        self.put(release_stack.code(100_000.0 + 1000 * self.number))

    def back(self) -> None:
        anyio.run(partial(roll_back, self.effects(), Timeline()))

    def prune(self) -> None:
        async def go() -> None:
            effects = self.effects()
            async with effects.exclusive():
                await effects.pruner().execute(await effects.pruner().plan(keep=1, days=0))

        anyio.run(go)

    def shown(self) -> tuple[str, str]:
        """The release whose page and the one whose version users get."""
        newest = next(release for release in self.releases() if release.outcome == "done")
        assert self.live() == newest.version
        return self.seen().partition("<title>")[2].partition("</title>")[0], newest.origin

    def killed(self, case: Case) -> list[str] | None:
        """The verb in another process; None when it was killed there, else its calls."""
        target = self.aws.target
        given = {
            **{"endpoint": target.endpoint, "stage": target.stage, "state": target.state},
            **{"stack": self.stack.to_dict(), "verb": case.verb, "code": "sha256:abcd"},
            **{"when": case.when, "part": case.part, "at": case.at, "served": self.served},
            "page": str(release_stack.page(self.folder / f"r{self.number}", f"r{self.number}")),
        }
        command, place = [sys.executable, "-m", "tests.emulator.killed_at"], {"PYTHONPATH": str(ROOT / "ci" / "src")}
        done = subprocess.run(
            command, input=json.dumps(given), text=True, cwd=ROOT, env={**os.environ, **place}, capture_output=True
        )
        if done.returncode == -9:
            return None
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found


@pytest.fixture
def world(emulated: Target, tmp_path: Path) -> Visited:
    made = Visited(emulated, tmp_path)
    made.forward()
    made.forward()
    return made


def cases(world: Visited, verb: Verb) -> Iterator[Case]:
    if not ALL:
        yield from (Case(*item) for item in NOTICED if item[0] == verb)
        return
    prepare(world, verb)
    calls = world.killed(Case(verb, "before", "never"))
    assert calls
    restore(world, verb)
    for at in range(1, len(calls) + 1):
        yield Case(verb, "before", "", at)
        yield Case(verb, "after", "", at)


def prepare(world: Visited, verb: Verb) -> None:
    """What the verb needs to have something to do."""
    if verb == "release":
        world.next()
    if verb == "prune":
        world.forward()


def restore(world: Visited, verb: Verb) -> None:
    """After it: forward again, so that there is something to go back to."""
    if verb == "rollback":
        world.forward()
        world.forward()


def again(world: Visited, verb: Verb) -> None:
    """The same verb run again."""
    match verb:
        case "release":
            world.release(f"r{world.number}")
        case "rollback":
            world.back()
        case "prune":
            world.prune()


def kills_mended(world: Visited, verb: Verb) -> int:
    """How often the verb was killed; after each kill the next run must show what was wanted."""
    hit = 0
    for case in cases(world, verb):
        prepare(world, verb)
        wanted = world.number - 1 if verb == "rollback" else world.number
        hit += world.killed(case) is None
        again(world, verb)
        page, _ = world.shown()
        assert page == f"r{wanted}", case
        restore(world, verb)
    return hit


@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_at_any_call_is_seen_by_no_visitor_and_mended_by_the_next_run(world: Visited, verb: Verb) -> None:
    prober = Prober(world.aws.target.site(world.stack))
    with prober.at_work():
        hit = kills_mended(world, verb)
    assert hit > 0
    assert prober.faults == []
    assert prober.visits > 0
    print(f"{verb}: {hit} kills, {prober.requests} requests in {prober.seconds:.0f} s, pairs {len(prober.pairs)}")
