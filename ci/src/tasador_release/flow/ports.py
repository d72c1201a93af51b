"""What a release and a rollback do to the world, as Protocols. `live` does it; tests record it."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tasador_release.flow.plan import ReleasePlan
from tasador_release.site.sync import SyncPlan
from tasador_release.values.history import Release
from tasador_release.values.results import Check, Proof, Synced


class Effects(Protocol):
    """The effects that both have."""

    def exclusive(self) -> AbstractAsyncContextManager[None]:
        """Hold the release lock; LockHeld when another release is at work."""
        ...

    def ours(self) -> bool:
        """False once another release took the lock from this one: then nothing may be put back."""
        ...

    async def record(self, release: Release) -> None:
        """Write the record of a release; the first time before anything else is written."""
        ...

    async def prove(self, version: str) -> Proof:
        """Warm a version that nobody need see yet, and get a price out of it."""
        ...

    async def move_alias(self, version: str, *expected: str) -> None:
        """Show the version to users, unless someone else moved the alias to one that is not expected."""
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


class ReleasePort(Effects, Protocol):
    """A release can also plan, and send the page."""

    async def plan(self) -> ReleasePlan:
        """Read what is there and say what would change. Writes nothing."""
        ...

    async def upload(self, plan: SyncPlan, release: str) -> Synced:
        """Send assets and entries, and keep a copy of the new index for a later rollback."""
        ...


class RollbackPort(Effects, Protocol):
    """A rollback reads what there is to go back to."""

    async def history(self) -> tuple[Release, ...]:
        """All releases on record."""
        ...

    async def current(self) -> str:
        """The version that the alias points to."""
        ...
