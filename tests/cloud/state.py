"""What is in the account."""

import copy
import hashlib
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Object:
    body: bytes
    modified: datetime
    content_type: str = ""
    cache_control: str = ""
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()}"'


@dataclass
class Version:
    code: str
    modified: datetime
    broken: bool = False  # gives no price
    sick: bool = False  # proves well, and fails the smoke test


@dataclass
class Cloud:
    """One account. `clock` is the world's time in seconds; the account's own dates move on with each write too."""

    buckets: dict[str, dict[str, Object]] = field(default_factory=lambda: {"site": {}, "state": {}})
    versions: dict[str, Version] = field(default_factory=dict)
    alias: str = ""
    weights: dict[str, float] = field(default_factory=dict)
    revision: int = 0
    lateness: int = 0  # so many reads of the alias after a move show what stood before it
    late: int = 0  # how many of them are left
    before: tuple[str, dict[str, float], int] = ("", {}, 0)
    images: dict[str, datetime] = field(default_factory=dict)
    invalidated: list[tuple[str, ...]] = field(default_factory=list)
    clock: float = 0.0  # what processes wait by
    watched: float = 0.0  # for how long canaries were watched
    writes: int = 0
    traffic: dict[str, tuple[int, int, float]] = field(default_factory=dict)  # version: requests, errors, p95 in ms
    ringing: set[str] = field(default_factory=set)
    one_at_a_time: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def now(self) -> datetime:
        return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=self.clock + self.writes)

    def apply(self, code: str, *, broken: bool = False, sick: bool = False) -> str:
        """What Terraform does: new code is published as a version; the first one gets the alias."""
        found = next((name for name, version in self.versions.items() if version.code == code), None)
        if found is None:
            found = str(next(self.numbers))
            self.writes += 1
            self.versions[found] = Version(code, self.now, broken, sick)
        if not self.alias:
            self.move(found)
        return found

    def move(self, version: str, weights: dict[str, float] | None = None) -> None:
        self.before, self.late = (self.alias, self.weights, self.revision), self.lateness
        self.alias, self.weights = version, dict(weights or {})
        self.revision += 1

    def told(self) -> tuple[str, dict[str, float], int]:
        """The alias as a read shows it."""
        if self.late > 0 and self.before[0]:
            self.late -= 1
            return self.before
        return self.alias, self.weights, self.revision

    def put(self, bucket: str, key: str, body: bytes, **headers: Any) -> Object:  # noqa: ANN401
        self.writes += 1
        made = Object(body, self.now, **headers)
        self.buckets[bucket][key] = made
        return made

    def copied(self) -> "Cloud":
        """The same account once more, all requests on one version: what is done to one is not seen in the other."""
        made = copy.copy(self)
        made.buckets = {name: dict(objects) for name, objects in self.buckets.items()}
        made.versions = {name: copy.copy(version) for name, version in self.versions.items()}
        made.weights, made.images, made.invalidated = {}, dict(self.images), []
        made.numbers = itertools.count(int(max(self.versions, key=int)) + 1)
        return made

    @property
    def site(self) -> dict[str, Object]:
        return self.buckets["site"]


def refused(code: str, status: int, call: str) -> ClientError:
    answer: Any = {
        "Error": {"Code": code, "Message": f"{call} was refused"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(answer, call)
