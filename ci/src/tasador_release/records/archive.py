"""Records of releases in the bucket, below `releases/`: never served to anyone. See `values.history`.

One listing tells which records there are, each with its ETag; the summary holds those that ended. A
record that the summary has under the same ETag is not fetched: a thousand records cost three requests.
A summary that is missing, damaged or behind costs time and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tasador_release.aws import Aws, ask, call_if_there
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed, ChangedMeanwhile
from tasador_release.site.objects import Objects
from tasador_release.site.shown import Placed
from tasador_release.site.sync import Listed
from tasador_release.values import history
from tasador_release.values.history import History, Unreadable
from tasador_release.values.record import PREFIX, SUMMARY, Release, from_dict, parse, record_key, sequence_of

_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Archive:
    """The records of one bucket."""

    aws: Aws
    bucket: str

    async def read(self) -> History:
        """All of it: the releases, and the keys that cannot be read."""
        listed = await ask(f"s3:ListObjectsV2 {PREFIX}", self._listed)
        summary = _Summary.parse((await self._objects.read(SUMMARY)).body)
        found = await self._told(listed, summary)
        releases = history.newest_first(item for item in found if isinstance(item, Release))
        unreadable = tuple(item for item in found if isinstance(item, Unreadable))
        ages = tuple((item.key.removeprefix(PREFIX).removesuffix(".json"), item.modified) for item in listed)
        return History(releases, unreadable, summary.sequence, ages)

    async def write(self, release: Release) -> None:
        body = release.to_json().encode()
        await self._objects.put(
            Placed(record_key(release.id), body, content_type="application/json", cache_control="no-store")
        )

    async def summarise(self) -> None:
        """Write the summary again, unless somebody else does: it is a cache, and its loss is no error."""
        stood = await self._objects.read(SUMMARY)
        listed = await ask(f"s3:ListObjectsV2 {PREFIX}", self._listed)
        summary = _Summary.parse(stood.body)
        found = await self._told(listed, summary)
        ended = {
            item.key: (item.etag, release)
            for item, release in zip(listed, found, strict=True)
            if isinstance(release, Release) and release.outcome != "started"
        }
        numbers = (sequence_of(item.key.removeprefix(PREFIX)) for item in listed)
        body = _Summary(ended, max((summary.sequence, *numbers))).to_json().encode()
        if body != stood.body:
            await self._replaced(stood, Placed(SUMMARY, body, content_type="application/json"))

    async def _replaced(self, stood: Placed, new: Placed) -> None:
        try:
            await self._objects.replace(stood, new)
        except (ChangedMeanwhile, CallFailed):
            return

    async def _told(self, listed: Iterable[Listed], summary: "_Summary") -> list[Release | Unreadable | None]:
        """Each record, in this order: the summary's where it has the same ETag; only the rest is fetched."""
        items = list(listed)
        rest = [item for item in items if summary.of(item) is None]
        fetched = dict(zip((item.key for item in rest), await each(self._fetched, rest, at_once=_AT_ONCE), strict=True))
        return [summary.of(item) or fetched[item.key] for item in items]

    async def _fetched(self, item: Listed) -> Release | Unreadable | None:
        body = await call_if_there("s3:GetObject of a record", self._read, item.key)
        if body is None:
            return None  # pruned meanwhile
        try:
            found = parse(body)
        except ValueError as error:
            return Unreadable(item.key, str(error), item.modified)
        return found if record_key(found.id) == item.key else Unreadable(item.key, f"is of {found.id}", item.modified)

    def _read(self, key: str) -> bytes:
        return self.aws.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def _listed(self) -> list[Listed]:
        # with the delimiter, what lies in folders below is not listed
        pages = self.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=PREFIX, Delimiter="/")
        found = (item for page in pages for item in page.get("Contents", []))
        kept = (item for item in found if item["Key"].endswith(".json") and item["Key"] != SUMMARY)
        return [Listed(item["Key"], item["ETag"], item["Size"], item["LastModified"]) for item in kept]

    @property
    def _objects(self) -> Objects:
        return Objects(self.aws, self.bucket)


@dataclass(frozen=True, slots=True)
class _Summary:
    """Records that ended, by key, each with the ETag it had; and the highest number there was."""

    ended: Mapping[str, tuple[str, Release]]
    sequence: int = 0

    def of(self, item: Listed) -> Release | None:
        """The record as it was when it ended, if it was not written since."""
        etag, release = self.ended.get(item.key, ("", None))
        return release if etag == item.etag else None

    @classmethod
    def parse(cls, body: bytes | None) -> "_Summary":
        try:
            raw = json.loads((body or b"").decode("utf-8"))
            ended = {key: (str(etag), record) for key, etag, record in _records(raw["records"])}
            return cls(ended, int(raw["sequence"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls({})

    def to_json(self) -> str:
        records = [[key, etag, release.to_dict()] for key, (etag, release) in sorted(self.ended.items())]
        return json.dumps({"sequence": self.sequence, "records": records}, ensure_ascii=False)


def _records(raw: Iterable[tuple[str, str, object]]) -> Iterable[tuple[str, str, Release]]:
    for key, etag, record in raw:
        yield key, etag, from_dict(record)
