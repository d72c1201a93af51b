"""The tag that keeps a released image: no lifecycle rule for builds removes what carries it."""

import contextlib

from tasador_release.aws import Aws, call
from tasador_release.errors import PublishError
from tasador_release.image.published import DOCKER_MANIFEST


async def keep(aws: Aws, uri: str, tag: str) -> None:
    """Tag the image `uri`, given as host/repository@digest; one that has the tag already is left alone."""
    host, _, rest = uri.partition("/")
    repository, _, digest = rest.partition("@")
    if host and digest:
        await call("ecr:PutImage", _keep, aws, repository, digest, tag)


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
