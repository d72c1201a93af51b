"""Stages that begin as soon as what they need is there: side by side where they can, typed throughout."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

import anyio

from tasador_release.concurrency import first
from tasador_release.report.report import STOPPED, Note, Timeline

T_co = TypeVar("T_co", covariant=True)
Before: TypeAlias = Callable[[str], Awaitable[None]]


@dataclass(slots=True)
class Stage(Generic[T_co]):
    """One stage: its name, the stages it waits for, and the work that yields its value."""

    name: str
    needs: "tuple[Stage[object], ...]"
    work: Callable[[Note], Awaitable[T_co]]
    _done: anyio.Event = field(default_factory=anyio.Event)
    _values: list[T_co] = field(default_factory=list)

    @property
    def value(self) -> T_co:
        """What it yielded; only for stages that need it."""
        return self._values[0]

    @property
    def found(self) -> T_co | None:
        """The same for those who do not need it: None while there is none."""
        return self._values[0] if self._values else None

    async def run(self, timeline: Timeline, before: Before) -> None:
        for need in self.needs:
            await need._done.wait()
        await before(self.name)
        with timeline.stage(self.name) as note:
            stopped = await self._work(note)
        if stopped:
            raise stopped
        self._done.set()

    async def _work(self, note: Note) -> BaseException | None:
        """A stage that is stopped has not failed: another did, or someone asked for the end."""
        try:
            self._values.append(await self.work(note))
        except anyio.get_cancelled_exc_class() as stopped:
            note.skip(STOPPED)
            return stopped
        return None


def closure(wanted: "Iterable[Stage[object]]") -> "list[Stage[object]]":
    """The wanted stages and all that they need, each once, in an order in which they could run."""
    found: dict[str, Stage[object]] = {}
    for stage in wanted:
        for needed in (*closure(stage.needs), stage):
            found.setdefault(needed.name, needed)
    return list(found.values())


async def go_on(_stage: str) -> None:
    """No stage is waited with."""


async def run(stages: "Iterable[Stage[object]]", timeline: Timeline, before: Before = go_on) -> None:
    """Run them; the first that fails stops the others, and its error is the one raised. `before` each, it is told."""
    try:
        async with anyio.create_task_group() as group:
            for stage in stages:
                group.start_soon(stage.run, timeline, before, name=stage.name)
    except BaseExceptionGroup as failures:
        raise first(failures) from None
