"""The stage graph, once: `deploy` and `rehearse` are this graph with another builder, provisioner and destination.

    target ─┐
    checks ─┼─▶ registry ─▶ publish ─▶ infra ─▶ release ─▶ schedule
    image ─▶ verify ┤
    site ───────────┘

A stage begins as soon as what it needs is there. Nothing is published before the checks passed and all is built.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from tasador_release import stages
from tasador_release.account import preflight
from tasador_release.aws import Aws
from tasador_release.concurrency import first
from tasador_release.errors import InfraError, UsageError
from tasador_release.flow import run as releases
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.run import Result
from tasador_release.image import ecr, registry
from tasador_release.image.published import Published
from tasador_release.interruption import interruptible
from tasador_release.locks.lock import Lock
from tasador_release.ports import Browser, Builder, Destination, Provisioner, Signer
from tasador_release.report.report import Failure, Note, Report, Timeline
from tasador_release.stages import Stage
from tasador_release.terraform import outputs
from tasador_release.values.app import Contract
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.canary import CanaryStep
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

STAGES: Final = ("target", "checks", "image", "verify", "site", "registry", "publish", "infra", "release", "schedule")
BUILT: Final = frozenset({"checks", "image", "verify", "site"})


@dataclass(slots=True)
class Pipeline:
    """One run. `browser`, `signer` None: nobody opens the page, or signs; `revision`, `by`: for the record.

    Without `by`, whose the credentials are: who runs this may be a container, which knows neither person nor machine.
    """

    builder: Builder
    provisioner: Provisioner
    destination: Destination
    settings: Settings
    contract: Contract
    timeline: Timeline
    browser: Browser | None = None
    signer: Signer | None = None
    revision: str = ""
    skip_checks: bool = False
    by: str = ""
    adopt: bool = False
    canary: tuple[CanaryStep, ...] = ()
    against: float | None = None
    wait_s: float = 0.0  # for another release at work
    stands: Callable[[Aws], Awaitable[Stack]] | None = None  # what a dry run compares with; None: the state's outputs
    before: stages.Before = stages.go_on
    started_at: str = field(default_factory=lambda: _now())
    target: Stage[Target] = field(init=False)
    checks: Stage[None] = field(init=False)
    image: Stage[Image] = field(init=False)
    verified: Stage[str] = field(init=False)
    site: Stage[Site] = field(init=False)
    registry: Stage[str] = field(init=False)
    published: Stage[Published] = field(init=False)
    stack: Stage[Stack] = field(init=False)
    released: Stage[Result] = field(init=False)
    scheduled: Stage[None] = field(init=False)

    def __post_init__(self) -> None:
        self.target = Stage("target", (), self._target)
        self.checks = Stage("checks", (), self._checks)
        self.image = Stage("image", (), self.builder.image)
        self.verified = Stage("verify", (self.image,), self.builder.verify)
        self.site = Stage("site", (), self.builder.site)
        ready = (self.target, self.checks, self.verified, self.site)
        self.registry = Stage("registry", ready, self._registry)
        self.published = Stage("publish", (self.registry,), self._publish)
        self.stack = Stage("infra", (self.published,), self._infra)
        self.released = Stage("release", (self.stack,), self._release)
        self.scheduled = Stage("schedule", (self.released,), self._schedule)

    def again(self, timeline: Timeline) -> "Pipeline":
        """Another pass over what stands by now."""
        return replace(self, timeline=timeline, started_at=_now())

    @property
    def stages(self) -> "tuple[Stage[object], ...]":
        built = (self.target, self.checks, self.image, self.verified, self.site)
        return (*built, self.registry, self.published, self.stack, self.released, self.scheduled)

    def wanted(self, only: Sequence[str] = ()) -> "list[Stage[object]]":
        """All stages, or those named with all that they need, each after what it needs."""
        if unknown := [name for name in only if name not in STAGES]:
            raise UsageError(f"there is no stage {', '.join(unknown)}", f"choose among {', '.join(STAGES)}")
        return stages.closure(stage for stage in self.stages if not only or stage.name in only)

    async def run(self, only: Sequence[str] = ()) -> None:
        """Run the wanted stages. Raises the error that ended it, by itself."""
        wanted = self.wanted(only)
        try:
            async with interruptible(self.timeline.stopped), self.destination.beside():
                await stages.run(wanted, self.timeline, self.before)
        except BaseExceptionGroup as errors:
            raise first(errors) from None

    async def _target(self, note: Note) -> Target:
        target = await self.destination.open(note)
        who = await preflight.check(Aws(target), self.settings.names(target.stage))
        self.by = self.by or who.arn
        note.mark("account", target.account_id)
        note.mark("region", target.region)
        note.say(f"{who.arn} in {target.region}")
        return target

    async def _checks(self, note: Note) -> None:
        if self.skip_checks:
            note.skip("as asked")
        else:
            await self.builder.checks(note)

    async def _registry(self, note: Note) -> str:
        url = await self.provisioner.registry(self.target.value)
        note.say(url)
        return url

    async def _publish(self, note: Note) -> Published:
        done = await registry.publish(Aws(self.target.value), self.settings.tags, self.registry.value, self.image.value)
        note.mark("image.uri", done.uri)
        signed = f", {await self.signer.sign(self.target.value, done)}" if self.signer else ""
        note.say(f"{'pushed' if done.pushed else 'unchanged'}, {done.size / 1e6:.1f} MB, {done.digest[:19]}{signed}")
        return done

    async def _infra(self, note: Note) -> Stack:
        stack = await self.provisioner.app(self.target.value, self.published.value.uri)
        await self.destination.serve(self.target.value, stack)
        note.mark("function.version", stack.function_version)
        note.say(f"version {stack.function_version}, by {self.provisioner.name}")
        return stack

    async def _release(self, note: Note) -> Result:
        port = self._port(self.target.value, self.stack.value, self.site.value, self.published.value.uri)
        result = await releases.run(port, self.timeline)
        note.mark("release", result.plan.release.id)
        said = "released" if result.changed else "nothing to do"
        note.say(f"{said}: version {result.plan.code.next}, {len(result.checks)} checks hold")
        return result

    async def _schedule(self, note: Note) -> None:
        # when the page is opened, or the release is over, the smoke test's own warm-up is in the log: to the second
        # it would be taken for the schedule's
        since = (self.browser.opened_ms if self.browser else 0) or int(time.time() * 1000)
        await self.destination.schedule(note, self.target.value, self.stack.value, since)

    def _port(self, target: Target, stack: Stack, page: Site, code: str, *, locked: bool = True) -> LiveRelease:
        aws = Aws(target)
        return LiveRelease(
            aws,
            stack,
            self.settings,
            self.contract,
            Lock(aws, target.state, stack.stage, patience_s=self.wait_s) if locked else None,
            self.browser,
            page=page,
            patience_s=self.destination.patience_s,
            tells_revision=self.destination.tells_revision,
            code=code,
            revision=self.revision,
            by=self.by,
            adopt=self.adopt,
            steps=self.canary,
            against=self.against,
        )

    async def dry_run(self, only: Sequence[str] = ()) -> tuple[str, ...]:
        """The wanted stages with their steps; and against a target that stands, what would differ. Writes nothing."""
        lines: list[str] = []
        for stage in self.wanted(only):
            needs = ", ".join(need.name for need in stage.needs)
            lines += (f"{stage.name:<10}{f'after {needs}' if needs else 'at once'}", *self._steps(stage.name))
        target = self.destination.standing()
        return (*lines, *(await self._differences(target) if target and not only else ()))

    def _steps(self, stage: str) -> "list[str]":
        if stage in BUILT:
            steps = self.builder.steps(stage)
        else:
            steps = self.destination.steps(stage) or _steps(stage, self.provisioner.name)
        return [f"{'':10}{step}" for step in steps]

    async def _differences(self, target: Target) -> tuple[str, ...]:
        """Image, infrastructure and page: built, planned and compared."""
        aws, note = Aws(target), Note()
        await preflight.check(aws, self.settings.names(target.stage))
        image, page = await self.builder.image(note), await self.builder.site(note)
        uri = f"{(await self.provisioner.image_uri(target)).partition('@')[0]}@{image.digest}"
        there = "is in the registry" if await ecr.has(aws, uri) else "would be pushed"
        changes = await self.provisioner.changes(target, uri)
        lines = ("", f"image       {image.digest[:19]} {there}", *changes.lines())
        try:
            stack = await (self.stands or outputs.read)(aws)
        except InfraError:  # nothing was applied, or not all of it
            return (*lines, f"page        {len(page.files)} files would be sent to a bucket yet to be made")
        shown = replace(stack, function_version="next") if changes.touches_resources else stack
        port = self._port(target, shown, page, uri, locked=False)
        return (*lines, *(await releases.run(port, Timeline(), dry_run=True)).plan.lines())

    def report(self, title: str, error: BaseException | None = None, *, links: bool = True) -> Report:
        """What a reader is told, whatever came of it. `links` False: what it links will be gone."""
        result, target, stack = self.released.found, self.target.found, self.stack.found
        return Report(
            title=title,
            target=target.name if target else "none",
            release=result.plan.release.id if result else "none",
            started_at=self.started_at,
            stages=tuple(self.timeline.stages.values()),
            facts=self._facts(),
            links=(("page", target.page(stack).url), ("API", target.api(stack).url))
            if links and target and stack
            else (),
            notes=self._notes(),
            failure=Failure.of(error) if error else None,
        )

    def _facts(self) -> "tuple[tuple[str, str], ...]":
        result = self.released.found
        found = (
            ("image", self.image.found and self.image.found.digest[:19]),
            ("page", self.site.found and f"{self.site.found.digest[:19]}, {len(self.site.found.files)} files"),
            ("verified", self.verified.found),
            ("proof", result and result.proof and result.proof.line()),
        )
        checks = [(check.name, check.detail) for check in result.checks] if result else []
        moved = [("compared", line) for line in result.moved] if result else []
        return (*((name, text) for name, text in found if text), *moved, *self.builder.facts(), *checks)

    def _notes(self) -> tuple[str, ...]:
        made = (f"Infrastructure: {self.provisioner.name}.",) if self.stack.found else ()
        return (*made, *self.builder.notes(), *self.destination.notes())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _steps(stage: str, provisioner: str) -> tuple[str, ...]:
    """What the stages do that are the same for every destination."""
    said = {
        "registry": f"apply infra/registry: {provisioner}",
        "publish": "push the image, unless the registry has it; read it back",
        "infra": f"apply infra/app with that image: {provisioner}",
        "release": "prove the version, send the page, move the alias, show the index, invalidate, smoke",
    }
    return (said[stage],)
