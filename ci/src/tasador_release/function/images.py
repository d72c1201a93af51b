"""Whether the image of a version is still in the registry: Lambda may need it again to wake a version."""

from typing import Final

from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed

_ABSENT: Final = frozenset({"ImageNotFoundException", "RepositoryNotFoundException"})


async def has(aws: Aws, uri: str) -> bool:
    """`uri` is host/repository@sha256:…"""
    repository, _, digest = uri.partition("/")[2].partition("@")
    try:
        found = await call(
            "ecr:DescribeImages",
            lambda: aws.ecr.describe_images(repositoryName=repository, imageIds=[{"imageDigest": digest}]),
        )
    except CallFailed as error:
        if error.code in _ABSENT:
            return False
        raise
    return bool(found["imageDetails"])
