"""Terraform in its container: one after the other, its commands leave a container for the next."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import dagger
from dagger import dag
from tasador_release.errors import CommandFailed
from tasador_release.recipes import Command
from tasador_release.shells import Overrides, Ran
from tasador_release.terraform import Terraform
from tasador_release.values.app import App
from tasador_release.values.target import Target

from .. import targets
from ..project import Project
from ..tools import ROOT, TERRAFORM, now, only, run

MIRROR: Final = "/mirror"
_TAIL: Final = 40


async def terraform(
    project: Project,
    service: dagger.Service | None = None,
    *,
    invoke: str = "",
    allow_destroy: bool = False,
    locks: bool = True,
) -> Terraform:
    """The roots of infra/. `service` is the emulator that they go to, `invoke` where that sends invocations."""

    def overrides(target: Target) -> Overrides:
        if service is None:
            return Overrides()
        from tasador_emulator.overrides import overrides

        return overrides(target, invoke)

    def shells(target: Target) -> ContainerShell:
        return ContainerShell(targets.reach(container(project, app), target, service))

    found, app = await targets.configuration(project), (await targets.contract(project)).app
    return Terraform(shells, found, overrides, allow_destroy=allow_destroy, locks=locks)


def container(project: Project, app: App) -> dagger.Container:
    """Terraform with the roots of infra/ and what they read of the app, and the mirror if one was given."""
    files = only(project.source, *app.infra_files).filter(exclude=["**/tests", "**/*.md"])
    made = dag.container().from_(TERRAFORM).with_workdir(ROOT).with_directory(ROOT, files)
    if project.provider_mirror is None:
        return made
    mirrored = made.with_mounted_directory(MIRROR, project.provider_mirror)
    return mirrored.with_env_variable("TF_CLI_ARGS_init", f"-plugin-dir={MIRROR}")


@dataclass(slots=True)
class ContainerShell:
    """A shell of `tasador_release.terraform`: every command runs in this call, however often it ran before."""

    container: dagger.Container

    async def run(self, command: Command, *, accept: Collection[int] = (0,)) -> Ran:
        self.container = done = await run(now(self.container), command, dagger.ReturnType.ANY).sync()
        code, output = await done.exit_code(), await done.stdout()
        if code not in accept:
            lines = (await done.stderr() or output).strip().splitlines()
            raise CommandFailed(command.name, command.argv, code, "\n".join(lines[-_TAIL:]))
        return Ran(code, output)

    async def write(self, path: str, text: str) -> None:
        self.container = self.container.with_new_file(f"{ROOT}/{path}", text)

    async def remove(self, path: str) -> None:
        self.container = self.container.without_file(f"{ROOT}/{path}")
