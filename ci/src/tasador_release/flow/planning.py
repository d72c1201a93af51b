"""The plan of a release, made from what stands. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tasador_release.aws import Aws
from tasador_release.errors import NotAdopted
from tasador_release.flow.going_back import marked
from tasador_release.flow.plan import CodePlan, LiveState, ReleasePlan, led_back, shown_back
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.shown import Change, Placed, again
from tasador_release.site.sync import INDEX, Listed, Manifest, Upload, manifest_of, plan_sync
from tasador_release.values.artifacts import Site
from tasador_release.values.history import History
from tasador_release.values.record import Release, kept_key, new_id
from tasador_release.values.stack import Stack


@dataclass(frozen=True, slots=True)
class Planner:
    """What it reads with, and what is to be released. `adopt`: an index that is not of a release may be replaced."""

    aws: Aws
    stack: Stack
    bucket: SiteBucket
    page: Site
    code: str
    adopt: bool = False

    async def plan(self, past: History, stands: LiveState, version: str, draft: Release) -> ReleasePlan:
        """NotAdopted when a page stands there that no release of ours put there."""
        if stands.index.body is not None and stands.mark is None and not self.adopt:
            raise NotAdopted(self.stack.bucket)
        there = await self.bucket.listed()
        site = plan_sync(self.page, await self.bucket.remote(self.page, there, stands.index))
        good = shown_back(past, stands)
        back = _Back(self.bucket, good, await self.bucket.manifest(good.site) if good else None, there)
        changed = {item.key: item for item in site.entries}
        entries = [await self._entry(item, back) for item in manifest_of(self.page).entries if item.key in changed]
        seen = stands.alias
        return ReleasePlan(
            release=draft,
            before=past.last_good,
            code=CodePlan(self.stack.function_name, self.stack.alias, seen, version, led_back(past, seen)),
            site=site,
            manifest=manifest_of(self.page),
            shown=stands.release,
            changes=(*entries, await self._index(draft, stands, back)),
        )

    async def _entry(self, item: Upload, back: "_Back") -> Change:
        stood = await self.bucket.objects.read(item.key)
        body = (self.page.root / item.key).read_bytes()
        return Change(stood, Placed(item.key, body, None, item.content_type, item.cache_control), await back.of(stood))

    async def _index(self, draft: Release, stands: LiveState, back: "_Back") -> Change:
        item = manifest_of(self.page).index
        built = (self.page.root / INDEX).read_bytes()
        new = marked(Placed(INDEX, None, None, item.content_type, item.cache_control), built, draft)
        return Change(stands.index, new, await back.of(stands.index))


@dataclass(frozen=True, slots=True)
class _Back:
    """What a failure shows again: what stood, or the last good release's where a killed one left its own."""

    bucket: SiteBucket
    good: Release | None
    manifest: Manifest | None
    there: Mapping[str, Listed]

    async def of(self, stood: Placed) -> Placed:
        item = self._item(stood.key)
        if item is None or self.good is None:
            return again(stood)
        kept = await self.bucket.kept(item)
        if kept.body is None:
            return again(stood)
        return marked(kept, kept.body, self.good) if stood.key == INDEX else kept

    def _item(self, key: str) -> Upload | None:
        """None unless all that the good page needs is there: an index without its assets helps nobody."""
        manifest = self.manifest
        if manifest is None or not all(item.is_in(self.there.get(item.key)) for item in manifest.assets):
            return None
        found = (item for item in (*manifest.entries, manifest.index) if item.key == key)
        return next((item for item in found if kept_key(item.sha256) in self.there), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a release says of itself, before it has a number."""

    by: str
    target: str
    stage: str
    code: str
    site: str
    revision: str

    def numbered(self, past: History, stands: LiveState, stack: Stack) -> Release:
        """The record as it will be begun: its number comes after every one that was ever seen."""
        good = past.last_good
        number = past.next_sequence(stands.release)
        return Release(
            id=new_id(number, self.code, self.site),
            outcome="started",
            started_at=datetime.now(UTC).isoformat(),
            by=self.by,
            target=self.target,
            stage=self.stage,
            previous=good.id if good else None,
            function=stack.function_name,
            version=stack.function_version,
            code=self.code,
            site=self.site,
            revision=self.revision,
        )
