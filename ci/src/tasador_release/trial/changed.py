"""The same artifacts, changed: another image and another page, so that a second release has work to do."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio.to_thread

from tasador_release.image.repeatable import labelled
from tasador_release.ports import Builder
from tasador_release.report.report import Note
from tasador_release.values.artifacts import Image, Site

LABEL: Final = "tasador.trial"
_INDEX: Final = "index.html"
_MARK: Final = "\n<!-- changed by a trial -->\n"


@dataclass(frozen=True, slots=True)
class Changed:
    """A builder around another. `place` is a folder for what it makes."""

    own: Builder
    place: Path

    async def checks(self, note: Note) -> None:
        await self.own.checks(note)

    async def verify(self, note: Note) -> str:
        return await self.own.verify(note)

    async def image(self, note: Note) -> Image:
        """The image with a label: the same layers, another digest."""
        image = await self.own.image(note)
        return await anyio.to_thread.run_sync(labelled, image, self.place / "changed.tar", {LABEL: "changed"})

    async def site(self, note: Note) -> Site:
        """The page with a comment at the end of its index."""
        site = await self.own.site(note)
        return await anyio.to_thread.run_sync(self._commented, site)

    def _commented(self, site: Site) -> Site:
        root = self.place / "changed"
        shutil.copytree(site.root, root)
        index = root / _INDEX
        index.write_text(index.read_text(encoding="utf-8") + _MARK, encoding="utf-8")
        return Site.read(root)

    def steps(self, stage: str) -> Sequence[str]:
        return self.own.steps(stage)

    def facts(self) -> Sequence[tuple[str, str]]:
        return self.own.facts()

    def notes(self) -> Sequence[str]:
        return self.own.notes()
