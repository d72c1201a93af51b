"""Is everything there that a deploy needs? Pure: facts in, findings with their fixes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tasador_release.diagnosis import limits
from tasador_release.diagnosis.limits import Finding, Limits
from tasador_release.values.target import PARTITION, REGION, Target

__all__ = ["NEEDED", "TOOLS", "Facts", "Finding", "examine", "healthy"]

TOOLS: Final = {
    "dagger": "install it: https://docs.dagger.io/install (the host rehearsal does without)",
    "terraform": "install Terraform 1.10 or newer (the host rehearsal does without)",
    "uv": "./run sets it up",
    "node": "./run sets it up",
    "npm": "./run sets it up",
    "aws": "install the AWS CLI (only for `aws configure export-credentials`)",
}
NEEDED: Final = frozenset({"uv", "node", "npm"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What `facts.collect` saw. None: not there, or not asked."""

    tools: Mapping[str, str | None]
    identity: str | None = None
    account: str | None = None
    credentials_error: str = ""
    state_bucket: bool = False
    domain: str | None = None  # what users type, where it is not CloudFront's own name
    certificate: str | None = None
    partition: str = PARTITION
    limits: Limits | None = None
    lock_owner: str | None = None
    lock_since: str = ""


def examine(target: Target, facts: Facts) -> tuple[Finding, ...]:
    """Look at the facts. Tools first, then the account, in the order in which a deploy needs them."""
    return (
        *(_tool(name, facts.tools.get(name)) for name in TOOLS),
        _credentials(facts),
        _account(target, facts),
        _region(target, facts),
        _state(target, facts),
        _certificate(facts),
        _lock(facts),
        *(limits.findings(facts.limits) if facts.limits else ()),
    )


def healthy(findings: tuple[Finding, ...]) -> bool:
    return all(finding.ok or not finding.needed for finding in findings)


def _tool(name: str, path: str | None) -> Finding:
    return Finding(name, path is not None, path or "not found", TOOLS[name], name in NEEDED)


def _credentials(facts: Facts) -> Finding:
    detail = facts.identity or facts.credentials_error or "none given"
    return Finding("credentials", facts.identity is not None, detail, "log in again: aws sso login")


def _account(target: Target, facts: Facts) -> Finding:
    ok = facts.account == target.account_id
    fix = f"use credentials of {target.account_id}, or correct TASADOR_ACCOUNT"
    return Finding("account", ok, facts.account or "unknown", fix)


def _region(target: Target, facts: Facts) -> Finding:
    ok = REGION.fullmatch(target.region) is not None and facts.partition == PARTITION
    elsewhere = "" if facts.partition == PARTITION else f", of partition {facts.partition}"
    return Finding("region", ok, (target.region or "none") + elsewhere, "name one, such as us-east-1")


def _state(target: Target, facts: Facts) -> Finding:
    detail = target.state if facts.state_bucket else f"{target.state} is not there"
    return Finding("state bucket", facts.state_bucket, detail, "dagger call bootstrap --repository OWNER/NAME")


def _certificate(facts: Facts) -> Finding:
    if facts.domain is None:
        return Finding("certificate", True, "none is needed: the page has CloudFront's own name")
    # with zone_id a deploy makes one: no reason to stop it
    detail = f"of {facts.domain}: {facts.certificate or 'none'}"
    fix = f"set zone_id in the stage's file, or request one for {facts.domain} in us-east-1 and validate it by DNS"
    return Finding("certificate", facts.certificate == "ISSUED", detail, fix, needed=False)


def _lock(facts: Facts) -> Finding:
    if facts.lock_owner is None:
        return Finding("release lock", True, "free")
    detail = f"held by {facts.lock_owner}, since {facts.lock_since} by its own clock"
    return Finding("release lock", False, detail, "wait for it, or: dagger call unlock")
