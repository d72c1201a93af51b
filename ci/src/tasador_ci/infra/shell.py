"""Terraform in its container: one after the other, its commands leave a container for the next."""

from dataclasses import dataclass
from typing import Final

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.recipes import Command
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import Overrides
from tasador_release.values.app import App
from tasador_release.values.target import Target

from .. import images, messages, targets
from ..obtaining import obtaining
from ..project import Project
from ..tools import ROOT, now, only, run

MIRROR: Final = "/mirror"
DOWNLOADS: Final = "/downloads"
_TAIL: Final = 40
_SAID: Final = "/tmp/said"  # noqa: S108  in a container of this call alone


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
    """Terraform with the roots of infra/ and what they read of the app; providers from a mirror, given or our own."""
    files = only(project.source, *app.infra_files).filter(exclude=["**/tests", "**/*.md"])
    made = base(project).with_directory(ROOT, files)
    mirrored = made.with_mounted_directory(MIRROR, project.provider_mirror or mirror(project))
    return mirrored.with_env_variable("TF_CLI_ARGS_init", f"-plugin-dir={MIRROR}")


def base(project: Project) -> dagger.Container:
    return (project.terraform_image or dag.container().from_(images.TERRAFORM)).with_workdir(ROOT)


def mirror(project: Project) -> dagger.Directory:
    """The providers that the roots ask for: run again when one asks for others. A volume keeps what was downloaded."""
    asked = only(project.source, "infra/*/terraform.tf", "infra/*/.terraform.lock.hcl")
    # two at once would write the same files: Terraform's cache knows no lock
    locked, volume = dagger.CacheSharingMode.LOCKED, dag.cache_volume("tasador-terraform")
    made = base(project).with_directory(ROOT, asked).with_mounted_cache(DOWNLOADS, volume, sharing=locked)
    for root in recipes.ROOTS:
        made = run(made, recipes.terraform_providers(root, DOWNLOADS))
    # the cache is a volume, and what it links is laid out as a mirror is
    copies = [
        ["sh", "-c", f"mkdir -p {MIRROR} && cp -RL {root}/.terraform/providers/. {MIRROR}"] for root in recipes.ROOTS
    ]
    for copy in copies:
        made = made.with_workdir(ROOT).with_exec(copy)
    return made.directory(MIRROR)


@dataclass(slots=True)
class ContainerShell:
    """A shell of `tasador_release.terraform`: every command runs in this call, however often it ran before."""

    container: dagger.Container

    async def run(self, command: Command) -> str:
        # an exec that must succeed is one at which `dagger -i` opens a shell
        made = run(now(self.container), command, _SAID if command.quiet else "")
        try:
            with obtaining("the container of Terraform"):
                self.container = await made.sync()
        except dagger.ExecError as error:
            raise messages.failed(command.name, error, _TAIL) from error
        return await (made.file(_SAID).contents() if command.quiet else made.stdout())

    async def write(self, path: str, text: str) -> None:
        self.container = self.container.with_new_file(f"{ROOT}/{path}", text)

    async def remove(self, path: str) -> None:
        self.container = self.container.without_file(f"{ROOT}/{path}")
