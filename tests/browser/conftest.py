"""The built page on a server of its own, with answers that the tests choose; and a person's visit to it."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.standing import child
from tests.paths import ROOT

WEB = ROOT / "web"
BUILD_LIMIT_S = 180
VISIT_LIMIT_S = 60

Serve = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit said, and how it ended."""

    code: int
    report: dict[str, Any]

    @property
    def reasons(self) -> str:
        return " | ".join(self.report["reasons"])


def visit(url: str, *options: str) -> Visit:
    argv = ["node", "e2e/visit.mjs", "--url", url, "--timeout", "20", *options]
    with child(argv, cwd=WEB) as process:
        output, _ = process.communicate(timeout=VISIT_LIMIT_S)
    return Visit(process.returncode, json.loads(output))


@pytest.fixture(scope="session")
def page() -> Path:
    """The built page; built now if it was not."""
    if not shutil.which("npm"):
        pytest.skip("there is no npm on PATH (./run test brings its own)")
    if not (WEB / "node_modules").is_dir():
        pytest.skip("the page's packages are not installed (npm ci in web/)")
    site = WEB / "dist"
    if not (site / "index.html").is_file():
        subprocess.run(["npm", "run", "build"], cwd=WEB, check=True, timeout=BUILD_LIMIT_S)
    return site


@pytest.fixture
def serve(page: Path) -> Iterator[Serve]:
    """`serve(answer)` starts a server whose API answers that, and returns its address."""
    with ExitStack() as servers:

        def start(answer: str, site: Path = page) -> str:
            return servers.enter_context(_server(answer, site))

        yield start


@contextmanager
def _server(answer: str, site: Path) -> Iterator[str]:
    argv = ["node", "e2e/mock.mjs", "--answer", answer, "--site", str(site)]
    with child(argv, cwd=WEB) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
