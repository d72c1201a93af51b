"""Terraform in its container: a saved plan, judged, and then nothing but that plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed, CommandFailed
from tasador_release.flow import changes
from tasador_release.flow.changes import Changes
from tasador_release.function.versions import Function
from tasador_release.recipes import Command
from tasador_release.values import stack
from tasador_release.values.stack import Stack

from .ground import Ground
from .project import Project
from .tools import ROOT, TERRAFORM, Ran, now, only, ran

MIRROR: Final = "/mirror"
# merged into the provider block of each root: an emulator has no bucket host names, and no metadata
_EMULATED_PROVIDER: Final = 'provider "aws" {\n  s3_use_path_style       = true\n  skip_metadata_api_check = true\n}\n'
_TAIL: Final = 40
_NOTHING: Final = 0
_CHANGES: Final = 2


class Infra(Protocol):
    """What a deploy needs of the infrastructure, in this order."""

    name: str

    async def registry(self) -> str:
        """Make the registry ready; its URL."""
        ...

    async def app(self, image_uri: str) -> Stack:
        """Make everything else, with this image."""
        ...


@dataclass(frozen=True, slots=True)
class Planned:
    """A saved plan, in the container that made it and will apply it."""

    root: str
    container: dagger.Container
    changes: Changes


@dataclass(slots=True)
class Terraform:
    """The roots of infra/ on one ground. Without `allow_destroy`, a plan that destroys ends there."""

    project: Project
    ground: Ground
    allow_destroy: bool = False
    name: str = "terraform"
    locks: bool = True  # who only looks need not be allowed to write a lock
    plans: list[Planned] = field(default_factory=list)
    last: dagger.Container = field(init=False)  # the one that applied last

    async def registry(self) -> str:
        outputs = await self.applied(await self.plan(recipes.REGISTRY, self.common()))
        return stack.output(outputs, "repository_url")

    async def app(self, image_uri: str) -> Stack:
        return stack.parse(await self.applied(await self.plan(recipes.APP, self.app_variables(image_uri))))

    def app_variables(self, image_uri: str) -> dict[str, str]:
        return {**self.common(), "image_uri": image_uri, **self.ground.variables}

    async def plan(self, root: str, variables: Mapping[str, str], *, destroy: bool = False) -> Planned:
        """Save a plan and say by name what it would do."""
        return await self.planned(await self._ready(root), root, variables, destroy=destroy)

    async def planned(
        self, ready: dagger.Container, root: str, variables: Mapping[str, str], *, destroy: bool = False
    ) -> Planned:
        """The same in a container that is initialised already."""
        planned = await ran(ready, recipes.terraform_plan(root, variables, destroy=destroy))
        if planned.code not in (_NOTHING, _CHANGES):
            raise failed(recipes.terraform_plan(root, {}), planned)
        shown = await ok(planned.container, recipes.terraform_show(root))
        found = Planned(root, planned.container, changes.parse(shown.stdout))
        self.plans.append(found)
        return found

    async def applied(self, planned: Planned) -> str:
        """Apply the saved plan, unless it says nothing; the outputs as JSON."""
        changes.refuse_destroys(planned.changes, allowed=self.allow_destroy)
        container = planned.container
        if not planned.changes.empty:
            container = (await ok(container, recipes.terraform_apply(planned.root))).container
        self.last = container
        return (await ok(container, recipes.terraform_output(planned.root))).stdout

    async def image_uri(self) -> str:
        """The image that stands; where nothing does yet, one that shows at least what else would be made."""
        target, names = self.ground.target, self.ground.settings.names(self.ground.target.stage)
        try:
            return await Function(Aws(target), names.function).image_uri()
        except CallFailed as error:
            if error.code != "ResourceNotFoundException":
                raise
        host = f"{target.account_id}.dkr.ecr.{target.region}.amazonaws.com"
        return f"{host}/{names.repository}@sha256:{'0' * 64}"

    async def drifted(self) -> Changes:
        """What differs from the state, whoever changed it."""
        variables = self.app_variables(await self.image_uri())
        command = recipes.terraform_plan(recipes.APP, variables, refresh_only=True)
        planned = await ran(await self._ready(recipes.APP), command)
        if planned.code not in (_NOTHING, _CHANGES):
            raise failed(recipes.terraform_plan(recipes.APP, {}), planned)
        return changes.parse((await ok(planned.container, recipes.terraform_show(recipes.APP))).stdout)

    async def _ready(self, root: str) -> dagger.Container:
        backend = self.ground.backend(recipes.state_key(root, self.ground.target.stage))
        return (await ok(now(self.container()), recipes.terraform_init(root, backend))).container

    def container(self) -> dagger.Container:
        container = self.ground.reach(terraform(self.project))
        if self.ground.target.endpoint:
            for root in (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP):
                container = container.with_new_file(f"{ROOT}/{root}/provider_override.tf", _EMULATED_PROVIDER)
        return container if self.locks else container.with_env_variable("TF_CLI_ARGS_plan", "-lock=false")

    def common(self) -> dict[str, str]:
        target = self.ground.target
        return {"stage": target.stage, "aws_region": target.region, "aws_account_id": target.account_id}


def terraform(project: Project) -> dagger.Container:
    """Terraform with the roots of infra/, and the mirror if one was given."""
    files = only(project.source, "infra").filter(exclude=["**/tests", "**/*.md"])
    container = dag.container().from_(TERRAFORM).with_workdir(ROOT).with_directory(ROOT, files)
    if project.provider_mirror is None:
        return container
    mirrored = container.with_mounted_directory(MIRROR, project.provider_mirror)
    return mirrored.with_env_variable("TF_CLI_ARGS_init", f"-plugin-dir={MIRROR}")


async def ok(container: dagger.Container, command: Command) -> Ran:
    done = await ran(container, command)
    if done.code:
        raise failed(command, done)
    return done


def failed(command: Command, done: Ran) -> CommandFailed:
    tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-_TAIL:])
    return CommandFailed(command.name, command.argv, done.code, tail)
