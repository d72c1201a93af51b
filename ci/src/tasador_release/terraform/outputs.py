"""What stands, by the outputs in Terraform's state object: one request, no Terraform, no provider, no registry."""

from dataclasses import dataclass

from tasador_release import recipes
from tasador_release.aws import Aws, state_object
from tasador_release.errors import InfraError
from tasador_release.values import stack, state
from tasador_release.values.stack import Stack


@dataclass(frozen=True, slots=True)
class Account:
    """What infra/bootstrap makes once: the role that deploys, the bucket of the state."""

    deploy_role_arn: str
    state_bucket: str


async def read(aws: Aws) -> Stack:
    """The stack of the target's stage; InfraError when nothing was applied, MissingOutput when something lacks."""
    key = recipes.state_key(recipes.APP, aws.target.stage)
    content = await state_object(aws, key)
    if content is None:
        raise InfraError(
            f"nothing stands there: {aws.target.state} has no {key}", "check the stage, or run: dagger call deploy"
        )
    return stack.from_values(state.outputs(content))
