"""Invalidation of the entry paths that changed; nobody waits for the edges unless asked to."""

from typing import TYPE_CHECKING, Final

from tasador_release.aws import Aws, ask, call
from tasador_release.errors import CallFailed, SiteError

if TYPE_CHECKING:
    from mypy_boto3_cloudfront.type_defs import WaiterConfigTypeDef

WAIT_S: Final = 900
_LOOK_S: Final = 5
_IMPATIENT: Final = "WaiterError"  # botocore's, of a waiter that looked as often as it was told to


async def invalidate(aws: Aws, distribution: str, paths: tuple[str, ...], reference: str, *, wait: bool = False) -> str:
    """Name the paths to the edges. The same `reference` twice is one invalidation."""
    answer = await call("cloudfront:CreateInvalidation", _create, aws, distribution, paths, reference)
    if wait:
        await _completed(aws, distribution, answer)
    return f"{len(paths)} paths ({answer})"


async def deployed(aws: Aws, distribution: str, patience_s: float = WAIT_S) -> None:
    """Wait until the edges have the distribution as it was applied: a new one takes them minutes."""
    waiter = aws.cloudfront.get_waiter("distribution_deployed")
    try:
        await ask("cloudfront:GetDistribution", waiter.wait, Id=distribution, WaiterConfig=_waiting(patience_s))
    except CallFailed as error:
        if error.code != _IMPATIENT:
            raise
        raise SiteError(
            f"distribution {distribution} is not at the edges after {patience_s:.0f} s",
            "it goes on by itself; look again with: dagger call smoke",
        ) from error


def _create(aws: Aws, distribution: str, paths: tuple[str, ...], reference: str) -> str:
    answer = aws.cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": list(paths)},
            "CallerReference": reference,
        },
    )
    return answer["Invalidation"]["Id"]


async def _completed(aws: Aws, distribution: str, invalidation: str) -> None:
    waiter = aws.cloudfront.get_waiter("invalidation_completed")
    try:
        await ask(
            "cloudfront:GetInvalidation",
            waiter.wait,
            DistributionId=distribution,
            Id=invalidation,
            WaiterConfig=_waiting(WAIT_S),
        )
    except CallFailed as error:
        if error.code != _IMPATIENT:
            raise
        raise SiteError(
            f"invalidation {invalidation} is not complete after {WAIT_S} s",
            "it completes by itself; the page is there already. Invalidate without --wait",
        ) from error


def _waiting(seconds: float) -> "WaiterConfigTypeDef":
    return {"Delay": _LOOK_S, "MaxAttempts": max(1, round(seconds / _LOOK_S))}
