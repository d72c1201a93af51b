"""The plan of a rollback: what it goes back to, and whether all that it needs is there. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tasador_release.aws import Aws
from tasador_release.concurrency import each
from tasador_release.errors import RollbackRefused
from tasador_release.flow.plan import CodePlan, LiveState, ReleasePlan, disturbed
from tasador_release.function.versions import Function
from tasador_release.image import ecr
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.shown import Change, Placed, again, new_mark, stamped
from tasador_release.site.sync import Listed, Manifest, SyncPlan
from tasador_release.values import history
from tasador_release.values.history import History
from tasador_release.values.record import Release, kept_key, new_id, page_key
from tasador_release.values.stack import Stack


@dataclass(frozen=True, slots=True)
class BackPlanner:
    """What it reads with."""

    aws: Aws
    stack: Stack
    bucket: SiteBucket
    function: Function

    async def plan(self, past: History, stands: LiveState, wanted: str | None, by: str) -> ReleasePlan:
        """RollbackRefused names what is missing, before anything was changed."""
        to = history.choose(past, wanted, disturbed=disturbed(past, stands))
        there = await self.bucket.listed()
        manifest = await self._manifest(to, there)
        record = _record(past, stands, to, by)
        return ReleasePlan(
            release=record,
            before=past.last_good,
            code=CodePlan(self.stack.function_name, self.stack.alias, stands.alias, to.version, stands.alias),
            site=SyncPlan(unchanged=len(manifest.files)),
            manifest=manifest,
            shown=stands.release,
            changes=(*await self._entries(to, manifest, there), await self._index(record, manifest, stands)),
            backwards=True,
        )

    async def _manifest(self, to: Release, there: Mapping[str, Listed]) -> Manifest:
        manifest = await self.bucket.manifest(to.site)
        if manifest is None:
            raise RollbackRefused(to.id, [f"the list of its files ({page_key(to.site)}) cannot be read"])
        kept = {kept_key(item.sha256) for item in (*manifest.entries, manifest.index)}
        missing = [item.key for item in manifest.assets if not item.is_in(there.get(item.key))]
        missing += sorted(kept - set(there))
        if not await self.function.exists(to.version):
            missing.append(f"version {to.version} of {self.stack.function_name}")
        if "@sha256:" in to.code and not await ecr.has(self.aws, to.code):
            missing.append(f"image {to.code}")
        if missing:
            raise RollbackRefused(to.id, [f"{what} is gone" for what in missing])
        return manifest

    async def _entries(self, to: Release, manifest: Manifest, there: Mapping[str, Listed]) -> list[Change]:
        differing = [item for item in manifest.entries if not item.is_in(there.get(item.key))]
        kept = await each(self.bucket.kept, differing)
        stood = await self.bucket.placed(item.key for item in differing)
        damaged = [item.key for item in kept if item.body is None]
        if damaged:
            raise RollbackRefused(to.id, [f"what was kept of {key} is damaged" for key in damaged])
        return [Change(was, new, was) for was, new in zip(stood, kept, strict=True)]

    async def _index(self, record: Release, manifest: Manifest, stands: LiveState) -> Change:
        kept = await self.bucket.kept(manifest.index)
        if kept.body is None:
            raise RollbackRefused(record.origin, ["what was kept of its index is damaged"])
        return Change(stands.index, marked(kept, kept.body, record), again(stands.index))


def marked(index: Placed, built: bytes, record: Release) -> Placed:
    """The index as a release shows it."""
    return replace(index, body=stamped(built, new_mark(record.id, record.site)))


def _record(past: History, stands: LiveState, to: Release, by: str) -> Release:
    """The record to begin; the last good one itself when that is what stands already."""
    good = past.last_good
    if good is not None and good.origin == to.origin and stands.agrees(good):
        return replace(good, restores=good.origin)
    number = past.next_sequence(stands.release)
    return history.going_back(to, new_id(number, to.code, to.site), datetime.now(UTC), by)
