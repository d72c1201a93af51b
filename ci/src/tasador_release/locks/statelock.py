"""Terraform's own lock beside a state: who holds it and since when. It is an object of the state's bucket."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasador_release.aws import Aws, call, state_object
from tasador_release.text import plain

SUFFIX: Final = ".tflock"


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


def parse(key: str, text: str | bytes) -> StateLock:
    """A lock that cannot be read is still a lock."""
    try:
        raw = json.loads(text)
        return StateLock(key, *(plain(str(raw[name])) for name in ("ID", "Who", "Created", "Operation")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return StateLock(key, "unreadable", "somebody", "", "unknown")


async def peek(aws: Aws, state_key: str) -> StateLock | None:
    """The lock of that state, if there is one."""
    key = state_key + SUFFIX
    text = await state_object(aws, key)
    return None if text is None else parse(key, text)


async def remove(aws: Aws, lock: StateLock) -> None:
    """Remove it, whoever holds it: for `unlock`, after a look at owner and age."""
    await call(f"s3:DeleteObject {lock.key}", aws.home.s3.delete_object, Bucket=aws.target.state, Key=lock.key)
