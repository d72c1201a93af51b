"""What ECR's API is asked of an image that was pushed: whether it is there, and to keep it once it was released."""

import contextlib
from typing import Final

from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed, PublishError
from tasador_release.image.published import DOCKER_MANIFEST

_ABSENT: Final = frozenset({"ImageNotFoundException", "RepositoryNotFoundException"})


async def has(aws: Aws, uri: str) -> bool:
    """Whether the image `uri`, host/repository@sha256:…, is in this account: Lambda may need it to wake a version."""
    repository, digest = _parts(uri)
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


async def keep(aws: Aws, uri: str, tag: str) -> None:
    """Give the image the tag that no lifecycle rule for builds removes; one that has it already is left alone."""
    repository, digest = _parts(uri)
    if repository and digest:
        await call("ecr:PutImage", _keep, aws, repository, digest, tag)


def _parts(uri: str) -> tuple[str, str]:
    repository, _, digest = uri.partition("/")[2].partition("@")
    return repository, digest


def _keep(aws: Aws, repository: str, digest: str, tag: str) -> None:
    found = aws.ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageDigest": digest}])["images"]
    if not found:
        raise PublishError(f"{digest} is not in {repository}", "publish it again")
    with contextlib.suppress(
        aws.ecr.exceptions.ImageAlreadyExistsException, aws.ecr.exceptions.ImageTagAlreadyExistsException
    ):
        aws.ecr.put_image(
            repositoryName=repository,
            imageManifest=found[0]["imageManifest"],
            imageManifestMediaType=found[0].get("imageManifestMediaType", DOCKER_MANIFEST),
            imageTag=tag,
        )
