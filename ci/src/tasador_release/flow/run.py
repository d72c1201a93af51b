"""`run`: the stages of a release in their order, on a port. No cloud in sight: see `live`.

The record comes first, users see nothing until a version is proved, the alias moves before the
index, and whatever fails once users see something new puts back what was good before, and fails.
A release that was killed is simply run again: every stage looks at what is there.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import anyio

from tasador_release.errors import AliasConflict, SmokeFailed, TasadorError
from tasador_release.flow.plan import ReleasePlan
from tasador_release.flow.ports import Effects, ReleasePort
from tasador_release.report.report import Timeline
from tasador_release.values.history import Outcome, Release, Step
from tasador_release.values.results import Check, Proof, Synced

GROUP: Final = "release"
RECOVERY_S: Final = 180  # a cancelled release gets this long to put things back


@dataclass(frozen=True, slots=True)
class Result:
    """How it went: the plan, whether anything was done, and what was learned."""

    plan: ReleasePlan
    changed: bool
    proof: Proof | None = None
    synced: Synced | None = None
    checks: tuple[Check, ...] = ()


async def run(port: ReleasePort, timeline: Timeline, *, dry_run: bool = False) -> Result:
    """Release, or with `dry_run` only plan. Raises the error that ended it."""
    if dry_run:
        return Result(await _planned(port, timeline), changed=False)
    async with locked(port, timeline):
        plan = await _planned(port, timeline)
        if plan.empty:
            return Result(plan, changed=False, checks=await smoked(port, timeline))
        return await _recorded(port, timeline, plan)


@asynccontextmanager
async def locked(port: Effects, timeline: Timeline) -> AsyncIterator[None]:
    """Hold the release lock around the body; the wait for a dead holder's lease is a stage."""
    async with AsyncExitStack() as held:
        with timeline.stage("lock", GROUP) as note:
            await held.enter_async_context(port.exclusive())
            note.say("held")
        yield


async def _planned(port: ReleasePort, timeline: Timeline) -> ReleasePlan:
    with timeline.stage("plan", GROUP) as note:
        plan = await port.plan()
        changes = f"{len(plan.site.uploads)} files, version {plan.code.next}"
        note.say("nothing to do" if plan.empty else changes)
    return plan


async def _recorded(port: ReleasePort, timeline: Timeline, plan: ReleasePlan) -> Result:
    with timeline.stage("record", GROUP) as note:
        await port.record(plan.release)
        note.say(f"previous: {plan.release.previous or 'none'}")
    shown = _Shown()
    try:
        result = await _perform(port, timeline, plan, shown)
        # within the try: what is not on record as done is not left for users to see
        await port.record(ended(plan.release, "done", timeline))
    except SmokeFailed as error:
        restored = await _recovered(port, timeline, plan, shown, error)
        raise SmokeFailed(error.failures, restored) from error
    except BaseException as error:
        await _recovered(port, timeline, plan, shown, error)
        raise
    return result


@dataclass(slots=True)
class _Shown:
    """Whether users may see something new: true from the first attempt on."""

    any: bool = False


async def _perform(port: ReleasePort, timeline: Timeline, plan: ReleasePlan, shown: _Shown) -> Result:
    with timeline.stage("prove", GROUP) as note:
        proof = await port.prove(plan.code.next)
        note.say(proof.line())
    with timeline.stage("upload", GROUP) as note:
        synced = await port.upload(plan.site, plan.release.id)
        note.say(synced.line())
    shown.any = True
    await _show(port, timeline, plan)
    return Result(plan, True, proof, synced, await smoked(port, timeline))


async def _show(port: ReleasePort, timeline: Timeline, plan: ReleasePlan) -> None:
    with timeline.stage("alias", GROUP) as note:
        await port.move_alias(plan.code.next, plan.code.current)
        note.say(plan.code.line())
    with timeline.stage("index", GROUP) as note:
        if plan.site.index:
            await port.show_index(plan.release.id)
            note.say("new index shown")
        else:
            note.skip("unchanged")
    await _invalidated(port, timeline, plan.paths)


async def _invalidated(port: ReleasePort, timeline: Timeline, paths: tuple[str, ...]) -> None:
    with timeline.stage("invalidate", GROUP) as note:
        if paths:
            note.say(await port.invalidate(paths))
        else:
            note.skip("no entry path changed")


async def smoked(port: Effects, timeline: Timeline) -> tuple[Check, ...]:
    with timeline.stage("smoke", GROUP) as note:
        checks = await port.smoke()
        failures = [check.line() for check in checks if not check.ok]
        if failures:
            raise SmokeFailed(failures)
        note.say(f"{len(checks)} checks hold")
    return checks


async def _recovered(
    port: ReleasePort, timeline: Timeline, plan: ReleasePlan, shown: _Shown, error: BaseException
) -> str | None:
    """Put back what was good, write down what happened; the release users see again, if any."""
    restored: str | None = None
    with anyio.move_on_after(RECOVERY_S, shield=True):
        # what someone else moved, or now holds the lock of, is not ours to put back
        if shown.any and port.ours() and not isinstance(error, AliasConflict):
            restored = await _restored(port, timeline, plan, error)
        outcome: Outcome = "rolled back" if restored else "failed"
        await note_end(port, ended(plan.release, outcome, timeline, error), error)
    return restored


async def _restored(port: ReleasePort, timeline: Timeline, plan: ReleasePlan, error: BaseException) -> str | None:
    try:
        return await _restore(port, timeline, plan)
    except TasadorError as second:
        error.add_note(f"and putting back the previous release failed: {second}")
        return None


async def _restore(port: ReleasePort, timeline: Timeline, plan: ReleasePlan) -> str | None:
    """Alias and index as they were. Evidence that it works again: the old version gives a price."""
    version = plan.before.version if plan.before else plan.code.current
    if not version:
        return None  # the first release ever: there is nothing to go back to
    with timeline.stage("restore", GROUP) as note:
        # where the alias stands is not known: its move may have failed, or only its answer was lost
        await port.move_alias(version, plan.code.next, plan.code.current)
        if plan.before:
            await port.show_index(plan.before.origin)
            await port.invalidate(("/", "/index.html"))
        note.say((await port.prove(version)).line())
    return plan.before.id if plan.before else f"version {version}"


async def note_end(port: Effects, release: Release, error: BaseException) -> None:
    try:
        await port.record(release)
    except TasadorError as second:
        error.add_note(f"and its record could not be written: {second}")


def ended(release: Release, outcome: Outcome, timeline: Timeline, error: BaseException | None = None) -> Release:
    stages = [stage for stage in timeline.stages.values() if stage.group == GROUP]
    steps = tuple(Step(s.name, round(s.start, 3), round(s.end, 3), s.status, s.detail) for s in stages)
    what = "" if error is None else str(error) or type(error).__name__
    return release.ended(outcome, datetime.now(UTC), steps, what)
