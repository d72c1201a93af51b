"""The release lock: one object beside Terraform's state, written only if nobody else wrote it.

A holder renews it while it works. So a lock that stands still belongs to a killed release, and the
next one takes over once the lease has run out; one that moves belongs to a release at work.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import anyio

from tasador_release.aws import Aws, call, call_if_there
from tasador_release.concurrency import first
from tasador_release.errors import CallFailed, LockHeld, LockLost
from tasador_release.flow import lease
from tasador_release.flow.lease import BEAT_S, LEASE_S, Lease

# someone else wrote it meanwhile, or freed it; a bucket that is not there is neither
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "404", "NotFound"})
_POLL_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it stands in the bucket, with the ETag that says nobody touched it since."""

    lease: Lease
    etag: str


@dataclass(slots=True)
class Lock:
    """The lock of one stage. With `wait` False a held lock is refused at once, stale or not."""

    aws: Aws
    bucket: str
    stage: str
    wait: bool = True
    beat_s: float = BEAT_S
    lease_s: float = LEASE_S
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    lost: bool = False  # someone else took it while it was held: nothing here is ours to change any more

    @property
    def key(self) -> str:
        return f"locks/{self.stage}.json"

    async def peek(self) -> Held | None:
        """Who holds it, if anybody."""
        return await call_if_there("s3:GetObject of the lock", self._read)

    async def take(self, owner: str, token: str) -> Held:
        """Take it when it is free or its holder is dead; LockHeld when the holder lives."""
        first: str | None = None
        self.lost = False
        while True:
            found = await self.peek()
            mine = await self._try(owner, token, found)
            if mine is not None:
                return mine
            if found is not None:
                first = first or found.lease.seen
                self._refuse_living(found.lease, first)
            await self.sleep(_POLL_S)

    async def renew(self, held: Held) -> Held:
        """Give a sign of life; LockLost when someone else took it meanwhile."""
        fresh = held.lease.beat(self.now())
        etag = await self._put(fresh, held.etag)
        if etag is not None:
            return Held(fresh, etag)
        found = await self.peek()
        # a write that was retried may have arrived the first time: then the token is still ours
        if found is None or found.lease.token != held.lease.token:
            self.lost = True
            raise LockLost(found.lease.owner if found else "nobody")
        return found

    async def free(self, token: str) -> None:
        """Give it back, if it is still ours."""
        found = await self.peek()
        if found is not None and found.lease.token == token:
            await self.remove()

    async def remove(self) -> None:
        """Remove it, whoever holds it: for `unlock`, after a look at owner and age."""
        delete = self.aws.s3.delete_object
        await call("s3:DeleteObject of the lock", delete, Bucket=self.bucket, Key=self.key)

    async def _try(self, owner: str, token: str, found: Held | None) -> Held | None:
        now = self.now()
        if found is not None and not found.lease.stale(now, self.lease_s) and found.lease.token != token:
            return None
        fresh = lease.new(owner, token, now)
        etag = await self._put(fresh, found.etag if found else None)
        return Held(fresh, etag) if etag else None

    def _refuse_living(self, found: Lease, first: str) -> None:
        if found.seen != first or not self.wait:
            raise LockHeld(found.owner, found.age_s(self.now()))

    async def _put(self, fresh: Lease, etag: str | None) -> str | None:
        try:
            return await call("s3:PutObject of the lock", self._write, fresh.to_json(), etag)
        except CallFailed as error:
            if error.code in _TAKEN:
                return None
            raise

    def _read(self) -> Held:
        found = self.aws.s3.get_object(Bucket=self.bucket, Key=self.key)
        return Held(lease.parse(found["Body"].read().decode()), found["ETag"])

    def _write(self, text: str, etag: str | None) -> str:
        put, body = self.aws.s3.put_object, text.encode()
        if etag is None:
            return put(Bucket=self.bucket, Key=self.key, Body=body, IfNoneMatch="*")["ETag"]
        return put(Bucket=self.bucket, Key=self.key, Body=body, IfMatch=etag)["ETag"]


@asynccontextmanager
async def holding(lock: Lock, owner: str, token: str) -> AsyncIterator[None]:
    """Hold the lock around the body, renewing it; when it is lost, the body ends in LockLost."""
    held = await lock.take(owner, token)
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(_beat, lock, held)
            yield
            group.cancel_scope.cancel()
    except BaseExceptionGroup as errors:
        raise first(errors) from None
    finally:
        with anyio.move_on_after(10, shield=True):
            await lock.free(token)


async def _beat(lock: Lock, held: Held) -> None:
    while True:
        await anyio.sleep(lock.beat_s)
        held = await lock.renew(held)
