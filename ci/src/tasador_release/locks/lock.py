"""The release lock: one object beside Terraform's state, written on condition that nobody else wrote it.

A holder renews it while it works. A waiter watches the ETag: one that moves belongs to a release at
work, one that stood still for a lease of the waiter's own monotonic time to a dead one, which is then
taken over. No date is compared with any other. A holder that could not renew for two thirds of a
lease counts its lock as lost and stops; before each write it asks `still_held`. It is freed on
condition that it is as the holder last wrote it.
"""

import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import anyio

from tasador_release.aws import Aws
from tasador_release.concurrency import first
from tasador_release.errors import CallFailed, ChangedMeanwhile, LockHeld, LockLost
from tasador_release.locks import lease
from tasador_release.locks.lease import BEAT_S, LEASE_S, Lease
from tasador_release.site.objects import Objects, looked
from tasador_release.site.shown import Placed

_POLL_S: Final = 1.0
_ANSWER_S: Final = 7.0  # two tries of this end well before two thirds of a lease


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it stands in the bucket."""

    lease: Lease
    stood: Placed


@dataclass(slots=True)
class Lock:
    """The lock of one stage. `patience_s`: for how long a holder that lives is waited for."""

    aws: Aws
    bucket: str
    stage: str
    patience_s: float = 0.0
    beat_s: float = BEAT_S
    lease_s: float = LEASE_S
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    monotonic: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = lambda _: None
    lost: bool = False  # someone else may hold it by now: nothing here is ours to change any more
    _renewed: float = field(default=0.0, repr=False)
    _held: Held | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        return f"locks/{self.stage}.json"

    async def peek(self) -> Held | None:
        """Who holds it, if anybody."""
        return _held(await looked(self._objects, self.key))

    async def take(self, owner: str, token: str) -> Held:
        """Take it when it is free or its holder is dead; LockHeld when the holder lives."""
        begun = self.monotonic()
        watch = _Watch(begun)
        while True:
            found = await self.peek()
            if found is None or watch.still(found, self.monotonic()) >= self.lease_s:
                mine = await self._take(owner, token, found)
                if mine is not None:
                    return mine
            else:
                self._refuse(found, watch, waited=self.monotonic() - begun)
            await self.sleep(min(_POLL_S, self.lease_s / 4))

    def still_held(self) -> None:
        """LockLost when it was not renewed for so long that another may have taken it."""
        if self.lost or self.monotonic() - self._renewed > self.lease_s * 2 / 3:
            self.lost = True
            raise LockLost(None)

    async def renew(self) -> None:
        """Give a sign of life; LockLost when someone else took it meanwhile."""
        held = self._held
        if held is None:
            raise LockLost("nobody")
        fresh, asked = held.lease.renewed(), self.monotonic()
        try:
            stood = await self._objects.replace(held.stood, self._object(fresh))
        except ChangedMeanwhile as error:
            self.lost = True
            found = await self.peek()
            raise LockLost(found.lease.owner if found else "nobody") from error
        # counted from before the request: when it arrived is not known
        self._held, self._renewed = Held(fresh, stood), asked

    async def free(self) -> None:
        """Give it back, on condition that it is as we last wrote it."""
        held, self._held = self._held, None
        if held is not None:
            with contextlib.suppress(ChangedMeanwhile):
                await self._objects.replace(held.stood, Placed(self.key))

    async def remove(self, held: Held) -> None:
        """Remove it for `unlock`, on condition that it is the one that was looked at."""
        await self._objects.replace(held.stood, Placed(self.key))

    async def _take(self, owner: str, token: str, found: Held | None) -> Held | None:
        fresh, asked = lease.new(owner, token, datetime.now(UTC)), self.monotonic()
        try:
            stood = await self._objects.replace(found.stood if found else Placed(self.key), self._object(fresh))
        except ChangedMeanwhile:
            return None
        self._held, self._renewed, self.lost = Held(fresh, stood), asked, False
        return self._held

    def _refuse(self, found: Held, watch: "_Watch", *, waited: float) -> None:
        if watch.moved and waited >= self.patience_s:
            raise LockHeld(found.lease.owner, found.lease.since)
        goes_on = "it is at work" if watch.moved else f"taken over unless it moves within {self.lease_s:.0f} s"
        self.tell(f"held by {found.lease.owner} since {found.lease.since}: {goes_on}")

    def _object(self, fresh: Lease) -> Placed:
        return Placed(self.key, fresh.to_json().encode(), content_type="application/json", cache_control="no-store")

    @property
    def _objects(self) -> Objects:
        return Objects(self.aws.home.with_read_timeout(_ANSWER_S), self.bucket, self.sleep)


@dataclass(slots=True)
class _Watch:
    """How long the lock stood still under our eyes, in seconds of our own time."""

    since: float
    etag: str | None = None
    moved: bool = False

    def still(self, found: Held, now: float) -> float:
        if found.stood.etag != self.etag:
            self.moved = self.etag is not None
            self.etag, self.since = found.stood.etag, now
        return now - self.since


def _held(stood: Placed) -> Held | None:
    return None if stood.body is None else Held(lease.parse(stood.body), stood)


@asynccontextmanager
async def holding(lock: Lock, owner: str, token: str) -> AsyncIterator[None]:
    """Hold the lock around the body, renewing it; when it is lost, the body ends in LockLost."""
    await lock.take(owner, token)
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(_beat, lock)
            yield
            group.cancel_scope.cancel()
    except BaseExceptionGroup as errors:
        error = first(errors)
        raise error from error.__cause__
    finally:
        # what cannot be freed frees itself after a lease; it must not hide why the body ended
        with anyio.move_on_after(10, shield=True), contextlib.suppress(CallFailed):
            await lock.free()


async def _beat(lock: Lock) -> None:
    while True:
        await anyio.sleep(lock.beat_s)
        with anyio.move_on_after(lock.lease_s / 3), contextlib.suppress(CallFailed):
            await lock.renew()
        # a renewal that failed or hung is tried again, until there is no time left to be sure
        lock.still_held()
