"""`run`: the stages of a release in their order, on a port. No cloud in sight: see `effects`.

1. Under the lock, look: alias, index, listing, records. The plan is made from what stands.
2. Record it, prove the version, send what nobody sees yet.
3. With a canary, let the alias give the new version a share of the requests, and watch what comes of it.
   Show: the alias, the entries, the index, each on condition that it is as it was read. A holder of
   the lock that slept loses at the first of these, and puts nothing back.
4. Invalidate, smoke at the public address, read alias and index again. Only then is it "done".

Whatever fails once users may see something new is undone in the opposite order: the page first, then
the alias, and of both only what this release changed. A killed release is simply run again.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import anyio

from tasador_release.errors import AliasConflict, SmokeFailed, TasadorError
from tasador_release.flow.plan import ReleasePlan, Undo
from tasador_release.flow.ports import Effects, ReleasePort
from tasador_release.report.report import Timeline
from tasador_release.values.alias import Alias
from tasador_release.values.record import Outcome, Release, Step
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
    moved: tuple[str, ...] = ()  # how answers differ from those of the version before, if that was asked


async def run(port: ReleasePort, timeline: Timeline, *, dry_run: bool = False) -> Result:
    """Release, or with `dry_run` only plan. Raises the error that ended it."""
    if dry_run:
        return Result(await _planned(port, timeline), changed=False)
    async with locked(port, timeline):
        await port.prepare()
        plan = await _planned(port, timeline)
        if plan.empty:
            return Result(plan, changed=False, checks=await smoked(port, timeline, plan))
        return await executed(port, timeline, plan, _Forward(port))


async def _planned(port: ReleasePort, timeline: Timeline) -> ReleasePlan:
    with timeline.stage("plan", GROUP) as note:
        plan = await port.plan()
        changes = f"{len(plan.site.uploads)} files, version {plan.code.next}"
        note.say("nothing to do" if plan.empty else changes)
    return plan


@asynccontextmanager
async def locked(port: Effects, timeline: Timeline) -> AsyncIterator[None]:
    """Hold the release lock around the body; the wait for a dead holder's lease is a stage."""
    async with AsyncExitStack() as held:
        with timeline.stage("lock", GROUP) as note:
            await held.enter_async_context(port.exclusive(note.say))
            note.say("held")
        yield


@dataclass(frozen=True, slots=True)
class _Forward:
    """The parts of the work that only a release has."""

    port: ReleasePort

    async def send(self, timeline: Timeline, plan: ReleasePlan) -> Synced:
        with timeline.stage("upload", GROUP) as note:
            synced = await self.port.upload(plan, note.say)
            note.say(synced.line())
        return synced

    async def compared(self, timeline: Timeline, plan: ReleasePlan) -> tuple[str, ...]:
        """What differs between the versions, if that was asked for; nobody gets the new one yet."""
        if plan.against is None:
            return ()
        with timeline.stage("compare", GROUP) as note:
            lines = await self.port.compare(plan, plan.against)
            note.say("; ".join(lines))
        return lines

    async def tried(self, timeline: Timeline, plan: ReleasePlan) -> Alias:
        """The alias after all steps of the canary."""
        seen = plan.code.seen
        for step in plan.canary:
            with timeline.stage(f"canary {step.share:.3g}", GROUP) as note:
                seen, saw = await self.port.canary(plan, step, seen)
                note.say(saw)
        return seen


async def executed(port: Effects, timeline: Timeline, plan: ReleasePlan, forward: _Forward | None = None) -> Result:
    """Carry out a plan that is not empty, under the lock; what fails is undone and raised."""
    with timeline.stage("record", GROUP) as note:
        await port.record(plan.release)
        note.say(f"previous: {plan.release.previous or 'none'}")
    shown = _Shown()
    try:
        result = await _perform(port, timeline, plan, forward, shown)
        # within the try: what is not on record as done is not left for users to see
        await port.record(ended(plan.release, "done", timeline))
    except SmokeFailed as error:
        restored = await _recovered(port, timeline, plan, shown, error)
        told = SmokeFailed(error.failures, restored)
        for note in getattr(error, "__notes__", ()):
            told.add_note(note)
        raise told from error
    except BaseException as error:
        await _recovered(port, timeline, plan, shown, error)
        raise
    return result


@dataclass(slots=True)
class _Shown:
    """Whether users may see something new: true from the first attempt on."""

    any: bool = False


