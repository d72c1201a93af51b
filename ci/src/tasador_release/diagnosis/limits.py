"""What AWS keeps small for a new account, as far as it can be asked: one finding each, with its fix. Pure."""

from dataclasses import dataclass
from typing import Final

# a version is proved by 4 invocations at once while the live one serves; AWS's usual limit is 1,000
ENOUGH: Final = 50
MEMORY_CAP_MB: Final = 3008  # of an account that never asked for more; nothing tells whether one did
PUBLIC: Final = "public.ecr.aws"
QUOTAS: Final = "https://console.aws.amazon.com/servicequotas"
SUPPORT: Final = "https://support.console.aws.amazon.com"


@dataclass(frozen=True, slots=True)
class Limits:
    """What was asked of the account. None: the credentials may not ask."""

    concurrency: int | None = None
    distributions: int | None = None
    memory_mb: int = 0  # what the function is to have
    pull_through: str | None = None  # prefix under which this registry pulls from ECR Public; "" where it does not


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `fix` is what to do when it is not as it should be."""

    name: str
    ok: bool
    detail: str
    fix: str = ""
    needed: bool = True


def findings(limits: Limits) -> tuple[Finding, ...]:
    """None of them stops a deploy: each says what AWS may refuse, and what to do about it."""
    return (
        _concurrency(limits.concurrency),
        _distributions(limits.distributions),
        _memory(limits.memory_mb),
        _pull_through(limits.pull_through),
    )


def _concurrency(found: int | None) -> Finding:
    fix = f"ask for 1000 at {QUOTAS} (Lambda, Concurrent executions); until then leave reserved_concurrency at -1"
    if found is None:
        return Finding("concurrency", False, "not known: lambda:GetAccountSettings was refused", fix, needed=False)
    return Finding("concurrency", found >= ENOUGH, f"{found} environments at one time", fix, needed=False)


def _distributions(found: int | None) -> Finding:
    fix = f'if CloudFront says "your account must be verified", open a case at {SUPPORT} (Account verification)'
    if found is None:
        return Finding("cloudfront", False, "not known: cloudfront:ListDistributions was refused", fix, needed=False)
    detail = "the account has distributions" if found else "none yet: whether AWS allows one shows at the first"
    return Finding("cloudfront", found > 0, detail, fix, needed=False)


def _memory(wanted: int) -> Finding:
    ok = wanted <= MEMORY_CAP_MB
    detail = f"{wanted} MB, {'within' if ok else 'above'} the {MEMORY_CAP_MB} MB of a new account"
    fix = f"if Lambda refuses it, set memory_mb to {MEMORY_CAP_MB} in infra/settings.json or open a case at {SUPPORT}"
    return Finding("memory", ok, detail, fix, needed=False)


def _pull_through(prefix: str | None) -> Finding:
    """Without one the base image comes from ECR Public, which answers 429 to an address that pulls too often."""
    make = "aws ecr create-pull-through-cache-rule --ecr-repository-prefix ecr-public --upstream-registry-url " + PUBLIC
    fix = f"if {PUBLIC} answers 429 (toomanyrequests): {make}, and name the image under it in TASADOR_LAMBDAIMAGE"
    if prefix is None:
        said = "not known: ecr:DescribePullThroughCacheRules was refused"
        return Finding("pull-through", False, said, fix, needed=False)
    detail = f"{PUBLIC} as {prefix}/" if prefix else f"none: the base image comes from {PUBLIC} itself"
    return Finding("pull-through", bool(prefix), detail, fix, needed=False)
