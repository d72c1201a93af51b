"""Deploy, rehearse and preview: the stage graph of `tasador_release.pipeline` with containers for its ports."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import dagger
from tasador_release.aws import Aws
from tasador_release.errors import UsageError
from tasador_release.pipeline import Pipeline
from tasador_release.ports import Provisioner, Signer
from tasador_release.report.report import Report
from tasador_release.standing import Standing
from tasador_release.terraform import outputs
from tasador_release.values import canary as canaries
from tasador_release.values import duration
from tasador_release.values import stack as stacks
from tasador_release.values.stack import Stack

from .. import artifacts, builder, emulation, messages, signing, targets
from ..builder import ContainerBuilder
from ..checks import Checks
from ..emulation import EngineMachine
from ..infra.shell import terraform
from ..obtaining import obtaining
from ..project import FIELDS, Project
from ..tools import library, now, only
from .terminals import Terminal

PREVIEW_PORT: Final = 8000
PREVIEW: Final = "/preview"
REHEARSAL_PATIENCE_S: Final = 30.0  # an engine is slower to bring a log line than a machine


async def deploy(
    project: Project,
    stages: Sequence[str] | None,
    *,
    dry_run: bool,
    skip_checks: bool,
    allow_destroy: bool,
    adopt: bool,
    canary: str,
    allow_unscanned: bool,
    pause_before: str,
) -> str:
    """Everything to AWS, or to the emulator that was given."""
    steps = canaries.parse(canary)
    if project.stack_outputs is not None and not dry_run:
        raise UsageError("a deploy makes what --stack-outputs tells of", "leave it out, or add --dry-run")
    pipeline = await deployment(
        project, skip_checks=skip_checks, allow_destroy=allow_destroy, adopt=adopt, allow_unscanned=allow_unscanned
    )
    pipeline.canary, pipeline.stands = steps, partial(stack, project)
    terminal = Terminal(project, project.emulator, pipeline.destination.standing, pause_before)
    pipeline.before = terminal.before
    if dry_run:
        return "\n".join(await pipeline.dry_run(stages or ()))
    return messages.table(await reported(pipeline, f"Deploy of {pipeline.contract.app.title}", stages))


async def stack(project: Project, aws: Aws) -> Stack:
    """What stands, by the outputs that were given as a file, or those in the state object."""
    if project.stack_outputs is None:
        return await outputs.read(aws)
    with obtaining("the file of --stack-outputs"):
        text = await project.stack_outputs.contents()
    return stacks.read(text)


async def deployment(
    project: Project,
    *,
    skip_checks: bool,
    allow_destroy: bool,
    adopt: bool = False,
    allow_unscanned: bool = False,
    signer: Signer | None = None,
) -> Pipeline:
    """The pipeline on what stands; nothing is run yet. Without a signer, the key signs that was given, if one was."""
    wait_s = duration.seconds(project.wait, "--wait")
    target = await targets.standing(project)
    provisioner = await terraform(project, project.emulator, allow_destroy=allow_destroy)
    return Pipeline(
        await container_builder(project, allow_unscanned=allow_unscanned),
        provisioner,
        # what stands behind a given emulator's invocations was built by somebody else: it tells another revision
        Standing(target, tells_revision=project.emulator is None),
        provisioner.settings,
        await targets.contract(project),
        messages.timeline(),
        signer=signer or signing.by_key(project),
        revision=project.revision,
        by=project.by,
        adopt=adopt,
        skip_checks=skip_checks,
        wait_s=wait_s,
    )


async def container_builder(project: Project, *, allow_unscanned: bool = False) -> ContainerBuilder:
    """Builds in containers; its checks are those of `dagger check`."""
    checks = Checks(**{name: getattr(project, name) for name in FIELDS})
    run_checks = partial(checks.all, allow_unscanned=allow_unscanned)
    return ContainerBuilder(project, await targets.read_app(project), run_checks)


async def rehearse(
    project: Project,
    stages: Sequence[str] | None,
    *,
    passes: int,
    dry_run: bool,
    skip_checks: bool,
    stand_in: bool,
    allow_unscanned: bool,
    keep: bool,
    pause_before: str,
) -> str:
    """Everything to an emulator of its own; from the second pass on there must be nothing to do."""
    messages.at_least("--passes", passes, 1)
    pipeline, machine = await rehearsal(
        project, skip_checks=skip_checks, stand_in=stand_in, allow_unscanned=allow_unscanned
    )
    if dry_run:
        return "\n".join(await pipeline.dry_run(stages or ()))
    terminal = Terminal(project, machine.aws, lambda: pipeline.target.found or machine.root, pause_before)
    pipeline.before = terminal.before
    return await _passes(pipeline, stages, passes, terminal if keep else None)


async def _passes(pipeline: Pipeline, stages: Sequence[str] | None, passes: int, kept: Terminal | None) -> str:
    """One after the other until one fails; then, if it is to be kept, a shell beside what it left."""
    texts, report, before_s = [], None, 0.0
    for number in range(1, passes + 1):
        # what it links is gone with the call
        report = await reported(
            pipeline, f"Rehearsal of {pipeline.contract.app.title}, pass {number}", stages, links=False
        )
        texts.append(messages.text(report, before_s))
        if not report.ok:
            break
        before_s = messages.age_s()
        pipeline = pipeline.again(messages.timeline())
    if kept:
        print(texts[-1], flush=True)
        texts.append(await kept.open("the rehearsal is over"))
    return messages.told("\n".join(filter(None, texts)), ok=report is None or report.ok)


async def rehearsal(
    project: Project, *, skip_checks: bool, stand_in: bool, allow_unscanned: bool = False
) -> tuple[Pipeline, EngineMachine]:
    """The pipeline on an emulated AWS with the image at work; nothing is started yet."""
    from tasador_emulator.destination import Emulated

    machine, contract = await EngineMachine.of(project), await targets.contract(project)
    provisioner = await provision(project, machine, stand_in=stand_in)
    pipeline = Pipeline(
        await container_builder(project, allow_unscanned=allow_unscanned),
        provisioner,
        # the image's service is started before its digest is known: it cannot tell it
        Emulated(machine, provisioner, machine.settings, contract.app, REHEARSAL_PATIENCE_S, tells_revision=False),
        machine.settings,
        contract,
        messages.timeline(),
        revision=project.revision,
        by=project.by,
        skip_checks=skip_checks,
    )
    return pipeline, machine


async def provision(project: Project, machine: EngineMachine, *, stand_in: bool) -> Provisioner:
    """Terraform where a mirror of its provider was given, unless the stand-in is asked for."""
    if project.provider_mirror is not None and not stand_in:
        return await terraform(project, machine.aws, invoke=emulation.INVOKE)
    from tasador_emulator.standin.provisioner import StandIn

    root = builder.folder()
    await only(project.source, *(await targets.contract(project)).app.contract_files).export(str(root))
    return StandIn(root, emulation.INVOKE)


async def reported(pipeline: Pipeline, title: str, stages: Sequence[str] | None, *, links: bool = True) -> Report:
    """Run it. Never raises: what went wrong is in the report."""
    try:
        await pipeline.run(stages or ())
    except Exception as error:  # whatever it was, the reader gets the stages up to it
        return pipeline.report(title, messages.handled(error, "build"), links=links)
    return pipeline.report(title, links=links)


async def preview(project: Project) -> dagger.Service:
    """A service that comes up with page and API in place on an emulator, and one port to them."""
    machine, contract = await EngineMachine.of(project), await targets.contract(project)
    container = (
        library(project)
        .with_mounted_directory("/ci", project.source.directory("ci/src"))
        .with_directory(PREVIEW, only(project.source, *contract.app.contract_files))
        .with_file(f"{PREVIEW}/image.tar", builder.tarball(await artifacts.image(project)))
        .with_directory(f"{PREVIEW}/site", await artifacts.site(project))
        .with_env_variable("PYTHONPATH", "/ci")
        .with_service_binding(emulation.FUNCTION, machine.function)
        .with_service_binding(targets.ALIAS, machine.aws)
        .with_exposed_port(PREVIEW_PORT)
    )
    log = f"http://{emulation.FUNCTION}:{emulation.FUNCTION_PORT}{emulation.LOG}"
    addresses = [f"http://{targets.ALIAS}:{emulation.AWS_PORT}", emulation.INVOKE, log]
    command = ["python3", "-m", "tasador_emulator.runtime.preview", PREVIEW, *addresses]
    return now(container).as_service(args=command)
