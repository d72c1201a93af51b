"""One release in a process of its own, which kills itself right after the effect it is told.

python -m tests.emulator.release_killed EFFECT    (target, stack and page as JSON on stdin)
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
from tasador_release.aws import Aws
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.run import run
from tasador_release.locks.lock import Lock
from tasador_release.report.report import Timeline
from tasador_release.values import app, settings
from tasador_release.values.artifacts import Site
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target, emulator

from tests.paths import ROOT
from tests.place import REGION


def target(given: dict[str, str]) -> Target:
    return replace(emulator(given["endpoint"], stage=given["stage"], region=REGION), state_bucket=given["state"])


def port(given: dict[str, Any]) -> LiveRelease:
    aws = Aws(target(given))
    lock = Lock(aws, given["state"], given["stage"])
    return LiveRelease(
        aws,
        Stack(**given["stack"]),
        settings.read(ROOT / "infra" / "settings.json"),
        app.read(ROOT),
        lock,
        page=Site.read(Path(given["page"])),
        code="sha256:abcd",
        patience_s=6,
    )


def deadly(effect: Callable[..., Any], number: int) -> Callable[..., Any]:
    async def then_die(self: LiveRelease, *args: object) -> object:
        done = await effect(self, *args)
        setattr(LiveRelease, effect.__name__, effect)  # what is put back goes through the same effects
        os.kill(os.getpid(), number)
        return done

    return then_die


async def release(given: dict[str, Any]) -> None:
    await run(port(given), Timeline())


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
    name, number = sys.argv[1], signal.Signals[sys.argv[2]]
    setattr(LiveRelease, name, deadly(getattr(LiveRelease, name), number))
    anyio.run(release, json.load(sys.stdin))
