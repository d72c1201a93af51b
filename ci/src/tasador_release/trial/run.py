"""The steps of a trial: bootstrap, deploy, deploy again, change, roll back, destroy; and the clean-up, always.

Every step but the first runs as the deploy role, where that lets the administrator in. Whatever fails, the stage is
destroyed, what still stands is looked for, taken down, and named if it stays.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

import anyio

from tasador_release.aws import Aws
from tasador_release.errors import LeftBehind, TrialFailed
from tasador_release.flow import rollback as rollbacks
from tasador_release.flow.caller import owner
from tasador_release.flow.effects import LiveEffects
from tasador_release.locks.lock import Lock
from tasador_release.pipeline import Pipeline
from tasador_release.ports import Builder, Destination
from tasador_release.report.report import Failure, Note, Report, Timeline
from tasador_release.terraform import outputs
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.trial import facts as all_facts
from tasador_release.trial import left
from tasador_release.trial.changed import Changed
from tasador_release.trial.facts import Facts
from tasador_release.trial.ready import ReadyAccount
from tasador_release.values.app import Contract
from tasador_release.values.target import Target

STEPS: Final = ("bootstrap", "deploy", "deploy again", "change", "rollback", "destroy", "look", "account")
Step: TypeAlias = Callable[[Note], Awaitable[None]]


def stage_name(now: datetime) -> str:
    """Of a throw-away stage, by the second in which it begins: `trial-1126194502`."""
    return f"{left.PREFIX}{now.astimezone(UTC):%m%d%H%M%S}"


@dataclass(slots=True)
class Trial:
    """`destination` is where a target's releases go; `timeline` and `inner` time the trial and each of its deploys."""

    account: ReadyAccount
    builder: Builder
    destination: Callable[[Target], Destination]
    contract: Contract
    place: Path
    timeline: Timeline
    inner: Callable[[], Timeline]
    revision: str = ""
    by: str = field(default_factory=owner)
    seen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    first: str = ""  # the version that the first deploy showed
    ran_as: str = ""
    failure: BaseException | None = None

    @property
    def terraform(self) -> Terraform:
        return self.account.terraform

    @property
    def root(self) -> Target:
        return self.account.root

    async def run(self, *, rehearsal: Facts | None = None) -> Report:
        """All steps, and the clean-up. Never raises: what went wrong is in the report."""
        steps = (self._bootstrap, self._deploy, self._again, self._change, self._rollback)
        try:
            for name, step in zip(STEPS, steps, strict=False):
                await self._step(name, step)
        except Exception as error:  # whatever it was: the clean-up comes next
            self.failure = error
        finally:
            with anyio.CancelScope(shield=True):
                await self._clean_up()
        return self.report(all_facts.rehearsed() if rehearsal is None else rehearsal)

    async def clean(self) -> Report:
        """Only the clean-up, of a trial that was killed; its account is left ready."""
        self.account.role = self.account.named()
        await self._clean_up()
        return self.report({})

    async def _clean_up(self) -> None:
        """Each of these even if the one before failed; an account in which something may stay is not taken down."""
        for name, step in zip(STEPS[5:], (self._destroy, self._look, self._close), strict=True):
            try:
                await self._step(name, step)
            except Exception as error:  # as above
                self._failed(name, error)
                if step == self._look:
                    return

    def _failed(self, name: str, error: Exception) -> None:
        if name == "look" and not isinstance(error, LeftBehind):
            error.add_note(f"whether something of it stands is not known; {self._by_hand()}")
        if self.failure is None:
            self.failure = error
            return
        self.failure.add_note("\n".join((f"then, at {name}: {error}", *getattr(error, "__notes__", ()))))

    async def _step(self, name: str, step: Step) -> None:
        with self.timeline.stage(name) as note:
            await step(note)

    async def _bootstrap(self, note: Note) -> None:
        planned = await self.account.open()
        if self.account.made:
            # what an account has once in each region is called after it
            self.seen["bootstrap"] = tuple(line.replace(self.root.region, "{region}") for line in _done(planned))
            note.say(f"made ready: {planned.changes.summary()}")
        else:
            note.say(f"is ready; of a bootstrap: {planned.changes.summary()}")

    async def _deploy(self, note: Note) -> None:
        pipeline, plans = await self._deployed(self.builder)
        result = pipeline.released.value
        self.first = result.plan.code.next
        self.seen["deploy"] = (*_done(*plans), f"version {self.first}")
        note.say(f"version {self.first}, {len(result.checks)} checks hold")

    async def _again(self, note: Note) -> None:
        pipeline, plans = await self._deployed(self.builder)
        lines = [line for planned in plans for line in planned.changes.lines()[:-1]]
        changed = (*lines, *(("a release",) if pipeline.released.value.changed else ()))
        self.seen["deploy again"] = changed
        note.say(f"changed {', '.join(changed) or 'nothing'}")
        if changed:
            self.faults.append(f"deploying the same again changed {', '.join(changed)}")

    async def _change(self, note: Note) -> None:
        pipeline, plans = await self._deployed(Changed(self.builder, self.place))
        result = pipeline.released.value
        self.seen["change"] = (*_done(*plans), f"version {result.plan.code.next}")
        note.say(f"version {result.plan.code.next}")
        if result.plan.code.next == self.first:
            self.faults.append("another image gave no other version")

    async def _rollback(self, note: Note) -> None:
        target = await self._deployer()
        port = await self._standing(target)
        result = await rollbacks.roll_back(port, self.inner())
        version = result.plan.code.next
        self.seen["rollback"] = (f"version {version}",)
        note.say(f"version {version}, {len(result.checks)} checks hold")
        if version != self.first:
            self.faults.append(f"the rollback led to version {version}, not to {self.first}")

    async def _destroy(self, note: Note) -> None:
        if not self.account.role:
            note.skip("no stage was begun")
            return
        target = await self._deployer()
        torn = await left.destroy(self.terraform, target)
        self.seen["destroy"] = tuple(f"- {address}" for address in torn.goes)
        note.say(f"{len(torn.goes)} destroyed")
        self.faults += [f"{address} stays" for address in torn.stays]

    async def _look(self, note: Note) -> None:
        """As the administrator: what the deploy role may not see or remove must not stay for that."""
        if not self.account.role:
            note.skip("no stage was begun")
            return
        rest = await left.clear(self.terraform, self.root)
        if rest:
            raise LeftBehind([f"{one.line()} still stands" for one in rest], self._by_hand())
        await left.forget(self.root)
        note.say("nothing stands of the stage")

    async def _close(self, note: Note) -> None:
        gone = await self.account.close()
        note.say(f"{len(gone)} destroyed, and the bucket of the state" if gone else "as it was")

    def _by_hand(self) -> str:
        return f"run: dagger call trial --clean={self.root.stage}; what stays even then, remove by the ids above"

    async def _deployed(self, builder: Builder) -> tuple[Pipeline, Sequence[SavedPlan]]:
        target, before = await self._deployer(), len(self.terraform.plans)
        pipeline = Pipeline(
            builder,
            self.terraform,
            self.destination(target),
            self.terraform.settings,
            self.contract,
            self.inner(),
            revision=self.revision,
            skip_checks=True,
            by=self.by,
        )
        await pipeline.run(("release",))
        return pipeline, self.terraform.plans[before:]

    async def _standing(self, target: Target) -> LiveEffects:
        """What stands; the function is seen to at the version that is gone back to."""
        aws, there = Aws(target), self.destination(target)
        stack = await outputs.read(aws)
        await there.serve(target, replace(stack, function_version=self.first))
        lock = Lock(aws, target.state, target.stage)
        return LiveEffects(
            aws,
            stack,
            self.terraform.settings,
            self.contract,
            lock,
            by=self.by,
            patience_s=there.patience_s,
            tells_revision=there.tells_revision,
        )

    async def _deployer(self) -> Target:
        target = await self.account.deployer()
        self.ran_as = "the administrator" if target == self.root else "the deploy role"
        return target

    def report(self, rehearsal: Facts) -> Report:
        """The steps with their times, what differed from the rehearsal, and the failure if there was one."""
        failure = self.failure or (TrialFailed(self.faults) if self.faults else None)
        differing = all_facts.differences(self.seen, rehearsal)
        differed = differing or ("nothing",)
        return Report(
            title=f"Trial of account {self.root.account_id}",
            target=self.root.name,
            release=self.root.stage,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
            stages=tuple(self.timeline.stages.values()),
            facts=(("stage", self.root.stage), ("ran as", self.ran_as or "nobody")),
            notes=("Other than in the rehearsal:", *(f"  {line}" for line in differed)),
            failure=Failure.of(failure) if failure else None,
        )


def _done(*plans: SavedPlan) -> tuple[str, ...]:
    """What these plans did to resources, by sign and address."""
    lines = (line for planned in plans for line in planned.changes.lines()[:-1])
    return tuple(line for line in lines if not line.startswith("="))
