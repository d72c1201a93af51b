"""Every example of docs/app/api.md and the README is run: by curl, by Python, by Node, against service and model."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from tasador.entry.handler import app

from tests.paths import ROOT

TEXT = (ROOT / "docs" / "app" / "api.md").read_text(encoding="utf-8")
SITE = "https://tasador.example.com"
BLOCK = re.compile(r"```(sh|python|ts)\n(.*?)```", re.DOTALL)
EXAMPLES = BLOCK.findall(TEXT)
OF_README = [block for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")) if SITE in block[1]]
SUFFIX = {"sh": "sh", "python": "py", "ts": "ts"}
RUN = {"sh": ["sh"], "python": [sys.executable], "ts": ["node", "--experimental-strip-types", "--no-warnings"]}
TYPES_ARE_STRIPPED_FROM = 22


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The service on loopback, as `./run dev` serves it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def missing(language: str) -> str | None:
    """Why examples of this language cannot run here, or None."""
    program = {"sh": "curl", "python": sys.executable, "ts": "node"}[language]
    if shutil.which(program) is None:
        return f"there is no {program} on PATH"
    if language == "ts" and int(said(["node", "-p", "process.versions.node"]).split(".")[0]) < TYPES_ARE_STRIPPED_FROM:
        return f"node is older than {TYPES_ARE_STRIPPED_FROM}"
    return None


def said(argv: list[str]) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_an_example_in_each_language() -> None:
    assert {language for language, _ in EXAMPLES} == set(RUN)


def test_the_readme_has_one() -> None:
    assert [language for language, _ in OF_README] == ["sh"]


@pytest.mark.parametrize(("language", "example"), [*EXAMPLES, *OF_README])
def test_an_example_says_a_price_or_why_there_is_none(
    language: str, example: str, service: str, tmp_path: Path
) -> None:
    if reason := missing(language):
        pytest.skip(reason)
    assert SITE in example
    place = tmp_path / f"example.{SUFFIX[language]}"
    place.write_text(example.replace(SITE, service), encoding="utf-8")
    output = said([*RUN[language], str(place)])
    assert re.search(r"USD|not accepted|\[1\]", output), output
