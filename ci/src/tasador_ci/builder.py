"""A builder whose artifacts come out of containers, and are exported into a folder of this call."""

import json
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
import dagger
from tasador_release import recipes
from tasador_release.image.repeatable import repeatable
from tasador_release.ports import Model
from tasador_release.report.report import Note
from tasador_release.values.artifacts import Image, Site

from . import artifacts
from .project import Project


def folder() -> Path:
    """A folder of this call, gone with it."""
    return Path(tempfile.mkdtemp(prefix="tasador-"))


@dataclass(frozen=True, slots=True)
class ContainerBuilder:
    """`run_checks` runs them and says which."""

    project: Project
    run_checks: Callable[[], Awaitable[str]]
    place: Path = field(default_factory=folder)

    async def checks(self, note: Note) -> None:
        note.say(await self.run_checks())

    async def model(self, note: Note) -> Model:
        answer = json.loads(await artifacts.priced(self.project))
        note.say(f"{answer['version']} prices a flat at USD {answer['price']:,.0f}")
        return Model(str(answer["version"]), float(answer["price"]))

    async def image(self, note: Note) -> Image:
        built = self.place / "built.tar"
        await tarball(await artifacts.image(self.project)).export(str(built))
        image = await anyio.to_thread.run_sync(repeatable, Image.read(built), self.place / "image.tar")
        note.say(image.digest[:19])
        return image

    async def site(self, note: Note) -> Site:
        path = self.place / "site"
        await artifacts.site(self.project).export(str(path))
        site = Site.read(path)
        note.say(f"{len(site.files)} files, {site.digest[:19]}")
        return site

    def steps(self, stage: str) -> Sequence[str]:
        steps = {
            "checks": ("dagger check, without audit and scan",),
            "model": ("price one home in the image",),
            "image": (f"the dependencies and the code, each a layer on {self.project.lambda_image}",),
            "site": (" ".join(recipes.web_install().argv), " ".join(recipes.web_build().argv)),
        }
        return steps[stage]

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
