"""What is done to what stands: look at it, go back, tidy up, take it down. One function for each of the module's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import dagger
from tasador_release import recipes
from tasador_release.account import preflight
from tasador_release.aws import Aws
from tasador_release.errors import InfraError, SmokeFailed, UsageError
from tasador_release.flow import rollback as rollbacks
from tasador_release.flow import run as releases
from tasador_release.flow.effects import LiveEffects, LiveRelease
from tasador_release.image import registry
from tasador_release.interruption import interruptible
from tasador_release.locks import statelock
from tasador_release.locks.lock import Held, Lock
from tasador_release.report.report import Failure, Note, Report
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import Shell
from tasador_release.values import canary as canaries
from tasador_release.values import duration
from tasador_release.values import stack as stacks
from tasador_release.values.target import Target

from .. import messages, signing, targets
from ..infra import shell
from ..project import Project
from ..tools import ROOT
from .pipeline import container_builder, stack


async def opened(
    project: Project, *, state: bool = True, allow_destroy: bool = False, locks: bool = True
) -> tuple[Target, Terraform]:
    """The target, after a look at who is asking, and Terraform for it."""
    target = await targets.standing(project)
    terraform = await shell.terraform(project, project.emulator, allow_destroy=allow_destroy, locks=locks)
    await preflight.check(Aws(target), terraform.settings.names(project.stage), state=state)
    return target, terraform


async def standing(project: Project) -> LiveEffects:
    """What stands, by the outputs in the state object: no Terraform is needed for it."""
    wait_s = duration.seconds(project.wait, "--wait")
    target = await targets.standing(project)
    aws, settings, contract = Aws(target), await targets.read_settings(project), await targets.contract(project)
    who = await preflight.check(aws, settings.names(project.stage))
    lock = Lock(aws, target.state, project.stage, patience_s=wait_s)
    made = LiveEffects(aws, await stack(project, aws), settings, contract, lock, by=project.by or who.arn)
    made.tells_revision = project.emulator is None  # what answers behind an emulator knows of no version
    return made


async def publish(project: Project) -> str:
    """The image in the registry, by digest."""
    target, terraform = await opened(project)
    url = await terraform.registry(target)
    image = await (await container_builder(project)).image(Note())
    done = await registry.publish(Aws(target), terraform.settings.tags, url, image)
    if signer := signing.by_key(project):
        print(await signer.sign(target, done), flush=True)
    return done.uri


async def plan(project: Project, image_uri: str) -> str:
    """What an apply would change, by name."""
    target, terraform = await opened(project, locks=False)
    changes = await terraform.changes(target, image_uri or await terraform.image_uri(target))
    return "\n".join(changes.lines())


async def apply(project: Project, image_uri: str, saved: dagger.File | None, *, allow_destroy: bool) -> str:
    """The saved plan, and nothing but the saved plan."""
    target, terraform = await opened(project, allow_destroy=allow_destroy)
    if saved is not None:
        planned = await terraform.saved(target, recipes.APP, partial(_put, saved))
        stack = stacks.parse(await terraform.apply(planned))
        return "\n".join((*planned.changes.lines(), f"version {stack.function_version} of {stack.function_name}"))
    await terraform.registry(target)
    stack = await terraform.app(target, image_uri or await terraform.image_uri(target))
    changed = [line for planned in terraform.plans for line in (planned.root, *planned.changes.lines())]
    return "\n".join((*changed, f"version {stack.function_version} of {stack.function_name}"))


async def _put(saved: dagger.File, to: Shell) -> None:
    """A plan is no text: it goes into the container as the file that it is."""
    assert isinstance(to, shell.ContainerShell)
    to.container = to.container.with_file(f"{ROOT}/{recipes.APP}/{recipes.PLAN_FILE}", saved)


async def rollback(project: Project, to: str) -> str:
    """One release back, or to the one named."""
    timeline, failure, done = messages.timeline(), None, None
    started = datetime.now(UTC).isoformat(timespec="seconds")
    live = await standing(project)
    try:
        async with interruptible(timeline.stopped):
            done = await rollbacks.roll_back(live, timeline, wanted=to or None)
    except Exception as error:  # the reader gets the stages up to it
        failure = Failure.of(error)
    stages, release = tuple(timeline.stages.values()), done.plan.release.id if done else "none"
    name = live.aws.target.name
    return messages.table(
        Report(f"Rollback of {live.contract.app.title}", name, release, started, stages, failure=failure)
    )


async def history(project: Project) -> str:
    """The releases on record, newest first; the one that the index shows is marked."""
    live = await standing(project)
    found, shown = await live.past(), (await live.stands()).release
    return "\n".join(found.lines(shown)) or "no release on record"


async def prune(project: Project, keep: int, days: int, *, dry_run: bool) -> str:
    """Remove what no kept release refers to."""
    messages.at_least("--keep", keep, 0)
    messages.at_least("--days", days, 0)
    live = await standing(project)
    pruner = live.pruner()
    if dry_run:
        return "\n".join((await pruner.plan(keep=keep, days=days)).lines())
    # planned under the lock as well: a release in between may come to need what was to go
    async with interruptible(), live.exclusive(print):
        wanted = await pruner.plan(keep=keep, days=days)
        await pruner.execute(wanted)
    return "\n".join(wanted.lines())


async def smoke(project: Project) -> str:
    """The verification list, gone through on what stands."""
    live = await standing(project)
    # a release at work tests its own, by the same rule of EventBridge
    async with interruptible(), live.exclusive(print):
        checks = await live.smoke_what_stands()
    failures = [check.line() for check in checks if not check.ok]
    if failures:
        raise SmokeFailed(failures)
    return "\n".join(check.line() for check in checks)


async def prove(project: Project, against: str) -> str:
    """What was applied, as it answers; with `against`, beside the version that users have."""
    beyond = canaries.share(against, "--against")
    live = await standing(project)
    proof = await live.prove(live.stack.function_version)
    old = await live.current()
    moved = () if beyond is None else await live.compared(old, live.stack.function_version, beyond)
    return "\n".join((proof.line(), *moved))


async def sync(project: Project, *, dry_run: bool) -> str:
    """The page alone: a release of the version that is live."""
    live = await standing(project)
    page = await (await container_builder(project)).site(Note())
    stack = replace(live.stack, function_version=await live.current())
    good = (await live.past()).last_good
    code = good.code if good else ""
    port = LiveRelease(
        live.aws,
        stack,
        live.settings,
        live.contract,
        live.lock,
        page=page,
        code=code,
        revision=project.revision,
        by=live.by,
        tells_revision=live.tells_revision,
    )
    async with interruptible():
        result = await releases.run(port, messages.timeline(), dry_run=dry_run)
    return "\n".join((*result.plan.lines(), *(check.line() for check in result.checks)))


async def invalidate(project: Project, paths: Sequence[str], *, wait: bool) -> str:
    """Tell the edges."""
    if not paths or not all(path.startswith("/") for path in paths):
        raise UsageError("paths begin with /", "such as: dagger call invalidate --paths=/index.html")
    live = await standing(project)
    live.wait_for_edges = wait
    return await live.invalidate(tuple(paths))


async def drift(project: Project) -> str:
    """Nothing to say, or an error that names what differs."""
    changes = await drifted(project)
    if changes.drifted:
        raise InfraError(
            f"{len(changes.drifted)} resources have drifted: {', '.join(changes.drifted)}",
            "dagger call apply puts them back",
        )
    return "nothing has drifted"


async def drifted(project: Project) -> Changes:
    """What differs from the state, by a refresh of Terraform's."""
    target, terraform = await opened(project, locks=False)
    return await terraform.drifted(target)


async def unlock(project: Project, *, force: bool) -> str:
    """Who holds the locks and since when; with `force`, remove them."""
    target = await targets.standing(project)
    aws = Aws(target)
    lock = Lock(aws, target.state, project.stage)
    held = await lock.peek()
    lines = [_holder(held)]
    if force and held:
        await lock.remove(held)
    for root in recipes.ROOTS:
        lines.append(await _state_lock(aws, recipes.state_key(root, project.stage), force=force))
    return "\n".join(lines)


async def _state_lock(aws: Aws, key: str, *, force: bool) -> str:
    found = await statelock.peek(aws, key)
    if found is None:
        return f"{key} is free"
    if force:
        await statelock.remove(aws, found)
    return found.line(datetime.now(UTC)) + ("; removed" if force else "")


def _holder(held: Held | None) -> str:
    if held is None:
        return "the release lock is free"
    return f"the release lock is {held.lease.holder()}"
