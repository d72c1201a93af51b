"""What a release and a rollback do to the world, as Protocols. `effects` does it; tests record it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tasador_release.flow.plan import ReleasePlan, Undo
from tasador_release.values.alias import Alias
from tasador_release.values.canary import CanaryStep
from tasador_release.values.record import Release
from tasador_release.values.results import Check, Proof, Synced


class Effects(Protocol):
    """The effects that both have."""

    def exclusive(self, tell: Callable[[str], None] = ...) -> AbstractAsyncContextManager[None]:
        """Hold the release lock; LockHeld when another release is at work. `tell` hears who holds it meanwhile."""
        ...

    def ours(self) -> bool:
        """False once the lock may be another release's: then nothing may be put back."""
        ...

    async def record(self, release: Release) -> None:
        """Write the record of a release; the first time before anything else is written."""
        ...

    async def prove(self, version: str) -> Proof:
        """Warm a version that nobody need see yet, and see that it answers the samples as it must."""
        ...

    async def move_alias(self, seen: Alias, to: Alias) -> Alias:
        """Let requests go where `to` says; AliasConflict unless the alias is as it was seen."""
        ...

    async def show(self, plan: ReleasePlan) -> None:
        """Replace what users see of the page, each object on condition that it is as it stood."""
        ...

    async def invalidate(self, paths: tuple[str, ...]) -> str:
        """Tell the edges to forget their copies of these paths."""
        ...

    async def smoke(self, plan: ReleasePlan) -> tuple[Check, ...]:
        """Go through the verification list: this page and this revision answer at the public address."""
        ...

    async def read_back(self, plan: ReleasePlan) -> None:
        """Read alias and index again; ChangedMeanwhile when they are not what this release made them."""
        ...

    async def look(self, plan: ReleasePlan) -> Undo:
        """Read what stands of what this release changes, and say what is to be put back."""
        ...

    async def put_back(self, done: Undo, *, alias_first: bool) -> None:
        """Do it, in the order that is the mirror of how it was shown."""
        ...


class ReleasePort(Effects, Protocol):
    """A release can also plan, and send the page."""

    async def prepare(self) -> None:
        """Make sure that there is a version to release: one that was pruned is published again."""
        ...

    async def plan(self) -> ReleasePlan:
        """Read what is there and say what would change. Writes nothing."""
        ...

    async def compare(self, plan: ReleasePlan, beyond: float) -> tuple[str, ...]:
        """Let both versions answer the requests on record; lines that say which numbers moved by more than the share.

        ProofFailed when the new version does not answer what the old one did.
        """
        ...

    async def canary(self, plan: ReleasePlan, step: CanaryStep, seen: Alias) -> tuple[Alias, str]:
        """Give the new version a share of the requests and watch it; CanaryFailed at the first breach.

        Returns the alias as it is then, and what visitors saw.
        """
        ...

    async def upload(self, plan: ReleasePlan, tell: Callable[[str], None]) -> Synced:
        """Send assets, and keep index and entries for showing them, now and in a later rollback."""
        ...


class RollbackPort(Effects, Protocol):
    """A rollback plans from what is on record, and from what stands."""

    async def plan_back(self, wanted: str | None) -> ReleasePlan:
        """Choose the release to go back to, and check that all it needs is there. Writes nothing."""
        ...
