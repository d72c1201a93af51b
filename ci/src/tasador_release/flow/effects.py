"""The ports on an account, whatever its endpoint: each effect is a line or two of the shells."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import anyio

from tasador_release.aws import Aws
from tasador_release.errors import ChangedMeanwhile
from tasador_release.flow.caller import owner
from tasador_release.flow.going_back import BackPlanner
from tasador_release.flow.plan import LiveState, ReleasePlan, Undo, undo
from tasador_release.flow.planning import Draft, Planner
from tasador_release.flow.smoke import PATIENCE_S, Expected, OpenPage, Smoke
from tasador_release.function import samples
from tasador_release.function.aliases import Aliases
from tasador_release.function.canary import Canary
from tasador_release.function.comparison import Comparer
from tasador_release.function.traffic import Watch
from tasador_release.function.versions import PARALLEL, Function
from tasador_release.image import ecr
from tasador_release.locks.lock import Lock, holding
from tasador_release.records.archive import Archive
from tasador_release.records.prune import Pruner
from tasador_release.site import invalidation
from tasador_release.site.bucket import Progress, SiteBucket
from tasador_release.site.shown import Placed, mark_of, sha256
from tasador_release.site.sync import INDEX
from tasador_release.values.alias import Alias
from tasador_release.values.app import Contract
from tasador_release.values.artifacts import Site
from tasador_release.values.canary import CanaryStep
from tasador_release.values.history import History
from tasador_release.values.record import KEPT, Release, record_key
from tasador_release.values.results import Check, Proof, Synced
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack


@dataclass(slots=True)
class LiveEffects:
    """The effects that a release and a rollback share. `lock` None: the caller holds it already."""

    aws: Aws
    stack: Stack
    settings: Settings
    contract: Contract
    lock: Lock | None
    browser: OpenPage | None = None
    by: str = field(default_factory=owner)
    wait_for_edges: bool = False
    patience_s: float = PATIENCE_S
    parallel: int = PARALLEL  # environments warmed before the alias moves
    tells_revision: bool = True  # the service is asked for the revision that its version's description names
    last: str = "none"  # id of the record written last
    replaced: set[str] = field(default_factory=set)  # RevisionIds of the alias that moves of ours ended

    @asynccontextmanager
    async def exclusive(self, tell: Progress = lambda _: None) -> AsyncIterator[None]:
        if self.lock is None:
            yield
            return
        self.lock.tell = tell
        token = f"{self.by} {datetime.now(UTC).isoformat()}"
        async with holding(self.lock, self.by, token):
            yield

    def ours(self) -> bool:
        return self.lock is None or not self.lock.lost

    async def record(self, release: Release) -> None:
        self.last = release.id
        if release.outcome == "done" and "@sha256:" in release.code:
            tags = self.settings.tags
            await ecr.keep(self.aws, release.code, tags.of(tags.release, release.code))
        await self._archive.write(release)
        if release.outcome != "started":
            await self._archive.summarise()

    async def prove(self, version: str) -> Proof:
        return await self._function.prove(version, samples.requests(self.contract), parallel=self.parallel)

    @property
    def alarms(self) -> tuple[str, ...]:
        """The names of the stage's alarms."""
        return self.settings.alarms(self.stack.stage, self.contract.app.alarms)

    async def compared(self, old: str, new: str, beyond: float) -> tuple[str, ...]:
        """How the answers of two versions to the requests on record differ, in lines."""
        comparer = Comparer(self.aws, self._function, self.stack.log_group, self.contract)
        return (await comparer.compare(old, new)).lines(beyond)

    async def move_alias(self, seen: Alias, to: Alias) -> Alias:
        return await self._alias.move(seen, to)

    async def show(self, plan: ReleasePlan) -> None:
        changes = reversed(plan.changes) if plan.backwards else plan.changes
        await self._bucket.show(changes)
        if len(plan.changes) > 1:
            await self._bucket.write_manifest(plan.manifest)

    async def invalidate(self, paths: tuple[str, ...]) -> str:
        reference = f"{self.last} {datetime.now(UTC).isoformat()}"
        wait = self.wait_for_edges
        return await invalidation.invalidate(self.aws, self.stack.distribution_id, paths, reference, wait=wait)

    async def smoke(self, plan: ReleasePlan) -> tuple[Check, ...]:
        index = next((item.new for item in plan.changes if item.key == INDEX), None) if not plan.empty else None
        return await self._smoked(plan.code.next, index or await self._bucket.index())

    async def smoke_what_stands(self) -> tuple[Check, ...]:
        """The verification list on what users get now, whichever release that is."""
        stands = await self.stands()
        self.last = stands.release or "none"
        return await self._smoked(stands.alias.version, stands.index)

    async def read_back(self, plan: ReleasePlan) -> None:
        stands = await self.stands()
        if not stands.alias.only(plan.code.next):
            raise ChangedMeanwhile(
                f"alias {self.stack.alias} leads to {stands.alias.line()}, not to version {plan.code.next}"
            )
        wanted = next(item.new for item in plan.changes if item.key == INDEX)
        if stands.index.body != wanted.body:
            raise ChangedMeanwhile(f"the index is of {stands.release or 'no release'}, not of {plan.release.id}")

    async def look(self, plan: ReleasePlan) -> Undo:
        placed = await self._bucket.placed(item.key for item in plan.changes)
        return undo(plan, await self._alias.read(), placed)

    async def put_back(self, done: Undo, *, alias_first: bool) -> None:
        if done.alias and alias_first:
            await self._alias.move(*done.alias)
        await self._bucket.show(done.changes if alias_first else reversed(done.changes))
        if done.alias and not alias_first:
            await self._alias.move(*done.alias)

    async def plan_back(self, wanted: str | None) -> ReleasePlan:
        planner = BackPlanner(self.aws, self.stack, self._bucket, self._function)
        return await planner.plan(await self.past(), await self.stands(), wanted, self.by)

    async def past(self) -> History:
        """All that is on record, and what cannot be read of it."""
        return await self._archive.read()

    async def stands(self) -> LiveState:
        """What users get now: read from alias and index."""
        index = await self._bucket.index()
        return LiveState(await self._alias.read(), index, mark_of(index.body))

    async def current(self) -> str:
        return (await self._alias.read()).version

    def pruner(self) -> Pruner:
        return Pruner(self.aws, self.stack, self._guard)

    async def _smoked(self, version: str, index: Placed) -> tuple[Check, ...]:
        mark = mark_of(index.body)
        expected = Expected(
            revision=await self._function.revision(version) if version and self.tells_revision else "",
            index=sha256(index.body) if index.body is not None else "",
            record=record_key(mark.release if mark else self.last),
        )
        smoke = Smoke(
            aws=self.aws,
            target=self.aws.target,
            stack=self.stack,
            settings=self.settings,
            contract=self.contract,
            expected=expected,
            browser=self.browser,
            patience_s=self.patience_s,
        )
        return await smoke.run()

    def _guard(self) -> None:
        if self.lock is not None:
            self.lock.still_held()

    @property
    def _archive(self) -> Archive:
        return Archive(self.aws, self.stack.bucket)

    @property
    def _function(self) -> Function:
        return Function(self.aws, self.stack.function_name)

    @property
    def _alias(self) -> Aliases:
        return Aliases(self.aws, self.stack.function_name, self.stack.alias, self._guard, self.replaced)

    @property
    def _bucket(self) -> SiteBucket:
        return SiteBucket(self.aws, self.stack.bucket, self._guard)


