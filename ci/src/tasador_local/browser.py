"""The page in a real browser: the app's own script, supervised, as one check of the smoke test."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.errors import CommandFailed, TasadorError
from tasador_release.recipes import Command
from tasador_release.values.app import SiteSpec
from tasador_release.values.results import Check
from tasador_release.values.target import Address

from tasador_local.paths import Paths
from tasador_local.process.runner import Runner

NAME: Final = "page in a real browser"
LIMIT_S: Final = 90.0


@dataclass(slots=True)
class LocalBrowser:
    """A browser of this machine. `opened_ms`: when it last opened the page, Unix time in ms."""

    paths: Paths
    runner: Runner
    site: SiteSpec
    opened_ms: int = 0

    async def __call__(self, page: Address) -> Check:
        self.opened_ms, start = int(time.time() * 1000), time.monotonic()
        try:
            seen = _verdict(await self.runner.run(command(self.site, self.paths, page), limit_s=LIMIT_S))
        except TasadorError as error:
            seen = _verdict(error.tail) if isinstance(error, CommandFailed) else (False, error.what)
        return Check(NAME, *seen, round(time.monotonic() - start, 3))


def _verdict(output: str) -> tuple[bool, str]:
    answer = _last_object(output)
    if not answer.get("ok"):
        return False, "; ".join(answer.get("reasons") or [f"it ended without an answer\n{output}".strip()])
    return True, f"{answer.get('said') or 'opened'}, no error in the console"


def command(site: SiteSpec, paths: Paths, page: Address) -> Command:
    argv = (*site.visit, "--url", page.url, "--timeout", "30", "--screenshot", str(paths.picture))
    return Command("visit", argv, site.folder)


def _last_object(output: str) -> dict[str, Any]:
    """The last line that is one; a script that fails may write to standard error after it."""
    for line in reversed(output.splitlines()):
        with suppress(ValueError):
            if isinstance(answer := json.loads(line), dict):
                return answer
    return {}
