"""infra/bootstrap: the bucket of the state, and the role that deploys. Its first state has nowhere to go yet."""

import json
from collections.abc import Mapping
from typing import Final

from tasador_release import recipes
from tasador_release.aws import Aws, call
from tasador_release.flow import preflight
from tasador_release.values.target import Credentials

from .infra import Terraform, ok
from .tools import ROOT, now

_LOCAL: Final = 'terraform {\n  backend "local" {}\n}\n'
_OVERRIDE: Final = f"{ROOT}/{recipes.BOOTSTRAP}/backend_override.tf"


async def apply(terraform: Terraform, variables: Mapping[str, str]) -> dict[str, str]:
    """Apply it and return its outputs; the state ends in the bucket that it makes."""
    target = terraform.ground.target
    given = {"aws_region": target.region, "aws_account_id": target.account_id, **variables}
    if await preflight.has_bucket(Aws(target), target.state):
        return outputs(await terraform.applied(await terraform.plan(recipes.BOOTSTRAP, given)))
    return await _first(terraform, given)


async def _first(terraform: Terraform, variables: Mapping[str, str]) -> dict[str, str]:
    """The state lies beside the root for one apply, then moves into the bucket."""
    container = now(terraform.container()).with_new_file(_OVERRIDE, _LOCAL)
    container = (await ok(container, recipes.terraform_init_local(recipes.BOOTSTRAP))).container
    planned = await terraform.planned(container, recipes.BOOTSTRAP, variables)
    text = await terraform.applied(planned)
    moved = terraform.last.without_file(_OVERRIDE)
    backend = terraform.ground.backend(recipes.state_key(recipes.BOOTSTRAP, terraform.ground.target.stage))
    await ok(moved, recipes.terraform_migrate(recipes.BOOTSTRAP, backend))
    return outputs(text)


def outputs(text: str) -> dict[str, str]:
    return {name: str(item["value"]) for name, item in json.loads(text).items()}


async def assume(aws: Aws, role: str) -> Credentials:
    """Take on the deploy role: from here on nobody acts with more than its policies."""
    taken = await call("sts:AssumeRole", aws.sts.assume_role, RoleArn=role, RoleSessionName="tasador")
    keys = taken["Credentials"]
    return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
