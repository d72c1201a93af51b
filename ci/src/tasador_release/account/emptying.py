"""A bucket emptied, or the objects of some keys removed for good: all versions and markers, by S3's API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tasador_release.aws import Aws, call
from tasador_release.errors import SiteError

_AT_ONCE: Final = 1000  # of DeleteObjects


async def keys(aws: Aws, bucket: str) -> frozenset[str]:
    """Of everything in it, whatever its version."""
    return frozenset(item["Key"] for item in await call("s3:ListObjectVersions", _versions, aws, bucket))


async def remove(aws: Aws, bucket: str, wanted: Callable[[str], bool]) -> None:
    """All versions of the keys that are wanted. SiteError names what S3 kept."""
    found = [item for item in await call("s3:ListObjectVersions", _versions, aws, bucket) if wanted(item["Key"])]
    for start in range(0, len(found), _AT_ONCE):
        await call("s3:DeleteObjects", _delete, aws, bucket, found[start : start + _AT_ONCE])


def _versions(aws: Aws, bucket: str) -> list[Mapping[str, str]]:
    pages = aws.s3.get_paginator("list_object_versions").paginate(Bucket=bucket)
    return [
        {"Key": item["Key"], "VersionId": item["VersionId"]}
        for page in pages
        for item in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
    ]


def _delete(aws: Aws, bucket: str, items: list[Any]) -> None:
    answer = aws.s3.delete_objects(Bucket=bucket, Delete={"Objects": items, "Quiet": True})
    # S3 answers 200 to what it did not delete
    if kept := [f"{error['Key']}: {error['Code']}" for error in answer.get("Errors", ())]:
        raise SiteError(f"{bucket} keeps {', '.join(kept[:5])}", "run it again", where="s3:DeleteObjects")
