"""One case: a verb on an account with two good releases, one call of it spoiled, and the same verb run again.

Between any two calls a visitor looks: at the index, each asset that it names, config.json and the API.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from tasador_release.errors import TasadorError

from tests.cloud.gate import Fault, Gate, Killed
from tests.cloud.world import World

Verb: TypeAlias = Literal["release", "rollback", "prune"]
Seen: TypeAlias = tuple[str, str]  # the texts of page and API
FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)
RANK: Final = {"one": 1, "two": 2, "three": 3, "other": 3}  # the last two: whichever is done later


@dataclass
class Watch(Gate):
    """A gate with a visitor beside it: looks after each call, and after what another does meanwhile."""

    world: World | None = None
    seen: list[Seen] = field(default_factory=list)

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401  each operation has its own answer
        try:
            return super().__call__(name, act)
        finally:
            self.look()

    def look(self) -> None:
        assert self.world is not None
        page, _, api = self.world.seen()
        if not self.seen or self.seen[-1] != (page, api):
            self.seen.append((page, api))


@dataclass(frozen=True)
class Outcome:
    """What became of one case: what visitors saw on the way, what stood then, and after the next run."""

    verb: Verb
    fault: Fault
    call: str
    struck: bool
    ended: str
    seen: tuple[Seen, ...]
    state: Seen
    after: Seen


@dataclass
class Bench:
    """Starts every case from a copy of the same account."""

    folder: Path
    start: dict[Verb, World] = field(default_factory=dict)

    def world(self, verb: Verb) -> World:
        if verb not in self.start:
            made = World(self.folder)
            for text in ("zero", "one", "two") if verb == "prune" else ("one", "two"):
                made.release(text)
            self.start[verb] = made
        return World(self.folder, self.start[verb].cloud.copied())

    def calls(self, verb: Verb) -> list[str]:
        """The calls of the verb when nothing happens."""
        world = self.world(verb)
        watch = Watch(world=world)
        run(verb, world, watch)
        return watch.calls

    def case(self, verb: Verb, fault: Fault, at: int) -> Outcome:
        world = self.world(verb)
        watch = Watch(fault, at=at, world=world, meanwhile=partial(world.release, "other"))
        watch.look()
        ended = self.ended(verb, world, watch)
        page, _, api = world.seen()
        with contextlib.suppress(TasadorError):  # after another's release, or a rollback that was done: nothing to do
            run(verb, world, Gate())
        after = world.seen()
        call = watch.calls[at - 1] if len(watch.calls) >= at else ""
        return Outcome(verb, fault, call, watch.struck, ended, tuple(watch.seen), (page, api), (after[0], after[2]))

    def ended(self, verb: Verb, world: World, watch: Watch) -> str:
        try:
            run(verb, world, watch)
        except Killed:
            return "killed"
        except TasadorError as error:
            return type(error).__name__
        return "done"


def run(verb: Verb, world: World, gate: Gate) -> None:
    match verb:
        case "release":
            world.release("three", gate)
        case "rollback":
            world.roll_back(gate=gate)
        case "prune":
            world.prune(gate, keep=1)


def sound(seen: Seen) -> bool:
    """Whether the API knows the page: it is the page's own, or a newer one."""
    page, api = seen
    return RANK[page] <= RANK[api]


def outcomes(folder: Path, verb: Verb) -> Iterator[Outcome]:
    bench = Bench(folder)
    for fault in FAULTS:
        for at in range(1, len(bench.calls(verb)) + 1):
            yield bench.case(verb, fault, at)
