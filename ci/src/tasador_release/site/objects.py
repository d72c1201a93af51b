"""Objects of a bucket, replaced on condition that they are still as they were read.

S3 answers 412 when the condition does not hold, 404 when the object of an If-Match is gone, and 409
ConditionalRequestConflict when another write is on its way: that one is to be tried again. A write
whose answer was lost is told by reading it back. CopyObject is not used for what users see: it takes
the same conditions, but not every server that speaks S3 honours them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

import anyio

from tasador_release.aws import Aws, ask, call, call_if_there, guarded
from tasador_release.errors import CallFailed, ChangedMeanwhile
from tasador_release.site.shown import Placed, sha256

HASH: Final = "sha256"  # the metadata that carries the content's hash
_REFUSED: Final = frozenset({"PreconditionFailed", "NoSuchKey", "404", "412", "NotFound"})
_BUSY: Final = frozenset({"ConditionalRequestConflict", "OperationAborted", "409"})
_TRIES: Final = 6


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one bucket. `guard` is asked right before each write: it raises when the lock may be lost."""

    aws: Aws
    bucket: str
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    guard: Callable[[], None] = lambda: None

    async def read(self, key: str) -> Placed:
        """As it stands; without body and ETag when there is none."""
        found = await call_if_there(f"s3:GetObject {key}", self._get, key)
        return found or Placed(key)

    async def replace(self, stood: Placed, new: Placed) -> Placed:
        """Write `new` (or remove the object) if it is as it stood; ChangedMeanwhile when somebody changed it."""
        for attempt in range(_TRIES):
            try:
                return await self._written(stood, new)
            except CallFailed as error:
                if error.code not in _REFUSED | _BUSY:
                    raise
                now = await self.read(new.key)
                if now.body == new.body:  # the first try arrived, and its answer was lost
                    return now
                if error.code in _REFUSED or now.etag != stood.etag:
                    raise ChangedMeanwhile(f"{new.key} was changed by someone else") from error
            await self.sleep(0.1 * 2**attempt)
        raise CallFailed(f"s3:PutObject {new.key}", "ConditionalRequestConflict", f"busy for {_TRIES} tries")

    async def put(self, new: Placed) -> None:
        """Write without condition: for what only one release ever writes, or everybody would write alike."""
        await call(f"s3:PutObject {new.key}", self._put, new, {})

    async def _written(self, stood: Placed, new: Placed) -> Placed:
        if new.body is None:
            if stood.etag is not None:
                await call(f"s3:DeleteObject {new.key}", self._delete, new.key, stood.etag)
            return Placed(new.key)
        condition: dict[str, object] = {"IfNoneMatch": "*"} if stood.etag is None else {"IfMatch": stood.etag}
        etag = await call(f"s3:PutObject {new.key}", self._put, new, condition)
        return replace(new, etag=etag)

    def _get(self, key: str) -> Placed:
        found = self.aws.s3.get_object(Bucket=self.bucket, Key=key)
        kind, cache = found.get("ContentType", ""), found.get("CacheControl", "")
        return Placed(key, found["Body"].read(), found["ETag"], kind, cache)

    def _put(self, new: Placed, more: dict[str, object]) -> str:
        put: Callable[..., dict[str, str]] = self.aws.s3.put_object  # type: ignore[assignment]  # conditions by name
        headers = {"ContentType": new.content_type, "CacheControl": new.cache_control}
        given = {name: value for name, value in headers.items() if value}
        told = {HASH: sha256(new.body)}
        with guarded(self.guard):
            return put(Bucket=self.bucket, Key=new.key, Body=new.body, Metadata=told, **given, **more)["ETag"]

    def _delete(self, key: str, etag: str) -> None:
        with guarded(self.guard):
            self.aws.s3.delete_object(Bucket=self.bucket, Key=key, IfMatch=etag)


async def looked(objects: Objects, key: str) -> Placed:
    """The same read, of which a cancelled caller does not wait for the end."""
    try:
        return await ask(f"s3:GetObject {key}", objects._get, key)
    except CallFailed as error:
        if error.code in _REFUSED:
            return Placed(key)
        raise