@dataclass(slots=True, kw_only=True)
class LiveRelease(LiveEffects):
    """A release of the version in the stack, with this page. `code` is its image or tree digest."""

    page: Site
    code: str
    revision: str = ""
    adopt: bool = False  # an index that no release of ours put there may be replaced
    steps: tuple[CanaryStep, ...] = ()
    against: float | None = None  # list the requests on record whose number moves by more than this share
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep  # by which the steps last
    monotonic: Callable[[], float] = time.monotonic
    _canary: Canary | None = None

    async def prepare(self) -> None:
        if not await self._function.exists(self.stack.function_version):
            # Terraform's output names a version that was pruned: what is in place is published again
            self.stack = replace(self.stack, function_version=await self._function.publish())

    async def plan(self) -> ReleasePlan:
        past, stands = await self.past(), await self.stands()
        self.last = stands.release or "none"
        planner = Planner(self.aws, self.stack, self._bucket, self.page, self.code, self.adopt)
        target = self.aws.target
        draft = Draft(self.by, target.name, target.stage, self.code, self.page.digest, self.revision)
        record = draft.numbered(past, stands, self.stack)
        plan = await planner.plan(past, stands, self.stack.function_version, record)
        return replace(plan, canary=self.steps, against=self.against) if plan.code.gradual else plan

    async def compare(self, plan: ReleasePlan, beyond: float) -> tuple[str, ...]:
        return await self.compared(plan.code.back.version, plan.code.next, beyond)

    async def canary(self, plan: ReleasePlan, step: CanaryStep, seen: Alias) -> tuple[Alias, str]:
        if self._canary is None:  # one for the whole release: it knows which alarms rang before
            watch = Watch(self.aws, self.stack.function_name, self.stack.alias, self.alarms)
            self._canary = Canary(self._alias, watch, sleep=self.sleep, monotonic=self.monotonic)
        return await self._canary.step(step, seen, plan.code.back.version, plan.code.next)

    async def upload(self, plan: ReleasePlan, tell: Progress) -> Synced:
        return await replace(self._bucket, progress=tell).send(self.page, plan.site, await self._bucket.listed(KEPT))
