"""All releases on record, and which of them a rollback goes back to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tasador_release.errors import NothingToRollBackTo
from tasador_release.text import plain
from tasador_release.values.record import PREFIX, Release, sequence_of


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be read: its key, why, and when it was written by the bucket's clock."""

    key: str
    reason: str
    modified: datetime

    @property
    def id(self) -> str:
        return self.key.removeprefix(PREFIX).removesuffix(".json")

    def line(self) -> str:
        return f"{plain(self.key)} cannot be read and is passed over: {plain(self.reason)}"


@dataclass(frozen=True, slots=True)
class History:
    """All records, newest first; `sequence` is the highest number ever seen, `ages` the bucket's times by id."""

    releases: tuple[Release, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    sequence: int = 0
    ages: tuple[tuple[str, datetime], ...] = ()

    @property
    def last_good(self) -> Release | None:
        """The newest that was done: what users saw last when all was well."""
        return next((item for item in newest_first(self.releases) if item.outcome == "done"), None)

    def find(self, wanted: str | None) -> Release | None:
        return next((item for item in self.releases if item.id == wanted), None)

    def named(self, wanted: str) -> Release:
        """The release of this name; NothingToRollBackTo when it is not on record."""
        found = self.find(wanted)
        if found is None:
            raise NothingToRollBackTo(wanted)
        return found

    def unfinished(self) -> tuple[Release, ...]:
        """Those after the last good one that neither ended well nor were put back: killed, or stuck."""
        good = self.last_good
        since = good.sequence if good else -1
        return tuple(r for r in self.releases if r.sequence > since and r.outcome in ("started", "failed"))

    def lines(self, shown: str) -> tuple[str, ...]:
        """For a reader: a release a line, the shown one marked; then what cannot be read."""
        listed = (line for item in self.releases for line in item.lines(shown=item.id == shown))
        return (*listed, *(item.line() for item in self.unreadable))

    def next_sequence(self, shown: str = "") -> int:
        """One more than any number that was ever seen, the shown release's included."""
        ids = (*(r.id for r in self.releases), *(u.id for u in self.unreadable), shown)
        return max((self.sequence, *(sequence_of(name) for name in ids))) + 1


def newest_first(releases: Iterable[Release]) -> tuple[Release, ...]:
    return tuple(sorted(releases, key=lambda release: (release.sequence, release.id), reverse=True))


def choose(past: History, wanted: str | None, *, disturbed: bool) -> Release:
    """What to go back to; NothingToRollBackTo when there is no such release.

    `disturbed`: what stands is not what the last good record says. Then back is that release. A
    rollback that did not end, or just ended, names the same target again: it never goes further back.
    """
    good = past.last_good
    if wanted is None and good is not None:
        wanted = _back_from(past, good, disturbed=disturbed)
    found = past.find(wanted)
    if found is None or found.outcome != "done":
        raise NothingToRollBackTo(wanted)
    return found


def going_back(to: Release, release: str, started: datetime, by: str) -> Release:
    """The record of a rollback: version, code and page are those of `to`."""
    return replace(
        to,
        id=release,
        outcome="started",
        started_at=started.isoformat(),
        by=by,
        restores=to.origin,
        finished_at=None,
        steps=(),
        error="",
    )


def _back_from(past: History, good: Release, *, disturbed: bool) -> str | None:
    begun = next((item for item in past.unfinished()[:1] if item.restores), None)
    if begun is not None:
        return begun.restores
    if disturbed or good.restores:
        return good.id
    return good.previous
