"""What a plan would make and the account has already: imported where it is ours, shared where it is somebody else's.

A run that was killed leaves resources that no state knows; so does a stack that was made by hand. After each plan the
account is asked, import blocks are written beside the root, and the plan is made again, until nothing more is found:
what hangs on another resource can be looked for only once that one is known.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tasador_release.account import imports
from tasador_release.account.imports import Import, Planned, Rule
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed, PreflightError, StandsAlready

FILE: Final = "found_imports.tf"
AUDIENCE: Final = "sts.amazonaws.com"
_PROVIDER: Final = "aws_iam_openid_connect_provider"
_API_ACCOUNT: Final = "aws_api_gateway_account"
_ISSUER: Final = "token.actions.githubusercontent.com"
Write = Callable[[str, str], Awaitable[None]]


async def refuse_standing(aws: Aws, rules: Mapping[str, Rule], resources: Sequence[Mapping[str, Any]]) -> None:
    """StandsAlready for a plan that makes what the account has, before any of it is applied.

    What the credentials may not ask is left to AWS to refuse.
    """
    planned = imports.creations({"resource_changes": resources})
    found = await imports.existing(aws, rules, planned, tolerant=True)
    if found.imports:
        raise StandsAlready([f"{one.address} ({one.id})" for one in found.imports])


@dataclass(slots=True)
class Takeover:
    """One root. `variables` are what it is planned with; sharing adds to them. `project`: the tag of what is ours."""

    aws: Aws
    root: str
    rules: Mapping[str, Rule]
    write: Write
    project: str
    variables: dict[str, str]
    imported: dict[str, Import] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)

    async def found_more(self, resources: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the plan with these changes must be made again."""
        wanted = imports.creations({"resource_changes": resources})
        shared = await self._shared(wanted)
        found = await imports.existing(self.aws, self.rules, [one for one in wanted if one.address not in shared])
        fresh = {one.address: one for one in found.imports if one.address not in self.imported}
        if fresh:
            self.imported |= fresh
            await self.write(f"{self.root}/{FILE}", "\n".join(one.block() for one in self.imported.values()))
        return bool(fresh or shared)

    def lines(self) -> tuple[str, ...]:
        """For a reader: what is taken over, by address and id, and what is left to its owner."""
        taken = [f"> {one.address} is there already: {one.id}" for one in self.imported.values()]
        return (*taken, *(f"> {what}" for what in self.shared))

    async def _shared(self, wanted: Sequence[Planned]) -> frozenset[str]:
        """The addresses left to whoever made what stands there: an account, or each region of it, has only one."""
        providers = [one.address for one in wanted if one.type == _PROVIDER]
        shared = providers if providers and await self._foreign_provider() else []
        if shared:
            self._share(_PROVIDER, "create_oidc_provider", "false")
            self.shared.append("GitHub's OIDC provider is shared: somebody else made it")
        gateways = {self._region(one): one.address for one in wanted if one.type == _API_ACCOUNT}
        foreign = [region for region in sorted(gateways) if await self._foreign_log_role(region)]
        if foreign:
            self._share(_API_ACCOUNT, "api_logs_shared_in", json.dumps(foreign))
            said = f"API Gateway's permission to log in {', '.join(foreign)} is shared: somebody else gave it"
            self.shared.append(said)
        return frozenset((*shared, *(gateways[region] for region in foreign)))

    def _share(self, what: str, variable: str, value: str) -> None:
        if variable in self.variables:
            said = f"{what} is planned although {variable} is {self.variables[variable]}"
            raise PreflightError(said, "report this", where=self.root)
        self.variables[variable] = value

    def _region(self, planned: Planned) -> str:
        return str(planned.values.get("region") or self.aws.target.region)

    async def _foreign_provider(self) -> bool:
        """Whether there is one that does not bear our tag. PreflightError if it does not let GitHub's tokens in."""
        arn = f"arn:aws:iam::{self.aws.target.account_id}:oidc-provider/{_ISSUER}"
        try:
            get = self.aws.iam.get_open_id_connect_provider
            found = await call("iam:GetOpenIDConnectProvider", get, OpenIDConnectProviderArn=arn)
        except CallFailed as error:
            if error.code in imports.ABSENT:
                return False
            raise
        if AUDIENCE not in found.get("ClientIDList", ()):
            raise PreflightError(
                f"the OIDC provider {arn} does not know the audience {AUDIENCE}",
                "run: aws iam add-client-id-to-open-id-connect-provider "
                f"--open-id-connect-provider-arn {arn} --client-id {AUDIENCE}",
            )
        return {"Key": "project", "Value": self.project} not in found.get("Tags", ())

    async def _foreign_log_role(self, region: str) -> bool:
        found = await call("apigateway:GetAccount", self.aws.gateway(region).get_account)
        role = str(found.get("cloudwatchRoleArn") or "")
        return bool(role) and self.project not in role.rpartition("/")[2]
