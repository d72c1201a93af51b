"""Deploy, rehearse and preview: the same stages on different grounds, and the report of each."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

import dagger
from tasador_release.report.report import Failure, Report

from . import artifacts, dry, edge, ground, rehearsal
from .checks import Checks
from .deploy import Deploy
from .infra import Terraform
from .project import Project
from .rehearsal import Scenery

_PROXIED: Final = (
    "The image itself answered, behind the emulated API Gateway. Not modelled by the emulator: CloudFront's "
    "caching, Lambda's memory, who may call whom between services."
)


async def deploy(
    project: Project, only: Sequence[str] | None, *, dry_run: bool, skip_checks: bool, allow_destroy: bool
) -> str:
    """The whole way, on AWS or on the emulator that was given."""
    with edge.readable("deploy"):
        there = await ground.ground(project)
        if dry_run:
            return await dry.said(project, there)
    run = Deploy(project, there, Terraform(project, there, allow_destroy=allow_destroy), edge.listening())
    if not skip_checks:
        run.checks = Checks(**vars(project)).all
    return edge.table(await reported(run, "Deploy of Tasador", only))


async def rehearse(project: Project, only: Sequence[str] | None, *, passes: int, skip_checks: bool) -> str:
    """The whole way on an emulator of its own; from the second pass on there must be nothing to do."""
    texts = []
    with edge.readable("rehearse"):
        async with staged(project) as run:
            if not skip_checks:
                run.checks = Checks(**vars(project)).all
            for number in range(1, passes + 1):
                again = run if number == 1 else Deploy(project, run.ground, run.infra, edge.listening())
                title = f"Rehearsal of Tasador, pass {number}"
                texts.append(
                    edge.table(await reported(again, title, only, [f"Infrastructure: {run.infra.name}.", _PROXIED]))
                )
    return "\n".join(texts)


async def preview(project: Project) -> dagger.Service:
    """Page and API, live on an emulator that comes up with them."""
    with edge.readable("preview"):
        return await rehearsal.preview(project, await Scenery.set(project))


@asynccontextmanager
async def staged(project: Project) -> AsyncIterator[Deploy]:
    """An emulator with the image at work, the account ready, and a deploy that has not begun."""
    scenery = await Scenery.set(project)
    root = await scenery.ground(project)
    there, infra = await rehearsal.infra(project, root, await artifacts.revision(project))
    # the log is brought by the root, as Lambda itself would: the deploy role may only read it
    async with rehearsal.logged(scenery.function, root.target, there.settings.names(project.stage).log_group):
        yield Deploy(project, there, infra, edge.listening())


async def reported(run: Deploy, title: str, only: Sequence[str] | None = (), notes: Sequence[str] = ()) -> Report:
    """Run it. Never raises: what went wrong is in the report."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    failure: Failure | None = None
    try:
        await run.run(only or ())
    except Exception as error:  # whatever it was, the reader gets the stages up to it
        failure = Failure.of(edge.handled(error, "build"))
    result, stack = run.release.found, run.stack.found
    target = run.ground.target
    return Report(
        title=title,
        target=target.name,
        release=result.plan.release.id if result else "none",
        started_at=started,
        stages=tuple(run.timeline.stages.values()),
        facts=tuple((check.name, check.detail) for check in result.checks) if result else (),
        links=(("page", target.page(stack).url), ("API", target.api(stack).url)) if stack else (),
        notes=tuple(notes),
        failure=failure,
    )
