"""The page's files in the bucket: reads what is there, executes a SyncPlan. See `sync` for the plan."""

import base64
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tasador_release.aws import Aws, ask, call, call_if_there, guarded
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed, SiteError
from tasador_release.site.objects import HASH, Objects
from tasador_release.site.shown import Change, Placed, mark_of, sha256, unstamped
from tasador_release.site.sync import (
    INDEX,
    Listed,
    Manifest,
    Remote,
    SyncPlan,
    Upload,
    known,
    manifest_of,
    parse_manifest,
)
from tasador_release.values.artifacts import Site, hash_file
from tasador_release.values.record import kept_key, page_key
from tasador_release.values.results import Synced

Progress = Callable[[str], None]
SIDE_BY_SIDE: Final = 16  # as many as the connection pool holds
_TOLD: Final = 20  # times at least that the progress of many files is told
AT_ONCE: Final = 8_000_000  # bytes of a file that is read whole


@dataclass(frozen=True, slots=True)
class SiteBucket:
    """The bucket that CloudFront serves. `guard` is asked before each write of what users see."""

    aws: Aws
    bucket: str
    guard: Callable[[], None] = lambda: None
    progress: Progress = lambda _: None

    async def listed(self, prefix: str = "") -> dict[str, Listed]:
        """Every object below the prefix, a thousand a request."""
        return await ask(f"s3:ListObjectsV2 {prefix}", self._listed, prefix)

    async def index(self) -> Placed:
        """The index that users get."""
        return await self.objects.read(INDEX)

    async def manifest(self, page: str) -> Manifest | None:
        """The files of a page that was released; None when there is none, or none that can be read."""
        found = await self.objects.read(page_key(page))
        try:
            return None if found.body is None else parse_manifest(found.body)
        except ValueError:
            return None

    async def remote(self, site: Site, there: Mapping[str, Listed], index: Placed) -> tuple[Remote, ...]:
        """What is there of the files of `site`. Other objects are nobody's business here."""
        wanted = manifest_of(site).files
        found = known(wanted, there, await self._manifests(site, there, index))
        # one whose ETag says that its content differs is as good as not there
        unsure = [item.key for item in wanted if item.is_in(there.get(item.key)) and item.key not in found]
        looked = await each(self._head, unsure, at_once=SIDE_BY_SIDE)
        shown = [] if index.body is None else [_built(index)]
        return (*found.values(), *(item for item in looked if item is not None), *shown)

    async def send(self, site: Site, plan: SyncPlan, there: Mapping[str, Listed]) -> Synced:
        """Assets, what is kept of index and entries, then the manifest. Nothing that users see is replaced."""
        manifest = manifest_of(site)
        kept = [item for item in (*manifest.entries, manifest.index) if kept_key(item.sha256) not in there]
        places = {item.key: item.key for item in plan.assets} | {item.key: kept_key(item.sha256) for item in kept}
        await self._send_all(site, (*plan.assets, *kept), places)
        await self.write_manifest(manifest)
        sent = (*plan.assets, *plan.entries)
        return Synced(len(sent), plan.unchanged, sum(item.size for item in sent))

    async def write_manifest(self, manifest: Manifest) -> None:
        """Write the list of a page's files: after them, so that it tells the content of each that is older."""
        body = manifest.to_json().encode()
        await self.objects.put(Placed(page_key(manifest.page), body, content_type="application/json"))

    async def kept(self, item: Upload) -> Placed:
        """An index or entry as it was built, from what is kept; without body when it is gone or damaged."""
        found = await self.objects.read(kept_key(item.sha256))
        body = found.body if sha256(found.body) == item.sha256 else None
        return Placed(item.key, body, None, item.content_type, item.cache_control)

    async def placed(self, keys: Iterable[str]) -> tuple[Placed, ...]:
        """These objects as they stand."""
        return tuple(await each(self.objects.read, keys, at_once=SIDE_BY_SIDE))

    async def show(self, changes: Iterable[Change]) -> None:
        """Replace what users see, one by one in the order given, each on condition that it is as it stood."""
        for change in changes:
            if not change.stood.same(change.new):
                await self.objects.replace(change.stood, change.new)

    @property
    def objects(self) -> Objects:
        return Objects(self.aws, self.bucket, guard=self.guard)

    async def _manifests(self, site: Site, there: Mapping[str, Listed], index: Placed) -> list[Manifest]:
        mark = mark_of(index.body)
        pages = dict.fromkeys((*([mark.page] if mark else []), site.digest))
        found = [(await self.manifest(page), there[page_key(page)]) for page in pages if page_key(page) in there]
        # dated by the listing that its files are dated by: an answer's own header knows whole seconds only
        return [replace(manifest, modified=listed.modified) for manifest, listed in found if manifest is not None]

    async def _send_all(self, site: Site, items: tuple[Upload, ...], places: Mapping[str, str]) -> None:
        done, told = itertools.count(1), max(1, len(items) // _TOLD)

        async def send(item: Upload) -> None:
            await self._put(site, item, places[item.key])
            number = next(done)
            if number % told == 0:
                self.progress(f"{number} of {len(items)} files")

        await each(send, items, at_once=SIDE_BY_SIDE)

    async def _put(self, site: Site, item: Upload, key: str) -> None:
        etag = await call(f"s3:PutObject {key}", self._write, site.root / item.key, item, key)
        if not etag:
            raise CallFailed(f"s3:PutObject {key}", "UnexpectedAnswer", "the answer names no ETag")

    def _write(self, path: Path, item: Upload, key: str) -> str:
        with path.open("rb") as file:
            # before it sends a file, botocore asks leave of the server (Expect: 100-continue); bytes it sends at once
            body = file.read() if item.size <= AT_ONCE else file
            if (sha256(body) if isinstance(body, bytes) else hash_file(path)) != item.sha256:
                raise SiteError(f"{item.key} changed while it was released", "build and deploy again")
            with guarded(self.guard):
                answer = self.aws.s3.put_object(
                    Bucket=self.bucket,
                    Key=key,
                    Body=body,
                    ContentMD5=base64.b64encode(bytes.fromhex(item.md5)).decode(),
                    ContentType=item.content_type,
                    CacheControl=item.cache_control,
                    Metadata={HASH: item.sha256},
                )
        return answer["ETag"]

    async def _head(self, key: str) -> Remote | None:
        head = await call_if_there(f"s3:HeadObject {key}", self.aws.s3.head_object, Bucket=self.bucket, Key=key)
        if head is None:
            return None
        stored = head.get("Metadata", {}).get(HASH, "")
        return Remote(key, stored, head.get("ContentType", ""), head.get("CacheControl", ""))

    def _listed(self, prefix: str) -> dict[str, Listed]:
        pages = self.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        found = (item for page in pages for item in page.get("Contents", []))
        return {item["Key"]: Listed(item["Key"], item["ETag"], item["Size"], item["LastModified"]) for item in found}


def _built(index: Placed) -> Remote:
    """The index as it was built: its mark tells releases apart, not pages."""
    return Remote(INDEX, sha256(unstamped(index.body or b"")), index.content_type, index.cache_control)
