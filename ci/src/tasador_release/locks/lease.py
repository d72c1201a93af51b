"""The release lock as a value: who holds it. Pure.

The dates in it are for readers. Whether its holder lives is told by the object's ETag alone: a holder
renews it, so an ETag that stood still for a lease of the waiter's own time belongs to the dead.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from tasador_release.text import plain

LEASE_S: Final = 45.0  # a lock that stood still for this long has no holder any more
BEAT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Content of the lock object. `token` tells two runs of one owner apart, `beat` two renewals of one run."""

    owner: str
    token: str
    since: str
    beat: int = 0

    def holder(self) -> str:
        """For a reader: who, and since when by that machine's own clock."""
        return f"held by {self.owner} since {self.since} by its own clock"

    def renewed(self) -> "Lease":
        return replace(self, beat=self.beat + 1)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2) + "\n"


def new(owner: str, token: str, now: datetime) -> Lease:
    return Lease(owner, token, now.isoformat())


def parse(text: bytes) -> Lease:
    """A lock that cannot be read is one of an unknown owner: it must be removable like any other."""
    try:
        raw = json.loads(text.decode("utf-8"))
        return Lease(plain(str(raw["owner"])), str(raw["token"]), plain(str(raw["since"])), int(raw.get("beat", 0)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Lease("unknown", "", "unknown")
