"""Terraform's own lock beside a state: who holds it and since when. It is an object of the state's bucket."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import anyio.to_thread

from release.aws import Aws, call
from release.errors import CallFailed

SUFFIX: Final = ".tflock"
_ABSENT: Final = frozenset({"NoSuchKey", "NoSuchBucket", "404", "NotFound"})


@dataclass(frozen=True, slots=True)
class StateLock:
    """One lock, as Terraform wrote it down."""

    key: str
    id: str
    who: str
    created: str
    operation: str

    def line(self, now: datetime) -> str:
        return f"{self.key} is locked by {self.who} ({self.operation}) for {self._age(now)}: {self.id}"

    def _age(self, now: datetime) -> str:
        try:
            # Terraform writes nanoseconds, of which Python takes six digits
            since = datetime.fromisoformat(self.created[:19] + "+00:00")
        except ValueError:
            return "who knows how long"
        return f"{max(0.0, (now - since).total_seconds()):.0f} s"


def parse(key: str, text: str) -> StateLock:
    """A lock that cannot be read is still a lock."""
    try:
        raw = json.loads(text)
        return StateLock(key, str(raw["ID"]), str(raw["Who"]), str(raw["Created"]), str(raw["Operation"]))
    except (ValueError, KeyError, TypeError):
        return StateLock(key, "unreadable", "somebody", "", "unknown")


async def peek(aws: Aws, state_key: str) -> StateLock | None:
    """The lock of that state, if there is one."""
    key = state_key + SUFFIX
    try:
        found = await call(f"s3:GetObject {key}", aws.s3.get_object, Bucket=aws.target.state, Key=key)
    except CallFailed as error:
        if error.code in _ABSENT:
            return None
        raise
    return parse(key, (await anyio.to_thread.run_sync(found["Body"].read)).decode())


async def remove(aws: Aws, lock: StateLock) -> None:
    """Remove it, whoever holds it: for `unlock`, after a look at owner and age."""
    await call(f"s3:DeleteObject {lock.key}", aws.s3.delete_object, Bucket=aws.target.state, Key=lock.key)
