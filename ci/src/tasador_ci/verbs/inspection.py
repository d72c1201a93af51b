"""A shell beside AWS, a recorded release run again, and the inputs that no commit holds, as files."""

import json
from typing import Final

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.errors import ArtifactError, TasadorError
from tasador_release.pipeline import Pipeline
from tasador_release.values.record import Release

from .. import emulation, messages, targets
from ..infra import shell as terraform_shell
from ..project import Project
from ..tools import ROOT
from . import operate, pipeline, terminals

OUTPUTS: Final = "outputs.json"
SAVED: Final = "saved.tfplan"
MISSING: Final = "missing.txt"


async def shell(project: Project) -> dagger.Container:
    """Beside the target of this call, or an empty emulator where none was given."""
    if project.emulator is not None or await targets.credentials(project) is not None:
        return terminals.beside(project, await targets.standing(project), project.emulator)
    region = (await targets.configuration(project)).stage.region
    service = emulation.emulator(project, region).as_service()
    return terminals.beside(project, await targets.emulated(project, service), service)


async def outputs(project: Project) -> dagger.File:
    """What Terraform's state says that stands."""
    stack = (await operate.standing(project)).stack
    text = json.dumps(stack.to_dict(), indent=2) + "\n"
    return dag.directory().with_new_file(OUTPUTS, text).file(OUTPUTS)


async def plan(project: Project, image_uri: str) -> dagger.File:
    """The plan as Terraform saves it: what `apply --saved-plan` takes."""
    target, terraform = await operate.opened(project, locks=False)
    image = image_uri or await terraform.image_uri(target)
    planned = await terraform.plan(target, recipes.APP, terraform.app_variables(target, image))
    print("\n".join(planned.changes.lines()), flush=True)
    assert isinstance(planned.shell, terraform_shell.ContainerShell)
    return planned.shell.container.file(f"{ROOT}/{recipes.APP}/{recipes.PLAN_FILE}")


async def inputs(project: Project, image_uri: str) -> dagger.Directory:
    """Whatever of the two can be had: a call that failed may have failed for want of the other one."""
    found, missing = dag.directory().with_new_file(OUTPUTS, "{}\n"), []
    for name, made in ((OUTPUTS, outputs(project)), (SAVED, plan(project, image_uri))):
        try:
            with messages.whatever():
                found = found.with_file(name, await made)
        except TasadorError as error:
            missing.append(f"{name}: {error}")
    return found.with_new_file(MISSING, "\n".join(missing) + "\n") if missing else found


async def replay(project: Project, release: str, *, skip_checks: bool) -> str:
    """Rehearse this source, and compare what it builds with what was recorded of a release."""
    recorded = (await (await operate.standing(project)).past()).named(release)
    run, _ = await pipeline.rehearsal(project, skip_checks=skip_checks, stand_in=False)
    report = await pipeline.reported(run, f"Replay of {release}", None, links=False)
    said = messages.table(report)
    return "\n".join((said, *_compared(recorded, run)))


def _compared(recorded: Release, run: Pipeline) -> list[str]:
    """A line for image and page each; ArtifactError when the source is not what was released."""
    assert run.image.found
    assert run.site.found
    built = {"image": run.image.found.digest, "page": run.site.found.digest}
    wanted = {"image": recorded.code.rpartition("@")[2], "page": recorded.site}
    other = [name for name in built if built[name] != wanted[name]]
    differ = [f"{name}: {wanted[name]} was released, this is {built[name]}" for name in other]
    if differ:
        commit = recorded.revision or "of the release"
        raise ArtifactError("; ".join(differ), f"call it on the commit: dagger -m REPO@{commit} call debug replay …")
    return [f"{name} {digest} is the one that was released" for name, digest in built.items()]
