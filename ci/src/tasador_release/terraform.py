"""The roots of infra/ by Terraform: a saved plan, read, and then nothing but that plan.

Whatever runs the commands - a container or a process - is a `Shell`; the steps are the same.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol, TypeAlias

from tasador_release import recipes
from tasador_release.account.state_bucket import StateBucket
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed
from tasador_release.flow import changes
from tasador_release.flow.changes import Changes
from tasador_release.function.versions import Function
from tasador_release.ports import Account
from tasador_release.recipes import Command
from tasador_release.values import stack
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

ROOTS: Final = (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP)
_PLANNED: Final = (0, 2)  # nothing to change, changes


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    output: str


class Shell(Protocol):
    """Runs commands in one copy of infra/, one after the other; paths are relative to the root of the repo."""

    async def run(self, command: Command, *, accept: Collection[int] = (0,)) -> Ran:
        """CommandFailed for an exit code that is not accepted."""
        ...

    async def write(self, path: str, text: str) -> None: ...

    async def remove(self, path: str) -> None: ...


Shells: TypeAlias = Callable[[Target], Shell]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What Terraform is told besides: of the state's backend, in each provider block, and as variables of two roots."""

    backend: Mapping[str, str] = field(default_factory=dict)
    provider: str = ""
    app: Mapping[str, str] = field(default_factory=dict)
    bootstrap: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A saved plan, in the shell that made it and will apply it."""

    root: str
    shell: Shell
    changes: Changes


@dataclass(slots=True)
class Terraform:
    """A provisioner. Without `allow_destroy`, a plan that destroys ends there.

    `shells` opens a shell for a target; `overrides` says what a target needs besides; `label` tells a reader
    where the provider comes from.
    """

    shells: Shells
    settings: Settings
    overrides: Callable[[Target], Overrides] = lambda _: Overrides()
    allow_destroy: bool = False
    locks: bool = True  # who only looks need not be allowed to write a lock
    label: str = ""
    plans: list[SavedPlan] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"Terraform ({self.label})" if self.label else "Terraform"

    async def bootstrap(self, target: Target) -> Account:
        made = await self.prepare(target, {})
        return Account(made["deploy_role_arn"], made["state_bucket"])

    async def prepare(self, target: Target, given: Mapping[str, str]) -> dict[str, str]:
        """Apply infra/bootstrap; its outputs. Its state lies in the account's bucket from the first apply on."""
        where = {"aws_region": target.region, "aws_account_id": target.account_id}
        variables = {**where, **self.overrides(target).bootstrap, **given}
        await StateBucket(Aws(target), target.state).ensure()
        text = await self.apply(await self.plan(target, recipes.BOOTSTRAP, variables))
        return {name: str(item["value"]) for name, item in json.loads(text).items()}

    async def registry(self, target: Target) -> str:
        text = await self.apply(await self.plan(target, recipes.REGISTRY, common(target)))
        return stack.output(text, "repository_url")

    async def app(self, target: Target, image_uri: str) -> Stack:
        variables = self.app_variables(target, image_uri)
        return stack.parse(await self.apply(await self.plan(target, recipes.APP, variables)))

    def app_variables(self, target: Target, image_uri: str) -> dict[str, str]:
        return {**common(target), "image_uri": image_uri, **self.overrides(target).app}

    async def changes(self, target: Target, image_uri: str) -> Changes:
        return (await self.plan(target, recipes.APP, self.app_variables(target, image_uri))).changes

    async def drifted(self, target: Target) -> Changes:
        """What differs from the state, whoever changed it."""
        variables = self.app_variables(target, await self.image_uri(target))
        return (await self._planned(await self._ready(target, recipes.APP), recipes.APP, variables, drift=True)).changes

    async def destroy(self, target: Target, root: str) -> Changes:
        """Take a root down."""
        app = self.app_variables(target, await self.image_uri(target))
        variables = app if root == recipes.APP else common(target)
        planned = await self._planned(await self._ready(target, root), root, variables, destroy=True)
        await self.apply(planned)
        return planned.changes

    async def image_uri(self, target: Target) -> str:
        names = self.settings.names(target.stage)
        try:
            return await Function(Aws(target), names.function).image_uri()
        except CallFailed as error:
            if error.code != "ResourceNotFoundException":
                raise
        host = f"{target.account_id}.dkr.ecr.{target.region}.amazonaws.com"
        return f"{host}/{names.repository}@sha256:{'0' * 64}"

    async def plan(self, target: Target, root: str, variables: Mapping[str, str]) -> SavedPlan:
        """Save a plan and say by name what it would do."""
        return await self._planned(await self._ready(target, root), root, variables)

    async def _planned(
        self, shell: Shell, root: str, variables: Mapping[str, str], *, destroy: bool = False, drift: bool = False
    ) -> SavedPlan:
        command = recipes.terraform_plan(root, variables, destroy=destroy, refresh_only=drift, lock=self.locks)
        await shell.run(command, accept=_PLANNED)
        shown = await shell.run(recipes.terraform_show(root))
        found = SavedPlan(root, shell, changes.parse(shown.output))
        self.plans.append(found)
        return found

    async def apply(self, planned: SavedPlan) -> str:
        """Apply the saved plan, unless it says nothing; the outputs as JSON."""
        changes.refuse_destroys(planned.changes, allowed=self.allow_destroy)
        if not planned.changes.empty:
            await planned.shell.run(recipes.terraform_apply(planned.root))
        return (await planned.shell.run(recipes.terraform_output(planned.root))).output

    async def _ready(self, target: Target, root: str) -> Shell:
        shell = await self._shell(target)
        await shell.run(recipes.terraform_init(root, self._backend(target, root)))
        return shell

    async def _shell(self, target: Target) -> Shell:
        shell = self.shells(target)
        if provider := self.overrides(target).provider:
            for root in ROOTS:
                await shell.write(f"{root}/provider_override.tf", provider)
        return shell

    def _backend(self, target: Target, root: str) -> dict[str, str]:
        own = recipes.state_backend(target.state, recipes.state_key(root, target.stage), target.region)
        return {**own, **self.overrides(target).backend}


def common(target: Target) -> dict[str, str]:
    return {"stage": target.stage, "aws_region": target.region, "aws_account_id": target.account_id}
