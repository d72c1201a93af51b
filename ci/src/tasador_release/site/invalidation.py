"""Invalidation of the entry paths that changed; nobody waits for the edges unless asked to."""

import time
from typing import Final

import anyio

from tasador_release.aws import Aws, call
from tasador_release.errors import SiteError

WAIT_S: Final = 900


async def invalidate(aws: Aws, distribution: str, paths: tuple[str, ...], reference: str, *, wait: bool = False) -> str:
    """Name the paths to the edges. The same `reference` twice is one invalidation."""
    answer = await call("cloudfront:CreateInvalidation", _create, aws, distribution, paths, reference)
    if wait:
        await _completed(aws, distribution, answer)
    return f"{len(paths)} paths ({answer})"


async def deployed(aws: Aws, distribution: str, patience_s: float = WAIT_S) -> None:
    """Wait until the edges have the distribution as it was applied: a new one takes them minutes."""
    end = time.monotonic() + patience_s
    get = aws.cloudfront.get_distribution
    while True:
        answer = await call("cloudfront:GetDistribution", get, Id=distribution)
        status = answer["Distribution"]["Status"]
        if status == "Deployed":
            return
        if time.monotonic() >= end:
            raise SiteError(
                f"distribution {distribution} is still {status} after {patience_s:.0f} s",
                "it goes on by itself; look again with: dagger call smoke",
            )
        await anyio.sleep(5)


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
    end = time.monotonic() + WAIT_S
    get = aws.cloudfront.get_invalidation
    while time.monotonic() < end:
        answer = await call("cloudfront:GetInvalidation", get, DistributionId=distribution, Id=invalidation)
        if answer["Invalidation"]["Status"] == "Completed":
            return
        await anyio.sleep(5)
    raise SiteError(
        f"invalidation {invalidation} is not complete after {WAIT_S} s",
        "it completes by itself; the page is there already. Deploy without --wait",
    )
