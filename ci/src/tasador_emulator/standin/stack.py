"""The whole stand-in: declared in an order in which each resource comes after those it refers to, and made."""

from collections.abc import Mapping, Sequence
from typing import Final

from tasador_release.aws import failures
from tasador_release.errors import InfraError
from tasador_release.values.stack import Stack, from_values

from tasador_emulator.environment import ORIGIN
from tasador_emulator.standin import account, alarms, api, dashboard, function, registry, site, warmup
from tasador_emulator.standin.clients import Clients, Creator
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Attributes, Resource, resolve

CREATORS: Final[Mapping[str, Creator]] = {
    **account.CREATORS,
    **registry.CREATORS,
    **function.CREATORS,
    **api.CREATORS,
    **site.CREATORS,
    **warmup.CREATORS,
    **alarms.CREATORS,
    **dashboard.CREATORS,
}


def declared(inputs: Inputs) -> tuple[Resource, ...]:
    """infra/registry and infra/app; infra/bootstrap is `account.account`."""
    return (
        *registry.registry(inputs),
        *function.function(inputs),
        *api.api(inputs),
        function.permission(inputs),
        *site.site(inputs),
        *warmup.warmup(inputs),
        *alarms.alarms(inputs),
        *dashboard.dashboard(inputs),
    )


def make(resources: Sequence[Resource], clients: Clients) -> Attributes:
    """Make one after the other, under the credentials of the target; what each is known by afterwards."""
    known: Attributes = {}
    for resource in resources:
        known[resource.address] = _make(resource, known, clients)
    return known


def _make(resource: Resource, known: Attributes, clients: Clients) -> dict[str, str]:
    create = CREATORS.get(resource.type)
    if create is None:
        raise InfraError(
            f"{resource.type} is declared but never made", "add it to CREATORS in the file that declares it"
        )
    with failures(f"making {resource.address}"):
        return create(clients, resolve(resource.arguments, known))


def stack_of(inputs: Inputs, known: Attributes) -> Stack:
    """The outputs of infra/app, with the same names."""
    api, edge = known["aws_api_gateway_rest_api.this"], known["aws_cloudfront_distribution.site"]
    site_url = f"https://{edge['domain_name']}"
    return from_values(
        {
            "stage": inputs.stage,
            "region": inputs.region,
            "account_id": inputs.account_id,
            "repository_url": known["aws_ecr_repository.this"]["repository_url"],
            "function_name": inputs.names.function,
            "function_version": known["aws_lambda_function.this"]["version"],
            "alias": inputs.settings.alias,
            "log_group": inputs.names.log_group,
            "api_id": api["id"],
            "api_stage": inputs.settings.api_stage,
            "api_url": resolve(inputs.api_url, known),
            "bucket": inputs.bucket,
            "distribution_id": edge["id"],
            "cloudfront_dns_name": edge["domain_name"],
            "site_url": site_url,
            "s3_website_url": site_url,
            "warmup_rule": inputs.names.rule,
            "dashboard_name": inputs.names.dashboard,
            "topic_arn": known["aws_sns_topic.alarms"]["arn"],
            "allowed_origins": ORIGIN,
        }
    )
