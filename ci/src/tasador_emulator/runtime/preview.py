"""A rehearsal that stays: the pipeline with artifacts that are built already, then one port to page and API.

    python3 -m tasador_emulator.runtime.preview FOLDER ENDPOINT INVOKE LOG

FOLDER holds image.tar, site/ and infra/. Used by `preview`, whose service must come up with everything in place.
"""

import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
from tasador_release.pipeline import Pipeline
from tasador_release.report.report import Note, Timeline
from tasador_release.values import app, configuration
from tasador_release.values import target as targets
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Target

from tasador_emulator.destination import Emulated
from tasador_emulator.runtime import gateway, log_forwarder
from tasador_emulator.standin.provisioner import StandIn

PORT: Final = 8000


@dataclass(frozen=True, slots=True)
class Built:
    """A builder for what is built already."""

    folder: Path

    async def checks(self, note: Note) -> None:
        note.skip("not part of a preview")

    async def image(self, note: Note) -> Image:
        return Image.read(self.folder / "image.tar")

    async def verify(self, note: Note) -> str:
        note.skip("not part of a preview")
        return ""

    async def site(self, note: Note) -> Site:
        return Site.read(self.folder / "site")

    def steps(self, stage: str) -> Sequence[str]:
        return ()

    def facts(self) -> Sequence[tuple[str, str]]:
        return ()

    def notes(self) -> Sequence[str]:
        return ()


@dataclass(frozen=True, slots=True)
class PreviewMachine:
    """The emulator and the image run already, each as a service; `log` is where the image's log is read."""

    endpoint: str
    log: str
    group: str
    region: str
    name: str = "a service beside this one"

    async def start(self) -> Target:
        return targets.emulator(self.endpoint, region=self.region)

    async def serve(self, stack: Stack) -> None:
        """The image's service does."""

    def beside(self) -> AbstractAsyncContextManager[None]:
        target = targets.emulator(self.endpoint, region=self.region)
        return log_forwarder.forwarding(Address(self.log), target, self.group)


async def main(folder: Path, endpoint: str, invoke: str, log: str) -> None:
    """Put everything in place, then serve until stopped."""
    committed, contract = configuration.read(folder), app.read(folder)
    found = committed.settings
    machine = PreviewMachine(endpoint, log, found.names("prod").log_group, committed.stage.region)
    provisioner = StandIn(folder, invoke)
    # the image's service was started before its digest was known: it cannot tell its revision
    destination = Emulated(machine, provisioner, found, contract.app, tells_revision=False)
    pipeline = Pipeline(Built(folder), provisioner, destination, found, contract, Timeline())
    await pipeline.run(["release"])
    print(f"ready: the page is at port {PORT}", flush=True)
    async with machine.beside():
        await anyio.to_thread.run_sync(gateway.serve, endpoint, pipeline.stack.value.cloudfront_dns_name, PORT)


if __name__ == "__main__":
    folder, endpoint, invoke, log = sys.argv[1:]
    anyio.run(main, Path(folder), endpoint, invoke, log)
