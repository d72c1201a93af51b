"""Releases on record. Pure: texts in, values out; `archive` reads and writes them."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias, get_args

from tasador_release.errors import NothingToRollBackTo, ReleaseError

Outcome: TypeAlias = Literal["started", "done", "failed", "rolled back"]
PREFIX: Final = "releases/"


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
    """One deploy: what users saw once it was done, and what they saw before."""

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
    site: str  # digest of the page
    files: tuple[str, ...]  # every key of the page: prune keeps what a kept release refers to
    revision: str = ""
    restores: str | None = None  # of a rollback: the release it went back to
    finished_at: str | None = None
    steps: tuple[Step, ...] = ()
    error: str = ""

    @property
    def origin(self) -> str:
        """The release whose kept index this one shows: its own, or that of what it went back to."""
        return self.restores or self.id

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    def ended(self, outcome: Outcome, at: datetime, steps: tuple[Step, ...], error: str = "") -> "Release":
        return replace(self, outcome=outcome, finished_at=at.isoformat(), steps=steps, error=error)


def new_id(now: datetime, code: str, site: str) -> str:
    """Sorts by time, and tells two builds of one second apart."""
    short = f"{_tail(code)}{_tail(site)}"
    return f"{now:%Y%m%dT%H%M%S%f}Z-{short}"


def record_key(release: str) -> str:
    return f"{PREFIX}{release}.json"


def index_key(release: str) -> str:
    return f"{PREFIX}{release}/index.html"


def parse(text: str) -> Release:
    try:
        return _release(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"a record of a release cannot be read: {error}",
            "look at it in the bucket, below releases/",
            where="history",
        ) from error


def newest_first(releases: Iterable[Release]) -> tuple[Release, ...]:
    return tuple(sorted(releases, key=lambda release: release.id, reverse=True))


def last_good(releases: Iterable[Release]) -> Release | None:
    """The newest that was done: what users saw last when all was well."""
    return next((item for item in newest_first(releases) if item.outcome == "done"), None)


def choose(releases: Iterable[Release], wanted: str | None = None) -> Release:
    """What to go back to: the named release, or what the live one calls its previous."""
    good = {item.id: item for item in releases if item.outcome == "done"}
    live = last_good(good.values())
    found = good.get(wanted or (live.previous if live else None) or "")
    if found is None:
        raise NothingToRollBackTo(wanted)
    return found


def going_back(to: Release, release: str, started: datetime, by: str) -> Release:
    """The record of a rollback. Its previous is that of `to`: going back twice goes back twice."""
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


def _tail(digest: str) -> str:
    return digest.rsplit(":", 1)[-1][:4]


def _release(raw: dict[str, Any]) -> Release:
    if raw["outcome"] not in get_args(Outcome):
        raise ValueError(f"unknown outcome {raw['outcome']!r}")
    steps = tuple(Step(**step) for step in raw.get("steps", ()))
    return Release(**{**raw, "files": tuple(raw["files"]), "steps": steps})
