"""A builder whose artifacts come out of containers, and are exported into a folder of this call."""

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
import dagger
from tasador_release import recipes
from tasador_release.image.repeatable import repeatable
from tasador_release.report.report import Note
from tasador_release.values.app import App, FunctionSpec
from tasador_release.values.artifacts import Image, Site

from . import artifacts, images, messages
from .project import Project


def folder() -> Path:
    """A folder of this call, gone with it."""
    return Path(tempfile.mkdtemp(prefix="tasador-"))


@dataclass(frozen=True, slots=True)
class ContainerBuilder:
    """`run_checks` runs them and says which."""

    project: Project
    app: App
    run_checks: Callable[[], Awaitable[str]]
    place: Path = field(default_factory=folder)

    async def checks(self, note: Note) -> None:
        with messages.whatever():
            note.say(await self.run_checks())

    async def verify(self, note: Note) -> str:
        said = await artifacts.verified(self.project, self.app)
        note.say(said or "the app has no verification")
        return said

    async def image(self, note: Note) -> Image:
        built = self.place / "built.tar"
        await tarball(await artifacts.image(self.project)).export(str(built))
        image = await anyio.to_thread.run_sync(repeatable, Image.read(built), self.place / "image.tar")
        note.mark("image.digest", image.digest)
        note.say(image.digest[:19])
        return image

    async def site(self, note: Note) -> Site:
        path = self.place / "site"
        await (await artifacts.site(self.project)).export(str(path))
        site = Site.read(path)
        note.mark("site.digest", site.digest)
        note.say(f"{len(site.files)} files, {site.digest[:19]}")
        return site

    def steps(self, stage: str) -> Sequence[str]:
        function, site = self.app.function, self.app.site
        steps = {
            "checks": ("dagger check",),
            "image": (f"the dependencies and the code, each a layer on {self._base(function)}",),
            "verify": (" ".join(("python3", *function.verify.arguments)),) if function.verify else (),
            "site": (" ".join(recipes.site_install(site).argv), " ".join(recipes.site_build(site).argv)),
        }
        return steps[stage]

    def _base(self, function: FunctionSpec) -> str:
        return "the image that was given" if self.project.lambda_image else images.of_lambda(function.image)

    def facts(self) -> Sequence[tuple[str, str]]:
        return ()

    def notes(self) -> Sequence[str]:
        return ()


def tarball(container: dagger.Container) -> dagger.File:
    """One manifest, gzip layers, docker media types: what Lambda takes."""
    return container.as_tarball(
        forced_compression=dagger.ImageLayerCompression.Gzip,
        media_types=dagger.ImageMediaTypes.DockerMediaTypes,
    )
