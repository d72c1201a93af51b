"""The release lock as a value: who holds it, and when it last gave a sign of life. Pure."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

LEASE_S: Final = 45.0  # without a sign of life for this long, the holder counts as dead
BEAT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Content of the lock object. `token` tells two runs of one owner apart."""

    owner: str
    token: str
    since: str
    seen: str

    def age_s(self, now: datetime) -> float:
        """Seconds since the last sign of life; never negative, clocks differ."""
        return max(0.0, (now - datetime.fromisoformat(self.seen)).total_seconds())

    def stale(self, now: datetime, lease_s: float = LEASE_S) -> bool:
        return self.age_s(now) > lease_s

    def beat(self, now: datetime) -> "Lease":
        return replace(self, seen=now.isoformat())

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2) + "\n"


def new(owner: str, token: str, now: datetime) -> Lease:
    return Lease(owner, token, now.isoformat(), now.isoformat())


def parse(text: str) -> Lease:
    """A lock that cannot be read is one of an unknown owner, long dead: it must be removable."""
    try:
        lease = Lease(**json.loads(text))
        datetime.fromisoformat(lease.seen)
    except (ValueError, TypeError):
        return Lease("unknown", "", _LONG_AGO, _LONG_AGO)
    return lease


_LONG_AGO: Final = "1970-01-01T00:00:00+00:00"
