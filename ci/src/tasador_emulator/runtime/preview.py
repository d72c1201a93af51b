"""A deploy that stays: puts image and page on the emulator, then opens one door to them.

    python3 -m tasador_emulator.runtime.preview FOLDER ENDPOINT INVOKE LOG

FOLDER holds image.tar, site/ and infra/. Used by `preview`, whose service must come up with everything in place.
"""

import sys
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
from tasador_release.aws import Aws
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.lock import Lock
from tasador_release.flow.run import run
from tasador_release.image import registry
from tasador_release.report.report import Timeline
from tasador_release.values import target
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.target import Address

from tasador_emulator.runtime import gateway, log_forwarder, stand_in_stack

PROXY: Final = "MINISTACK_LAMBDA_PROXY_URL"
PORT: Final = 8000


async def main(folder: Path, endpoint: str, invoke: str, tap: str) -> None:
    """Put everything in place, then serve until stopped."""
    root = target.emulator(endpoint)
    stack = await stand_in_stack.ready(folder, root, "preview", {PROXY: invoke})
    group = stack.scene.names.log_group
    async with log_forwarder.brought(Address(tap), root, group):
        name = await _placed(folder, stack)
        print(f"ready: the page is at port {PORT}", flush=True)
        await anyio.to_thread.run_sync(gateway.serve, endpoint, name, PORT)


async def _placed(folder: Path, made: stand_in_stack.ImageStandIn) -> str:
    """The image pushed, the stack made, the release done; the name CloudFront gave the page."""
    aws, image = Aws(made.target), Image.read(folder / "image.tar")
    url = await made.registry()
    client = await registry.login(aws, made.target.images(), url.partition("/")[2])
    pushed = await registry.push(client, image, url, "build-preview")
    stack = await made.app(pushed.uri)
    lock = Lock(aws, made.target.state, stack.stage)
    page = Site.read(folder / "site")
    await run(LiveRelease(aws, stack, made.scene.settings, lock, page=page, code=pushed.uri), Timeline())
    return stack.cloudfront_dns_name


if __name__ == "__main__":
    folder, endpoint, invoke, tap = sys.argv[1:]
    anyio.run(main, Path(folder), endpoint, invoke, tap)
