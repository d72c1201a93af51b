"""Collects the facts that `doctor` looks at. Reads only; whatever cannot be asked stays unknown."""

import shutil
from collections.abc import Iterable, Mapping
from typing import Any

from tasador_release.account.preflight import has_bucket, identity
from tasador_release.aws import Aws, ask, call, partition_of
from tasador_release.diagnosis.doctor import TOOLS, Facts
from tasador_release.diagnosis.limits import PUBLIC, Limits
from tasador_release.errors import CallFailed, TasadorError
from tasador_release.locks.lock import Lock

CERTIFICATES = "us-east-1"  # the only region CloudFront takes them from


async def collect(aws: Aws, domain: str | None, memory_mb: int) -> Facts:
    """Tools of this machine, and the account when the credentials open it."""
    partition = partition_of(aws.target.region)
    tools = {name: shutil.which(name) for name in TOOLS}
    try:
        who = await identity(aws)
    except TasadorError as error:
        return Facts(tools, credentials_error=error.what, partition=partition)
    state = await has_bucket(aws.home, aws.target.state)
    held = await Lock(aws, aws.target.state, aws.target.stage).peek() if state else None
    return Facts(
        tools=tools,
        identity=who.arn,
        account=who.account,
        state_bucket=state,
        domain=domain,
        certificate=await _certificate(aws, domain) if domain else None,
        partition=partition,
        limits=Limits(await _concurrency(aws), await _distributions(aws), memory_mb, await _pull_through(aws)),
        lock_owner=held.lease.owner if held else None,
        lock_since=held.lease.since if held else "",
    )


async def _concurrency(aws: Aws) -> int | None:
    try:
        found = await ask("lambda:GetAccountSettings", aws.lambda_.get_account_settings)
    except CallFailed:
        return None
    return found["AccountLimit"]["ConcurrentExecutions"]


async def _distributions(aws: Aws) -> int | None:
    """How many the account has, up to one: an account that was not verified yet has none."""
    try:
        found = await ask("cloudfront:ListDistributions", aws.cloudfront.list_distributions, MaxItems="1")
    except CallFailed:
        return None
    return found["DistributionList"]["Quantity"]


async def _pull_through(aws: Aws) -> str | None:
    """The prefix under which the account's registry of this region pulls from ECR Public; "" where it does not."""
    try:
        found = await ask("ecr:DescribePullThroughCacheRules", aws.ecr.describe_pull_through_cache_rules)
    except CallFailed:
        return None
    rules = [one for one in found["pullThroughCacheRules"] if one.get("upstreamRegistryUrl") == PUBLIC]
    return rules[0].get("ecrRepositoryPrefix", "") if rules else ""


async def _certificate(aws: Aws, domain: str) -> str | None:
    """The status of the best certificate for the domain; a refused question is no missing certificate."""
    try:
        found = await call("acm:ListCertificates", _statuses, aws, domain)
    except TasadorError as error:
        return f"not known: {error.what}"
    return "ISSUED" if "ISSUED" in found else next(iter(found), None)


def _statuses(aws: Aws, domain: str) -> list[str]:
    acm = aws.certificates(CERTIFICATES)
    pages = acm.get_paginator("list_certificates").paginate()
    listed = [item for page in pages for item in page["CertificateSummaryList"]]
    return [str(item.get("Status", "?")) for item in listed if covers(_names(item), domain)]


def _names(item: Mapping[str, Any]) -> list[str]:
    return [str(item.get("DomainName", "")), *map(str, item.get("SubjectAlternativeNameSummaries", ()))]


def covers(names: Iterable[str], domain: str) -> bool:
    """Whether a certificate with these names is one for the domain: a wildcard stands for one label."""
    wildcard = f"*.{domain.partition('.')[2]}"
    return any(name.lower() in {domain.lower(), wildcard.lower()} for name in names)
