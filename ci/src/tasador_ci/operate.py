"""What is done to what stands: look at it, go back, tidy up, take it down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tasador_release import recipes
from tasador_release.aws import Aws
from tasador_release.errors import InfraError, PreflightError, SmokeFailed, UsageError
from tasador_release.flow import outputs, preflight, rollback
from tasador_release.flow import run as releases
from tasador_release.flow.effects import LiveEffects, LiveRelease, owner
from tasador_release.flow.lock import Held, Lock
from tasador_release.report.report import Failure, Report
from tasador_release.upkeep import account_facts, doctor, statelock
from tasador_release.upkeep.prune import Pruner
from tasador_release.values import history

from . import artifacts, bootstrap, edge, ground, publish
from .ground import Ground
from .infra import Terraform
from .project import Project


async def _standing(project: Project) -> tuple[Ground, LiveEffects]:
    """What stands, by the outputs in the state object, after a look at who is asking."""
    there = await ground.ground(project)
    aws = Aws(there.target)
    await preflight.check(aws, there.settings.names(project.stage))
    stack = await outputs.read(aws)
    return there, LiveEffects(aws, stack, there.settings, Lock(aws, there.target.state, project.stage))


async def push(project: Project) -> str:
    """The image in the registry, by digest."""
    with edge.readable("publish"):
        there = await ground.ground(project)
        await preflight.check(Aws(there.target), there.settings.names(project.stage))
        url = await Terraform(project, there).registry()
        image = await publish.Workplace.make().image(await artifacts.image(project))
        return (await publish.publish(Aws(there.target), there.settings, url, image)).uri


async def plan(project: Project, image_uri: str) -> str:
    """What an apply would change, by name."""
    with edge.readable("plan"):
        there = await ground.ground(project)
        await preflight.check(Aws(there.target), there.settings.names(project.stage))
        terraform = Terraform(project, there, locks=False)
        uri = image_uri or await terraform.image_uri()
        planned = await terraform.plan(recipes.APP, terraform.app_variables(uri))
        return "\n".join(planned.changes.lines())


async def apply(project: Project, image_uri: str, *, allow_destroy: bool) -> str:
    """The saved plan, and nothing but the saved plan."""
    with edge.readable("apply"):
        there = await ground.ground(project)
        await preflight.check(Aws(there.target), there.settings.names(project.stage))
        terraform = Terraform(project, there, allow_destroy=allow_destroy)
        await terraform.registry()
        stack = await terraform.app(image_uri or await terraform.image_uri())
        changed = [line for planned in terraform.plans for line in planned.changes.lines()]
        return "\n".join((*changed, f"version {stack.function_version} of {stack.function_name}"))


async def roll_back(project: Project, to: str) -> str:
    timeline, failure, done = edge.listening(), None, None
    started = datetime.now(UTC).isoformat(timespec="seconds")
    with edge.readable("rollback"):
        there, live = await _standing(project)
    try:
        done = await rollback.roll_back(live, timeline, wanted=to or None, by=owner())
    except Exception as error:  # the reader gets the stages up to it
        failure = Failure.of(error)
    stages, release = tuple(timeline.stages.values()), done.id if done else "none"
    return edge.table(Report("Rollback of Tasador", there.target.name, release, started, stages, failure=failure))


async def past(project: Project) -> str:
    """The releases on record, newest first; the live one marked."""
    with edge.readable("history"):
        _, live = await _standing(project)
        found = await live.history()
        good = history.last_good(found)
        lines = [
            f"{'*' if item is good else ' '} {item.id}  {item.outcome:11}  version {item.version}" for item in found
        ]
        return "\n".join(lines) or "no release on record"


async def prune(project: Project, keep: int, days: int, *, dry_run: bool) -> str:
    with edge.readable("prune"):
        _, live = await _standing(project)
        pruner = Pruner(live.aws, live.stack)
        if dry_run:
            return "\n".join((await pruner.plan(keep=keep, days=days)).lines())
        # planned under the lock as well: a release in between may come to need what was to go
        async with live.exclusive():
            wanted = await pruner.plan(keep=keep, days=days)
            await pruner.execute(wanted)
        return "\n".join(wanted.lines())


async def smoked(project: Project) -> str:
    """The verification list, gone through on what stands."""
    with edge.readable("smoke"):
        _, live = await _standing(project)
        good = history.last_good(await live.history())
        live.last = good.id if good else "none"
        # a release at work tests its own, by the same rule of EventBridge
        async with live.exclusive():
            checks = await live.smoke()
        failures = [check.line() for check in checks if not check.ok]
        if failures:
            raise SmokeFailed(failures)
        return "\n".join(check.line() for check in checks)


async def sync(project: Project, *, dry_run: bool) -> str:
    """The page alone: a release of the version that is live."""
    with edge.readable("sync"):
        _, live = await _standing(project)
        page = await publish.Workplace.make().site(artifacts.site(project))
        stack = replace(live.stack, function_version=await live.current())
        good = history.last_good(await live.history())
        code = good.code if good else ""
        port = LiveRelease(live.aws, stack, live.settings, live.lock, page=page, code=code, revision=project.revision)
        result = await releases.run(port, edge.listening(), dry_run=dry_run)
        return "\n".join((*result.plan.lines(), *(check.line() for check in result.checks)))


async def forget(project: Project, paths: Sequence[str], *, wait: bool) -> str:
    """Tell the edges."""
    with edge.readable("invalidate"):
        if not paths or not all(path.startswith("/") for path in paths):
            raise UsageError("paths begin with /", "such as: dagger call invalidate --paths=/index.html")
        _, live = await _standing(project)
        live.wait_for_edges = wait
        return await live.invalidate(tuple(paths))


async def drift(project: Project) -> str:
    """Nothing to say, or an error that names what differs."""
    with edge.readable("drift"):
        there = await ground.ground(project)
        changes = await Terraform(project, there, locks=False).drifted()
        if changes.drifted:
            raise InfraError(
                f"{len(changes.drifted)} resources have drifted: {', '.join(changes.drifted)}",
                "dagger call apply puts them back",
            )
        return "nothing has drifted"


async def unlock(project: Project, *, force: bool) -> str:
    """Who holds the locks and since when; with `force`, remove them."""
    with edge.readable("unlock"):
        there = await ground.ground(project)
        aws, lines = Aws(there.target), []
        lock = Lock(aws, there.target.state, project.stage)
        held = await lock.peek()
        lines.append(_holder(held))
        if force and held:
            await lock.remove()
        for root in (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP):
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
    age = held.lease.age_s(datetime.now(UTC))
    return f"the release lock is held by {held.lease.owner} since {held.lease.since}, last sign of life {age:.0f} s ago"


async def destroy(project: Project, confirm: str) -> str:
    """Everything of one stage, app before registry."""
    with edge.readable("destroy"):
        if confirm != project.stage:
            raise UsageError(f"{confirm!r} is not {project.stage!r}", f"write out the stage: --confirm={project.stage}")
        there = await ground.ground(project)
        await preflight.check(Aws(there.target), there.settings.names(project.stage))
        terraform = Terraform(project, there, allow_destroy=True)
        gone = [*await _destroyed(terraform, recipes.APP), *await _destroyed(terraform, recipes.REGISTRY)]
        return "\n".join(gone)


async def _destroyed(terraform: Terraform, root: str) -> tuple[str, ...]:
    app = terraform.app_variables(await terraform.image_uri())
    variables = app if root == recipes.APP else terraform.common()
    planned = await terraform.plan(root, variables, destroy=True)
    await terraform.applied(planned)
    return planned.changes.lines()


async def prepare(project: Project, repository: str) -> str:
    """The account made ready: once, by an administrator."""
    with edge.readable("bootstrap"):
        there = await ground.ground(project)
        await preflight.check(Aws(there.target), there.settings.names(project.stage), state=False)
        emulated = {"emulated": "true"} if there.target.endpoint else {}
        made = await bootstrap.apply(Terraform(project, there), {"github_repository": repository, **emulated})
        return "\n".join(f"{name:18} {value}" for name, value in made.items())


async def examined(project: Project) -> str:
    """Each finding with its fix; what a deploy cannot do without makes it an error."""
    with edge.readable("doctor"):
        there = await ground.ground(project)
        facts = await account_facts.collect(Aws(there.target), there.settings.site_domain)
        # the tools are this module's own containers: what counts is the account
        findings = [item for item in doctor.examine(there.target, facts) if item.name not in doctor.TOOLS]
        lines = [f"{'✓' if item.ok else '✗'} {item.name:14} {item.detail}{_fix(item)}" for item in findings]
        if not doctor.healthy(tuple(findings)):
            raise PreflightError("\n".join(("not ready", *lines)), "see to what is marked, then run it again")
        return "\n".join(lines)


def _fix(item: doctor.Finding) -> str:
    return "" if item.ok or not item.fix else f"\n    {item.fix}"