async def _perform(
    port: Effects, timeline: Timeline, plan: ReleasePlan, forward: _Forward | None, shown: _Shown
) -> Result:
    with timeline.stage("prove", GROUP) as note:
        proof = await port.prove(plan.code.next)
        note.say(proof.line())
    moved = await forward.compared(timeline, plan) if forward else ()
    synced = await forward.send(timeline, plan) if forward else None
    shown.any = True
    if forward is None:
        await _page(port, timeline, plan)
        await _alias(port, timeline, plan, plan.code.seen)
    else:
        await _alias(port, timeline, plan, await forward.tried(timeline, plan))
        await _page(port, timeline, plan)
    with timeline.stage("invalidate", GROUP) as note:
        note.say(await port.invalidate(plan.paths))
    checks = await smoked(port, timeline, plan)
    with timeline.stage("read back", GROUP) as note:
        await port.read_back(plan)
        note.say("alias and index are this release's")
    return Result(plan, True, proof, synced, checks, moved)


async def _alias(port: Effects, timeline: Timeline, plan: ReleasePlan, seen: Alias) -> None:
    with timeline.stage("alias", GROUP) as note:
        await port.move_alias(seen, Alias(plan.code.next))
        note.say(plan.code.line())


async def _page(port: Effects, timeline: Timeline, plan: ReleasePlan) -> None:
    with timeline.stage("index", GROUP) as note:
        await port.show(plan)
        note.say(f"index of {plan.release.id} shown")


async def smoked(port: Effects, timeline: Timeline, plan: ReleasePlan) -> tuple[Check, ...]:
    with timeline.stage("smoke", GROUP) as note:
        checks = await port.smoke(plan)
        failures = [check.line() for check in checks if not check.ok]
        if failures:
            raise SmokeFailed(failures)
        note.say(f"{len(checks)} checks hold")
    return checks


async def _recovered(
    port: Effects, timeline: Timeline, plan: ReleasePlan, shown: _Shown, error: BaseException
) -> str | None:
    """Put back what was good, write down what happened; the release users see again, if any."""
    restored: str | None = None
    outcome: Outcome = "failed"
    with anyio.move_on_after(RECOVERY_S, shield=True):
        # what another release may hold the lock of is not ours to put back
        if shown.any and port.ours():
            undone = await _restored(port, timeline, plan, error)
            restored = plan.again if undone and not undone.left else None
            outcome = "rolled back" if undone and not undone.left else "failed"
        await note_end(port, ended(plan.release, outcome, timeline, error), error)
    return restored


async def _restored(port: Effects, timeline: Timeline, plan: ReleasePlan, error: BaseException) -> Undo | None:
    try:
        return await _restore(port, timeline, plan, error)
    except TasadorError as second:
        error.add_note(f"and putting back what stood failed: {second}")
        return None


async def _restore(port: Effects, timeline: Timeline, plan: ReleasePlan, error: BaseException) -> Undo:
    """The mirror of how it was shown. That it works again is proved: the old version answers the samples."""
    with timeline.stage("restore", GROUP) as note:
        undo = await _put_back(port, plan)
        for left in undo.left:
            error.add_note(f"left {left}")
        await port.invalidate(plan.paths)
        if undo.alias is None or plan.again is None:
            note.say("taken away again: nothing was shown before" if plan.again is None else "page put back")
        else:
            note.say((await port.prove(plan.code.back.version)).line())
    return undo


async def _put_back(port: Effects, plan: ReleasePlan) -> Undo:
    """A move whose answer was lost may not show in the first read: what the alias then refuses is looked at again."""
    undo = await port.look(plan)
    try:
        await port.put_back(undo, alias_first=plan.backwards)
    except AliasConflict:
        undo = await port.look(plan)
        await port.put_back(undo, alias_first=plan.backwards)
    return undo


async def note_end(port: Effects, release: Release, error: BaseException) -> None:
    try:
        await port.record(release)
    except TasadorError as second:
        error.add_note(f"and its record could not be written: {second}")


def ended(release: Release, outcome: Outcome, timeline: Timeline, error: BaseException | None = None) -> Release:
    stages = [stage for stage in timeline.stages.values() if stage.group == GROUP]
    steps = tuple(Step(s.name, round(s.start, 3), round(s.end, 3), s.status, s.detail) for s in stages)
    what = "" if error is None else "\n".join((str(error) or type(error).__name__, *getattr(error, "__notes__", ())))
    return release.ended(outcome, datetime.now(UTC), steps, what)
