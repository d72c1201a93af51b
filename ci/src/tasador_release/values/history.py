"""Releases on record. Pure: bytes in, values out; `archive` reads and writes them.

Below `releases/` in the page's bucket, never served:

    <id>.json          the record of a release or a rollback: it explains, and decides nothing alone
    history.json       all records that ended, in one object, each with its ETag: a cache, checked by listing
    pages/<sha>.json   the files of a page with hashes and headers, by the page's digest
    kept/<sha>         the bytes of an index or another file without a hash in its name, by their own hash

An id begins with a sequence number that is taken under the release lock: the highest number that is
seen anywhere (a key, the summary, the index that is shown) plus one. Its order is the order of the
releases. The times in a record are for readers; no clock decides anything.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias, get_args

from tasador_release.errors import NothingToRollBackTo
from tasador_release.text import plain

Outcome: TypeAlias = Literal["started", "done", "failed", "rolled back"]
SCHEMA: Final = 2
PREFIX: Final = "releases/"
KEPT: Final = "releases/kept/"
PAGES: Final = "releases/pages/"
SUMMARY: Final = "releases/history.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a release as it went: seconds from its start."""

    name: str
    start: float
    end: float
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One deploy or rollback: what users saw once it was done, and what they saw before."""

    id: str
    outcome: Outcome
    started_at: str
    by: str
    target: str
    stage: str
    previous: str | None
    function: str
    version: str
    code: str  # the image as repo@sha256:…, or the digest of the function tree
    site: str  # digest of the page; its files are in pages/
    revision: str = ""
    restores: str | None = None  # of a rollback: the release it went back to
    finished_at: str | None = None
    steps: tuple[Step, ...] = ()
    error: str = ""
    schema: int = SCHEMA

    @property
    def sequence(self) -> int:
        return sequence_of(self.id)

    @property
    def origin(self) -> str:
        """The release whose page and version this one shows: itself, or what it went back to."""
        return self.restores or self.id

    @property
    def seconds(self) -> float | None:
        """From its start to its end; None while it has none."""
        if self.finished_at is None:
            return None
        return (datetime.fromisoformat(self.finished_at) - datetime.fromisoformat(self.started_at)).total_seconds()

    def lines(self, *, shown: bool) -> Iterator[str]:
        """For a reader: what, when and how long; by whom and of which commit; what it shows; why it failed."""
        back = f"  back to {self.restores}" if self.restores else ""
        took = "" if self.seconds is None else f"  {self.seconds:.0f} s"
        when = self.started_at[:16].replace("T", " ")
        yield f"{'*' if shown else ' '} {self.id}  {self.outcome:11}  version {self.version}  {when}{took}{back}"
        commit = f", commit {self.revision}" if self.revision else ""
        yield f"    by {self.by}{commit}, image {_short(self.code)}, page {_short(self.site)}"
        if self.error:
            yield f"    because {self.error}"

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def to_dict(self) -> dict[str, object]:
        """As `from_dict` takes it. A summary writes a thousand, and `asdict` copies each value of each on the way."""
        return {**_plain(self, _FIELDS), "steps": [_plain(step, _STEP) for step in self.steps]}

    def ended(self, outcome: Outcome, at: datetime, steps: tuple[Step, ...], error: str = "") -> "Release":
        return replace(self, outcome=outcome, finished_at=at.isoformat(), steps=steps, error=error)


_FIELDS: Final = tuple(field.name for field in fields(Release))
_STEP: Final = tuple(field.name for field in fields(Step))


def _plain(value: object, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


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
        return last_good(self.releases)

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


def new_id(sequence: int, code: str, site: str) -> str:
    """Sorts by its number; the digits after it say at a glance whether code or page differ."""
    return f"{sequence:06d}-{_tail(code)}{_tail(site)}"


def sequence_of(name: str) -> int:
    """The number an id begins with; 0 for what is no id of ours."""
    head = name.partition("-")[0]
    return int(head) if head.isascii() and head.isdigit() else 0


def record_key(release: str) -> str:
    return f"{PREFIX}{release}.json"


def page_key(site: str) -> str:
    return f"{PAGES}{site.rpartition(':')[2]}.json"


def kept_key(sha256: str) -> str:
    return f"{KEPT}{sha256}"


def parse(text: bytes) -> Release:
    """ValueError says what is wrong with the record."""
    try:
        raw = json.loads(text.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return from_dict(raw)


def from_dict(raw: object) -> Release:
    """The same from parsed JSON: every field of its kind, none that is not known here."""
    if not isinstance(raw, dict):
        raise ValueError("it is no JSON object")
    _refuse_unknown(raw)
    try:
        release = Release(**{**_plainly(raw), "steps": tuple(Step(**step) for step in raw.get("steps", ()))})
        _refuse_unsound(release)
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"a field is missing or of the wrong kind: {error}") from error
    return release


def newest_first(releases: Iterable[Release]) -> tuple[Release, ...]:
    return tuple(sorted(releases, key=lambda release: (release.sequence, release.id), reverse=True))


def last_good(releases: Iterable[Release]) -> Release | None:
    """The newest that was done: what users saw last when all was well."""
    return next((item for item in newest_first(releases) if item.outcome == "done"), None)


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


def _short(digest: str) -> str:
    return digest.rpartition(":")[2][:12] or "none"


def _tail(digest: str) -> str:
    return digest.rsplit(":", 1)[-1][:4]


def _refuse_unknown(raw: dict[str, Any]) -> None:
    if raw.get("schema") != SCHEMA:
        raise ValueError(f"it is of schema {raw.get('schema')!r}, and this program reads {SCHEMA}")
    unknown = sorted(set(raw) - {item.name for item in fields(Release)})
    if unknown:
        raise ValueError(f"it has fields that this program does not know: {', '.join(map(str, unknown))}")


def _plainly(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: plain(value) if isinstance(value, str) else value for key, value in raw.items()}


def _refuse_unsound(release: Release) -> None:
    if release.outcome not in get_args(Outcome):
        raise ValueError(f"unknown outcome {release.outcome!r}")
    words = (release.id, release.version, release.code, release.site, release.function, release.by)
    if not all(isinstance(word, str) for word in words) or not sequence_of(release.id):
        raise ValueError("a field is missing or of the wrong kind")
    if datetime.fromisoformat(release.started_at).tzinfo is None:
        raise ValueError(f"its date has no zone: {release.started_at}")
