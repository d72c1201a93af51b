"""A verb in a process of its own, which gets SIGKILL right before or right after one of its calls to AWS.

python -m tests.emulator.killed_at    (what, where and when as JSON on stdin); prints its calls when none was hit
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import anyio
from tasador_release import aws as clients
from tasador_release.aws import Aws
from tasador_release.flow.effects import LiveEffects, LiveRelease
from tasador_release.flow.rollback import roll_back
from tasador_release.flow.run import run
from tasador_release.locks.lock import Lock
from tasador_release.report.report import Timeline
from tasador_release.values import app, settings
from tasador_release.values.artifacts import Site
from tasador_release.values.results import Check
from tasador_release.values.stack import Stack

from tests.emulator.release_killed import target
from tests.paths import ROOT

PASSED: Final = (Check("not asked: this double serves neither API Gateway nor CloudFront", True, "", 0.0),)
Verb: TypeAlias = Literal["release", "rollback", "prune"]
When: TypeAlias = Literal["before", "after"]
VERBS: Final[tuple[Verb, ...]] = ("release", "rollback", "prune")


@dataclass
class Killer:
    """Counts the calls of this process; kills it at the `at`-th whose name has this part."""

    when: When
    part: str
    at: int
    calls: list[str] = field(default_factory=list)
    met: int = 0

    def attach(self, made: Any) -> Any:  # noqa: ANN401  boto3 makes its classes at run time
        made.meta.events.register_last("before-send", self.sending)
        made.meta.events.register_last("after-call", self.answered)
        return made

    def sending(self, request: Any, event_name: str, **_: object) -> None:  # noqa: ANN401  as above
        key = urlsplit(request.url).path.rsplit("/", 1)[-1]
        name = f"{event_name.rsplit('.', 1)[-1]} {key}".strip()
        self.calls.append(name)
        self.met += self.part in name
        if self.when == "before" and self.is_it(name):
            os.kill(os.getpid(), signal.SIGKILL)

    def answered(self, **_: object) -> None:
        if self.when == "after" and self.is_it(self.calls[-1]):
            os.kill(os.getpid(), signal.SIGKILL)

    def is_it(self, name: str) -> bool:
        return self.met == self.at and self.part in name


async def unasked(*_: object) -> tuple[Check, ...]:
    await anyio.lowlevel.checkpoint()
    return PASSED


async def act(given: dict[str, Any]) -> None:
    verb: Verb = given["verb"]
    aws, stack = Aws(target(given)), Stack(**given["stack"])
    if not given["served"]:
        LiveEffects.smoke = unasked  # type: ignore[method-assign, assignment]  # in this process alone
    about = (aws, stack, settings.read(ROOT / "infra" / "settings.json"), app.read(ROOT))
    lock = Lock(aws, given["state"], given["stage"])
    if verb == "release":
        page = Site.read(Path(given["page"]))
        port = LiveRelease(*about, lock, page=page, code=given["code"], patience_s=6, parallel=1)
        await run(port, Timeline())
        return
    effects = LiveEffects(*about, lock, patience_s=6, parallel=1)
    if verb == "rollback":
        await roll_back(effects, Timeline())
        return
    async with effects.exclusive():
        pruner = effects.pruner()
        await pruner.execute(await pruner.plan(keep=1, days=0))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    killer = Killer(asked["when"], asked["part"], asked["at"])
    make = clients.client
    clients.client = lambda *args, **more: killer.attach(make(*args, **more))
    anyio.run(partial(act, asked))
    print(json.dumps(killer.calls))
