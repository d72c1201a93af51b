"""What an operator wants to see on one screen: what is live, since when, by whom; alarms, last errors, the lock."""

from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import anyio

from tasador_release.aws import Aws, ask
from tasador_release.errors import TasadorError
from tasador_release.flow.effects import LiveEffects
from tasador_release.function import logs
from tasador_release.function.logs import Line
from tasador_release.values.history import History
from tasador_release.values.record import Release

T = TypeVar("T")
ERRORS: Final = '?ERROR ?"Task timed out"'  # of CloudWatch's filter language: either of the two
DAY: Final = timedelta(days=1)
_SHOWN: Final = 3
_STATES: Final = {"OK": "quiet", "ALARM": "in alarm", "INSUFFICIENT_DATA": "without data yet"}


@dataclass(slots=True)
class Overview:
    """What could be seen; `unknown` says of the rest why not."""

    live: str = ""
    version: str = ""
    records: History = field(default_factory=History)
    lock: str = "free"
    alarms: tuple[tuple[str, str, str], ...] = ()  # name, state, since
    errors: tuple[Line, ...] = ()
    drift: tuple[str, ...] | None = None
    unknown: dict[str, str] = field(default_factory=dict)

    def lines(self) -> tuple[str, ...]:
        return (
            *self._live(),
            self._row("lock", self.lock),
            *self._alarms(),
            *self._errors(),
            self._row("drift", "not looked at" if self.drift is None else ", ".join(self.drift) or "none"),
        )

    def _row(self, name: str, text: str) -> str:
        return f"{name:<8}{self.unknown.get(name, text)}"

    def _live(self) -> tuple[str, ...]:
        found = self.records.find(self.live)
        if "live" in self.unknown or found is None:
            return (self._row("live", f"version {self.version}, released by nobody on record"),)
        own = "" if found.version == self.version else f", though the release is of version {found.version}"
        return (self._row("live", f"{found.id}, version {self.version}{own}{since(found)}"), *told(found))

    def _alarms(self) -> tuple[str, ...]:
        loud = [f"{'':8}{name} since {when}" for name, state, when in self.alarms if state == "ALARM"]
        counts = Counter(_STATES.get(state, state) for _, state, _ in self.alarms)
        return (self._row("alarms", ", ".join(f"{count} {state}" for state, count in counts.items()) or "none"), *loud)

    def _errors(self) -> tuple[str, ...]:
        last = tuple(f"{'':8}{line.text()}" for line in self.errors[-_SHOWN:])
        return (self._row("errors", f"{len(self.errors)} lines in the last 24 hours"), *last)


def since(release: Release) -> str:
    return f", since {(release.finished_at or release.started_at)[:16].replace('T', ' ')} UTC"


def told(release: Release) -> tuple[str, ...]:
    """Who and what, a line each."""
    commit = f", commit {release.revision}" if release.revision else ""
    return (f"{'':8}by {release.by}{commit}", f"{'':8}image {release.code}", f"{'':8}page {release.site}")


async def look(live: LiveEffects) -> Overview:
    """All of it side by side. What cannot be asked is said in its place."""
    found = Overview()

    async def stands() -> None:
        standing = await live.stands()
        found.live, found.version = standing.release or "", standing.alias.version
        found.records = await live.past()

    async def lock() -> None:
        held = await live.lock.peek() if live.lock else None
        found.lock = held.lease.holder() if held else "free"

    async def alarms() -> None:
        found.alarms = await states(live.aws, live.alarms)

    async def errors() -> None:
        yesterday = int((datetime.now(UTC) - DAY).timestamp() * 1000)
        found.errors = tuple(await logs.lines(live.aws, live.stack.log_group, yesterday, ERRORS))

    async with anyio.create_task_group() as group:
        for name, work in {"live": stands, "lock": lock, "alarms": alarms, "errors": errors}.items():
            group.start_soon(_told, found.unknown, name, work())
    return found


async def _told(unknown: dict[str, str], name: str, work: Awaitable[None]) -> None:
    try:
        await work
    except TasadorError as error:
        unknown[name] = f"not known: {error.what}"


async def states(aws: Aws, names: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """Name, state and since when, of each of these alarms."""
    answer = await ask("cloudwatch:DescribeAlarms", aws.cloudwatch.describe_alarms, AlarmNames=list(names))
    return tuple(_state(item) for item in answer["MetricAlarms"])


def _state(item: Mapping[str, object]) -> tuple[str, str, str]:
    return str(item["AlarmName"]), str(item["StateValue"]), str(item.get("StateUpdatedTimestamp", "?"))[:16]
