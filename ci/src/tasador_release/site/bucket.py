"""The page's files in the bucket: reads what is there, executes a SyncPlan. See `sync` for the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import anyio

from tasador_release.aws import Aws, call, call_if_there
from tasador_release.concurrency import each
from tasador_release.errors import SiteError
from tasador_release.site.sync import INDEX, Remote, SyncPlan, Upload, upload
from tasador_release.values.artifacts import Site, hash_file
from tasador_release.values.history import index_key
from tasador_release.values.results import Synced

HASH: Final = "sha256"  # the metadata that carries the content's hash


@dataclass(frozen=True, slots=True)
class SiteBucket:
    """The bucket that CloudFront serves."""

    aws: Aws
    bucket: str

    async def remote(self, site: Site) -> tuple[Remote, ...]:
        """What is there of the files of `site`. Other objects are nobody's business here."""
        there = set(await call("s3:ListObjectsV2", self._keys))
        keys = [file.path for file in site.files if file.path in there]
        found = await each(self._head, keys)
        return tuple(item for item in found if item is not None)

    async def shown(self) -> str:
        """The hash of the index that users get; "" when there is none."""
        head = await self._head(INDEX)
        return head.sha256 if head else ""

    async def send(self, site: Site, plan: SyncPlan, release: str) -> Synced:
        """Assets, then entries, then the kept copy of the index. The index itself is shown later."""
        await self._send_all(site, plan.assets)
        await self._send_all(site, plan.entries)
        await self._keep_index(site, release)
        sent = (*plan.assets, *plan.entries)
        return Synced(len(sent), plan.unchanged, sum(item.size for item in sent))

    async def _send_all(self, site: Site, items: Iterable[Upload]) -> None:
        async def send(item: Upload) -> None:
            await self._put(site, item, item.key)

        await each(send, items)

    async def _keep_index(self, site: Site, release: str) -> None:
        index = next(file for file in site.files if file.path == INDEX)
        await self._put(site, upload(index), index_key(release))

    async def _put(self, site: Site, item: Upload, key: str) -> None:
        path = site.root / item.key
        if await anyio.to_thread.run_sync(hash_file, path) != item.sha256:
            raise SiteError(f"{item.key} changed while it was released", "build and deploy again")
        await call(f"s3:PutObject {key}", self._write, str(path), item, key)

    def _write(self, path: str, item: Upload, key: str) -> None:
        with open(path, "rb") as body:
            self.aws.s3.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=body,
                ContentType=item.content_type,
                CacheControl=item.cache_control,
                Metadata={HASH: item.sha256},
            )

    async def _head(self, key: str) -> Remote | None:
        head = await call_if_there(f"s3:HeadObject {key}", self.aws.s3.head_object, Bucket=self.bucket, Key=key)
        if head is None:
            return None
        stored = head.get("Metadata", {}).get(HASH, "")
        return Remote(key, stored, head.get("ContentType", ""), head.get("CacheControl", ""))

    def _keys(self) -> list[str]:
        pages = self.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]
