"""The ports on an account, whatever its endpoint: each effect is a line or two of the shells."""

import getpass
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tasador_release.aws import Aws
from tasador_release.flow.lock import Lock, holding
from tasador_release.flow.plan import CodePlan, ReleasePlan
from tasador_release.flow.smoke import PATIENCE_S, Smoke, Visit
from tasador_release.function.versions import PARALLEL, Function
from tasador_release.image import kept
from tasador_release.site import invalidation
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.sync import SyncPlan, plan_sync
from tasador_release.upkeep.archive import Archive
from tasador_release.values import history
from tasador_release.values.artifacts import Site
from tasador_release.values.history import Release, record_key
from tasador_release.values.results import Check, Proof, Synced
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack


def owner() -> str:
    """Who releases, for the lock and the record."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        user = "somebody"
    return f"{user}@{platform.node() or 'somewhere'}"


@dataclass(slots=True)
class LiveEffects:
    """The effects that a release and a rollback share. `lock` None: the caller holds it already."""

    aws: Aws
    stack: Stack
    settings: Settings
    lock: Lock | None
    visit: Visit | None = None
    by: str = field(default_factory=owner)
    wait_for_edges: bool = False
    patience_s: float = PATIENCE_S
    parallel: int = PARALLEL  # environments warmed before the alias moves
    last: str = "none"  # id of the record written last

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        if self.lock is None:
            yield
            return
        token = f"{self.by} {datetime.now(UTC).isoformat()}"
        async with holding(self.lock, self.by, token):
            yield

    def ours(self) -> bool:
        return self.lock is None or not self.lock.lost

    async def record(self, release: Release) -> None:
        self.last = release.id
        if release.outcome == "done" and "@sha256:" in release.code:
            tags = self.settings.tags
            await kept.keep(self.aws, release.code, tags.of(tags.release, release.code))
        await self._archive.write(release)

    async def prove(self, version: str) -> Proof:
        return await self._function.prove(version, parallel=self.parallel)

    async def move_alias(self, version: str, *expected: str) -> None:
        await self._function.move_alias(self.stack.alias, version, *expected)

    async def show_index(self, release: str) -> None:
        await self._archive.show_index(release)

    async def invalidate(self, paths: tuple[str, ...]) -> str:
        reference = f"{self.last} {datetime.now(UTC).isoformat()}"
        wait = self.wait_for_edges
        return await invalidation.invalidate(self.aws, self.stack.distribution_id, paths, reference, wait=wait)

    async def smoke(self) -> tuple[Check, ...]:
        smoke = Smoke(
            aws=self.aws,
            target=self.aws.target,
            stack=self.stack,
            settings=self.settings,
            record=record_key(self.last),
            visit=self.visit,
            patience_s=self.patience_s,
        )
        return await smoke.run()

    async def history(self) -> tuple[Release, ...]:
        return await self._archive.all()

    async def current(self) -> str:
        return await self._function.alias(self.stack.alias)

    @property
    def _archive(self) -> Archive:
        return Archive(self.aws, self.stack.bucket)

    @property
    def _function(self) -> Function:
        return Function(self.aws, self.stack.function_name)


@dataclass(slots=True, kw_only=True)
class LiveRelease(LiveEffects):
    """A release of the version in the stack, with this page. `code` is its image or tree digest."""

    page: Site
    code: str
    revision: str = ""

    async def plan(self) -> ReleasePlan:
        before = history.last_good(await self.history())
        self.last = before.id if before else "none"
        current = await self.current()
        code = CodePlan(self.stack.function_name, self.stack.alias, current, self.stack.function_version)
        files = plan_sync(self.page, await self._bucket.remote(self.page))
        return ReleasePlan(self._draft(before), before, code, files)

    async def upload(self, plan: SyncPlan, release: str) -> Synced:
        return await self._bucket.send(self.page, plan, release)

    @property
    def _bucket(self) -> SiteBucket:
        return SiteBucket(self.aws, self.stack.bucket)

    def _draft(self, before: Release | None) -> Release:
        now = datetime.now(UTC)
        return Release(
            id=history.new_id(now, self.code, self.page.digest),
            outcome="started",
            started_at=now.isoformat(),
            by=self.by,
            target=self.aws.target.name,
            stage=self.aws.target.stage,
            previous=before.id if before else None,
            function=self.stack.function_name,
            version=self.stack.function_version,
            code=self.code,
            site=self.page.digest,
            files=tuple(file.path for file in self.page.files),
            revision=self.revision,
        )
