"""S3, as far as a release needs it, with every condition that AWS documents."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from typing import Any

from tests.cloud.gate import Gate, account
from tests.cloud.state import Cloud, Object, refused

PAGE = 1000


@dataclass
class Storage:
    """The client. Names and arguments are boto3's."""

    cloud: Cloud
    gate: Gate

    def get_object(self, Bucket: str, Key: str) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            return {**_headers(self._there(Bucket, Key)), "Body": io.BytesIO(self._there(Bucket, Key).body)}

        return account(self.cloud, self.gate, f"GetObject {Key}", act)

    def head_object(self, Bucket: str, Key: str) -> Any:  # noqa: ANN401
        return account(self.cloud, self.gate, f"HeadObject {Key}", lambda: _headers(self._there(Bucket, Key, "404")))

    def put_object(self, Bucket: str, Key: str, Body: Any, **given: Any) -> Any:  # noqa: ANN401
        body = Body if isinstance(Body, bytes) else Body.read()

        def act() -> Any:  # noqa: ANN401
            self._holds(Bucket, Key, given.get("IfMatch"), given.get("IfNoneMatch"))
            metadata = tuple(given.get("Metadata", {}).items())
            kind, cache = given.get("ContentType", "binary/octet-stream"), given.get("CacheControl", "")
            made = self.cloud.put(Bucket, Key, body, content_type=kind, cache_control=cache, metadata=metadata)
            return {"ETag": made.etag}

        return account(self.cloud, self.gate, f"PutObject {Key}", act)

    def delete_object(self, Bucket: str, Key: str, IfMatch: str | None = None) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            self._holds(Bucket, Key, IfMatch, None)
            self.cloud.buckets[Bucket].pop(Key, None)
            return {}

        return account(self.cloud, self.gate, f"DeleteObject {Key}", act)

    def delete_objects(self, Bucket: str, Delete: Any) -> Any:  # noqa: ANN401
        keys = [item["Key"] for item in Delete["Objects"]]

        def act() -> Any:  # noqa: ANN401
            for key in keys:
                self.cloud.buckets[Bucket].pop(key, None)
            return {}

        return account(self.cloud, self.gate, f"DeleteObjects {keys[0]}", act)

    def list_objects_v2(self, Bucket: str, Prefix: str = "", Delimiter: str = "", **_: Any) -> Any:  # noqa: ANN401
        return next(self._pages(Bucket, Prefix, Delimiter))

    def get_paginator(self, _: str) -> "_Paginator":
        return _Paginator(self)

    def _pages(self, bucket: str, prefix: str, delimiter: str) -> Iterator[Any]:
        keys = [key for key in sorted(self.cloud.buckets[bucket]) if key.startswith(prefix)]
        if delimiter:
            keys = [key for key in keys if delimiter not in key.removeprefix(prefix)]
        for start in range(0, max(len(keys), 1), PAGE):
            some = keys[start : start + PAGE]
            yield account(self.cloud, self.gate, f"ListObjectsV2 {prefix}", partial(self._page, bucket, some))

    def _page(self, bucket: str, keys: list[str]) -> Any:  # noqa: ANN401
        found = [(key, self.cloud.buckets[bucket][key]) for key in keys]
        listed = [{"Key": key, "Size": len(item.body), **_stamp(item)} for key, item in found]
        date = format_datetime(self.cloud.now, usegmt=True)
        return {"Contents": listed, "ResponseMetadata": {"HTTPHeaders": {"date": date}}}

    def _there(self, bucket: str, key: str, absent: str = "NoSuchKey") -> Object:
        if key not in self.cloud.buckets[bucket]:
            raise refused(absent, 404, f"of {key}")
        return self.cloud.buckets[bucket][key]

    def _holds(self, bucket: str, key: str, match: str | None, none_match: str | None) -> None:
        found = self.cloud.buckets[bucket].get(key)
        if none_match is not None and found is not None:
            raise refused("PreconditionFailed", 412, f"of {key}")
        if match is not None and self._there(bucket, key).etag != match:
            raise refused("PreconditionFailed", 412, f"of {key}")


@dataclass
class _Paginator:
    storage: Storage

    def paginate(self, Bucket: str, Prefix: str = "", Delimiter: str = "") -> Iterator[Any]:
        return self.storage._pages(Bucket, Prefix, Delimiter)


def _stamp(found: Object) -> dict[str, Any]:
    return {"ETag": found.etag, "LastModified": found.modified}


def _headers(found: Object) -> dict[str, Any]:
    named = {"ContentType": found.content_type, "CacheControl": found.cache_control}
    whole = found.modified.replace(microsecond=0)  # a header of HTTP knows no less than a second
    return {**named, **_stamp(found), "LastModified": whole, "Metadata": dict(found.metadata)}
