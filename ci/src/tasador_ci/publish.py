"""The image in the registry, by digest. The push itself is `release.registry`: one way for ECR and for an emulator."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import dagger
from tasador_release.aws import Aws
from tasador_release.image import registry
from tasador_release.image.published import Published
from tasador_release.image.repeatable import repeatable
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.settings import Settings


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder of this call, gone with it."""

    root: Path

    @classmethod
    def make(cls) -> "Workplace":
        return cls(Path(tempfile.mkdtemp(prefix="tasador-")))

    async def image(self, container: dagger.Container) -> Image:
        built = self.root / "built.tar"
        await tarball(container).export(str(built))
        return await anyio.to_thread.run_sync(repeatable, Image.read(built), self.root / "image.tar")

    async def site(self, files: dagger.Directory) -> Site:
        path = self.root / "site"
        await files.export(str(path))
        return Site.read(path)


def tarball(container: dagger.Container) -> dagger.File:
    """One manifest, gzip layers, docker media types: what Lambda takes."""
    return container.as_tarball(
        forced_compression=dagger.ImageLayerCompression.Gzip,
        media_types=dagger.ImageMediaTypes.DockerMediaTypes,
    )


async def publish(aws: Aws, settings: Settings, repository_url: str, image: Image) -> Published:
    """Push what is not there yet; the tag is made of the content and never moves."""
    repository = repository_url.partition("/")[2]
    client = await registry.login(aws, aws.target.images(), repository)
    return await registry.push(client, image, repository_url, tag(settings, image))


def tag(settings: Settings, image: Image) -> str:
    prefix: str = settings.raw["image"]["build_tag_prefix"]
    return prefix + image.digest.rpartition(":")[2][:16]
