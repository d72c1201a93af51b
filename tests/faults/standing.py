"""Cases of another kind: what a verb finds is wrong already, or is changed by hand while it is at work.

Records and locks that lie or cannot be read, machines whose clock is off, an alias or an index that somebody moved.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Final, Self, get_args
from unittest.mock import patch

from tasador_release.errors import TasadorError
from tasador_release.flow import effects, going_back, planning
from tasador_release.flow import run as flow
from tasador_release.locks import lock
from tasador_release.values.record import record_key

from tests.cloud.gate import Gate
from tests.cloud.world import World
from tests.faults.cases import Bench, Seen, Verb, Watch, run

Hand = Callable[[World], object]
CLOCKS: Final = {
    "2 hours slow": timedelta(hours=-2),
    "10 minutes slow": timedelta(minutes=-10),
    "8 seconds fast": timedelta(seconds=8),
    "a day fast": timedelta(days=1),
}
SPOILED: Final = {
    "empty": b"",
    "cut off": b'{"schema": 2, "id": "00',
    "not UTF-8": b"\xff\xfe",
    "nested too deep": b"[" * 100_000,
    "of a newer schema": b'{"schema": 99, "id": "000002-x", "mood": "blue"}',
}
HELD: Final = {
    "from the year 9999": b'{"owner": "ana", "token": "t", "since": "9999-12-31T00:00:00+00:00"}',
    "without a zone": b'{"owner": "ana", "token": "t", "since": "2026-11-01T00:00:00"}',
    "empty": b"",
    "not UTF-8": b"\xff",
}


@dataclass(frozen=True)
class Found:
    """What became of one case: see `cases.Outcome`."""

    verb: Verb
    wrong: str
    ended: str
    seen: tuple[Seen, ...]
    state: Seen
    after: Seen


def every_record(text: bytes) -> Hand:
    """All that is on record, their summary included."""

    def spoil(world: World) -> None:
        for key in [key for key in world.cloud.site if key.startswith(("releases/0", "releases/history"))]:
            world.cloud.put("site", key, text)

    return spoil


def newest_record(text: bytes) -> Hand:
    def spoil(world: World) -> None:
        world.cloud.put("site", record_key(world.past().releases[0].id), text)

    return spoil


def left_lock(text: bytes) -> Hand:
    return lambda world: world.cloud.put("state", "locks/test.json", text)


def first_version(world: World) -> None:
    """An operator's move; Lambda refuses one to a version that is gone."""
    if "1" in world.cloud.versions:
        world.cloud.move("1")


def of_one(name: str) -> Hand:
    """An object as release "one" had it, put there by hand."""

    def put(world: World) -> None:
        old = World(world.folder)
        old.release("one")
        world.cloud.site[name] = replace(old.cloud.site[name], modified=world.cloud.now)

    return put


BEFORE: Final[dict[str, Hand]] = {
    **{f"the newest record is {name}": newest_record(text) for name, text in SPOILED.items()},
    **{f"every record is {name}": every_record(text) for name, text in SPOILED.items()},
    **{f"a lock is left, {name}": left_lock(text) for name, text in HELD.items()},
    "the alias was moved by hand": first_version,
    "the alias was given weights by hand": lambda world: world.cloud.move("2", {"1": 0.5}),
    "config.json was put back by hand": of_one("config.json"),
    "index.html was put back by hand": of_one("index.html"),
    "an asset that a rollback needs was removed": lambda world: world.cloud.site.pop("assets/app-one.js"),
}
MEANWHILE: Final[dict[str, Hand]] = {
    "the alias is moved by hand at any call": first_version,
    "index.html is put back by hand at any call": of_one("index.html"),
    "the lock is removed by hand at any call": lambda world: world.cloud.buckets["state"].clear(),
}


@contextmanager
def clock_off_by(off: timedelta) -> Iterator[None]:
    class Off(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + off

    with ExitStack() as patched:
        for module in (effects, flow, going_back, lock, planning):
            patched.enter_context(patch.object(module, "datetime", Off))
        yield


def case(bench: Bench, verb: Verb, wrong: str, watch: Watch, off: timedelta = timedelta()) -> Found:
    assert watch.world is not None
    world = watch.world
    watch.look()
    with clock_off_by(off):
        ended = bench.ended(verb, world, watch)
    page, _, api = world.seen()
    with contextlib.suppress(TasadorError):  # there may be nothing to do, or nothing to go back to
        run(verb, world, Gate())
    after = world.seen()
    return Found(verb, wrong, ended, tuple(watch.seen), (page, api), (after[0], after[2]))


def standing(folder: Path, verb: Verb) -> Iterator[Found]:
    """All cases of a verb."""
    bench = Bench(folder)
    for wrong, hand in BEFORE.items():
        if verb == "prune" and "asset" in wrong:  # what it would delete itself
            continue
        world = bench.world(verb)
        hand(world)
        yield case(bench, verb, wrong, Watch(world=world))
    for name, off in CLOCKS.items():
        world = bench.world(verb)
        yield case(bench, verb, f"the machine's clock is {name}", Watch(world=world), off)
    for wrong, hand in MEANWHILE.items():
        for at in range(1, len(bench.calls(verb)) + 1):
            world = bench.world(verb)
            watch = Watch("paused", at=at, world=world, meanwhile=partial(hand, world))
            yield case(bench, verb, wrong, watch)


def everything(folder: Path) -> list[Found]:
    return [found for verb in get_args(Verb) for found in standing(folder / verb, verb)]
