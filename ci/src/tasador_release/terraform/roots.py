"""The roots of infra/ by Terraform: a saved plan, read, and then nothing but that plan.

Whatever runs the commands - a container or a process - is a `Shell`; the steps are the same.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tasador_release import recipes
from tasador_release.account import imports
from tasador_release.account import takeover as takeovers
from tasador_release.account.state_bucket import StateBucket
from tasador_release.account.takeover import FILE, Takeover
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed
from tasador_release.function.versions import Function
from tasador_release.terraform import changes
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.outputs import Account
from tasador_release.terraform.shells import Overrides, SavedPlan, Shell, Shells
from tasador_release.values import stack
from tasador_release.values.configuration import Configuration
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

_LOCAL_STATE: Final = 'terraform {\n  backend "local" {}\n}\n'
_UNSET: Final = "unset.tfvars.json"


@dataclass(slots=True)
class Terraform:
    """A provisioner. Without `allow_destroy`, a plan that destroys ends there.

    `shells` opens a shell for a target; `overrides` says what a target needs besides; `label` tells a reader
    where the provider comes from.
    """

    shells: Shells
    configuration: Configuration
    overrides: Callable[[Target], Overrides] = lambda _: Overrides()
    allow_destroy: bool = False
    locks: bool = True  # who only looks need not be allowed to write a lock
    label: str = ""
    plans: list[SavedPlan] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return self.configuration.settings

    @property
    def name(self) -> str:
        return f"Terraform ({self.label})" if self.label else "Terraform"

    async def bootstrap(self, target: Target) -> Account:
        made = await self.prepare(target, {})
        return Account(made["deploy_role_arn"], made["state_bucket"])

    async def prepare(self, target: Target, given: Mapping[str, str]) -> dict[str, str]:
        """Apply infra/bootstrap, from wherever a former run was stopped; its outputs."""
        await self.state_bucket(target).ensure()
        planned, _ = await self.plan_bootstrap(target, given)
        text = await self.apply(planned)
        return {name: str(item["value"]) for name, item in json.loads(text).items()}

    def state_bucket(self, target: Target) -> StateBucket:
        """The bucket of every state of the account, in the account's region."""
        home = replace(target, region=self.configuration.account_region)
        return StateBucket(Aws(home), self.settings.state_bucket(target.account_id))

    async def plan_bootstrap(
        self, target: Target, given: Mapping[str, str], *, local: bool = False
    ) -> tuple[SavedPlan, Takeover]:
        """The plan of infra/bootstrap, with what stands already. `local`: while there is no bucket for a state."""
        home = replace(target, region=self.configuration.account_region)
        shell = await (self._beside if local else self._ready)(home, recipes.BOOTSTRAP)
        return await self._taking_over(home, shell, recipes.BOOTSTRAP, self._bootstrap_variables(target, given))

    async def plan_bootstrap_destroy(self, target: Target, given: Mapping[str, str], only: Sequence[str]) -> SavedPlan:
        """A plan that takes these addresses of infra/bootstrap down."""
        home = replace(target, region=self.configuration.account_region)
        shell, variables = await self._ready(home, recipes.BOOTSTRAP), self._bootstrap_variables(target, given)
        return await self._planned(shell, recipes.BOOTSTRAP, variables, destroy=True, only=only)

    def _bootstrap_variables(self, target: Target, given: Mapping[str, str]) -> dict[str, str]:
        where = {"aws_region": self.configuration.account_region, "aws_account_id": target.account_id}
        return {**where, **self.overrides(target).bootstrap, **given}

    async def plan_adoption(self, target: Target, root: str, *, alone: bool = False) -> tuple[SavedPlan, Takeover]:
        """The plan of registry or app in which whatever stands in the account under our names is imported.

        `alone`: it makes nothing that does not stand, save what the imported hangs on.
        """
        variables = await self._variables(target, root)
        return await self._taking_over(target, await self._ready(target, root), root, variables, alone=alone)

    async def _taking_over(
        self, target: Target, shell: Shell, root: str, variables: Mapping[str, str], *, alone: bool = False
    ) -> tuple[SavedPlan, Takeover]:
        rules, project = imports.parse_rules(self.configuration.imports), str(self.settings.raw["project"])
        takeover = Takeover(Aws(target), root, rules, shell.write, project, dict(variables))
        planned = await self._planned(shell, root, takeover.variables)
        while await takeover.found_more(planned.resources):
            planned = await self._planned(shell, root, takeover.variables)
        if takeover.imported:
            if alone:
                planned = await self._planned(shell, root, takeover.variables, only=tuple(takeover.imported))
            # the saved plan holds them; a later plan in this shell must not look for what may be gone by then
            await shell.remove(f"{root}/{FILE}")
        return planned, takeover

    async def _beside(self, target: Target, root: str) -> Shell:
        """A shell whose state lies beside the root: for a plan that nobody applies."""
        shell = await self._shell(target)
        await shell.write(f"{root}/backend_override.tf", _LOCAL_STATE)
        await shell.run(recipes.terraform_init_local(root))
        return shell

    async def registry(self, target: Target) -> str:
        text = await self._made(target, recipes.REGISTRY, self._registry_variables(target))
        return stack.output(text, "repository_url")

    def _registry_variables(self, target: Target) -> dict[str, str]:
        force = self.configuration.stage.values.get("force_destroy")
        return {**common(target), **({} if force is None else {"force_destroy": json.dumps(force)})}

    async def app(self, target: Target, image_uri: str) -> Stack:
        return stack.parse(await self._made(target, recipes.APP, self.app_variables(target, image_uri)))

    async def _made(self, target: Target, root: str, variables: Mapping[str, str]) -> str:
        """Plan and apply a root, unless what it would make is there already; its outputs as JSON."""
        planned = await self.plan(target, root, variables)
        rules = imports.parse_rules(self.configuration.imports)
        await takeovers.refuse_standing(Aws(target), rules, planned.resources)
        return await self.apply(planned)

    def app_variables(self, target: Target, image_uri: str) -> dict[str, str]:
        return {**common(target), "image_uri": image_uri, **self.overrides(target).app}

    async def changes(self, target: Target, image_uri: str) -> Changes:
        return (await self.plan(target, recipes.APP, self.app_variables(target, image_uri))).changes

    async def drifted(self, target: Target) -> Changes:
        """What differs from the state, whoever changed it."""
        variables = self.app_variables(target, await self.image_uri(target))
        return (await self._planned(await self._ready(target, recipes.APP), recipes.APP, variables, drift=True)).changes

    async def plan_destroy(self, target: Target, root: str, only: Sequence[str] = ()) -> SavedPlan:
        """A plan that takes a root down, or these addresses of it and what hangs on them."""
        variables = await self._variables(target, root)
        return await self._planned(await self._ready(target, root), root, variables, destroy=True, only=only)

    async def _variables(self, target: Target, root: str) -> dict[str, str]:
        if root == recipes.REGISTRY:
            return self._registry_variables(target)
        return self.app_variables(target, await self.image_uri(target))

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
        self,
        shell: Shell,
        root: str,
        variables: Mapping[str, str],
        *,
        only: Sequence[str] = (),
        destroy: bool = False,
        drift: bool = False,
    ) -> SavedPlan:
        command = recipes.terraform_plan(
            root,
            variables,
            files=self._files(root),
            only=only,
            destroy=destroy,
            refresh_only=drift,
            lock=self.locks,
        )
        await shell.run(command)
        return await self._read(shell, root, limited=bool(only))

    async def saved(self, target: Target, root: str, put: Callable[[Shell], Awaitable[None]]) -> SavedPlan:
        """A plan that was saved elsewhere; `put` brings it to where the shell looks."""
        shell = await self._ready(target, root)
        await put(shell)
        return await self._read(shell, root, limited=False)

    async def _read(self, shell: Shell, root: str, *, limited: bool) -> SavedPlan:
        shown = await shell.run(recipes.terraform_show(root))
        read = changes.parse(shown, limited=limited), changes.resources(shown, limited=limited)
        found = SavedPlan(root, shell, *read)
        self.plans.append(found)
        return found

    async def apply(self, planned: SavedPlan) -> str:
        """Apply the saved plan, unless it says nothing; the outputs as JSON."""
        changes.refuse_destroys(planned.changes, allowed=self.allow_destroy)
        if not planned.changes.empty:
            await planned.shell.run(recipes.terraform_apply(planned.root))
        return await planned.shell.run(recipes.terraform_output(planned.root))

    async def _ready(self, target: Target, root: str) -> Shell:
        shell = await self._shell(target)
        await shell.run(recipes.terraform_init(root, self._backend(target, root)))
        return shell

    async def _shell(self, target: Target) -> Shell:
        shell, told = self.shells(target), self.overrides(target)
        if told.provider:
            for root in recipes.ROOTS:
                await shell.write(f"{root}/provider_override.tf", told.provider)
        if self.configuration.stage.committed:
            await shell.write(f"{recipes.APP}/{_UNSET}", json.dumps(dict.fromkeys(told.unset)))
        return shell

    def _files(self, root: str) -> tuple[str, ...]:
        """The committed variables of a root."""
        if root == recipes.BOOTSTRAP:
            return (recipes.ACCOUNT,)
        committed = root == recipes.APP and self.configuration.stage.committed
        return (recipes.stage_file(self.configuration.stage.stage), _UNSET) if committed else ()

    def _backend(self, target: Target, root: str) -> dict[str, str]:
        bucket, region = self.settings.state_bucket(target.account_id), self.configuration.account_region
        own = recipes.state_backend(bucket, recipes.state_key(root, target.stage), region)
        return {**own, **self.overrides(target).backend}


def common(target: Target) -> dict[str, str]:
    return {"stage": target.stage, "aws_region": target.region, "aws_account_id": target.account_id}
