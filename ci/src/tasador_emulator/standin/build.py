"""Makes what is declared, one resource after the other, under the credentials of the target."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from tasador_release.aws import failures
from tasador_release.errors import InfraError
from tasador_release.values.stack import Stack, from_values

from tasador_emulator.standin import make_account, make_api, make_edge, make_function, make_watch
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Attributes, Resource, resolve
from tasador_emulator.standin.session import Workshop

Maker: TypeAlias = Callable[[Workshop, Mapping[str, Any]], dict[str, str]]

MAKERS: Final[Mapping[str, Maker]] = {
    **make_account.MAKERS,
    **make_function.MAKERS,
    **make_api.MAKERS,
    **make_edge.MAKERS,
    **make_watch.MAKERS,
}


def make(resources: Sequence[Resource], workshop: Workshop) -> Attributes:
    known: Attributes = {}
    for resource in resources:
        known[resource.address] = _make(resource, known, workshop)
    return known


def _make(resource: Resource, known: Attributes, workshop: Workshop) -> dict[str, str]:
    maker = MAKERS.get(resource.type)
    if maker is None:
        raise InfraError(
            f"{resource.type} is declared but never made", "add it to ci/src/tasador_emulator/standin/build.py"
        )
    with failures(f"making {resource.address}"):
        return maker(workshop, resolve(resource.arguments, known))


def stack_of(scene: Scene, known: Attributes) -> Stack:
    """The outputs of infra/app, with the same names."""
    api, edge = known["aws_api_gateway_rest_api.this"], known["aws_cloudfront_distribution.site"]
    site_url = f"https://{edge['domain_name']}"
    return from_values(
        {
            "stage": scene.stage,
            "region": scene.region,
            "account_id": scene.account_id,
            "repository_url": known["aws_ecr_repository.this"]["repository_url"],
            "function_name": scene.names.function,
            "function_version": known["aws_lambda_function.this"]["version"],
            "alias": scene.settings.alias,
            "log_group": scene.names.log_group,
            "api_id": api["id"],
            "api_stage": scene.settings.api_stage,
            "api_url": resolve(scene.api_url, known),
            "bucket": scene.names.bucket,
            "distribution_id": edge["id"],
            "cloudfront_dns_name": edge["domain_name"],
            "site_url": site_url,
            "s3_website_url": site_url,
            "warmup_rule": scene.names.rule,
            "dashboard_name": scene.names.dashboard,
            "topic_arn": known["aws_sns_topic.alarms"]["arn"],
        }
    )
