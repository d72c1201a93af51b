"""`run`: the stages of a release in their order, on a port. No cloud in sight: see `live`."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from release.evidence import Check, Proof, Synced
from release.history import Release
from release.plan import ReleasePlan
from release.report import Timeline
from release.sync import SyncPlan


class Port(Protocol):
    """The effects of a release, in the order in which it has them."""

    def exclusive(self, release: str) -> AbstractAsyncContextManager[None]:
        """Hold the release lock; LockHeld when another release is at work."""
        ...

    async def plan(self) -> ReleasePlan:
        """Read what is there and say what would change. Writes nothing."""
        ...

    async def record(self, release: Release) -> None:
        """Write the record of this release; the first time before anything else is written."""
        ...

    async def prove(self, version: str) -> Proof:
        """Warm the version that nobody sees yet, and get a price out of it."""
        ...

    async def upload(self, plan: SyncPlan, release: str) -> Synced:
        """Send assets and entries, and keep a copy of the new index for a later rollback."""
        ...

    async def move_alias(self, version: str, current: str) -> None:
        """Show the version to users, unless someone else moved the alias meanwhile."""
        ...

    async def show_index(self, release: str) -> None:
        """Make the kept index of a release the one that users get."""
        ...

    async def invalidate(self, paths: tuple[str, ...]) -> str:
        """Tell the edges to forget their copies of these paths."""
        ...

    async def smoke(self) -> tuple[Check, ...]:
        """Go through the verification list."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: the plan, what was learned, and whether there was anything to do."""

    release: str
    changed: bool
    plan: ReleasePlan
    proof: Proof | None = None
    synced: Synced | None = None
    checks: tuple[Check, ...] = ()


async def run(port: Port, timeline: Timeline, *, dry_run: bool = False) -> Outcome:
    """Release, or with `dry_run` only plan. Raises the error that ended it."""
    raise NotImplementedError
