"""The record of one release. Pure: bytes in, values out; `archive` reads and writes them.

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
