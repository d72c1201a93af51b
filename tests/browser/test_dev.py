"""`./run dev` as somebody starts it who writes page or service: both answer at one address, and Ctrl-C ends both."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Final

import pytest

from tests.browser.standing import child
from tests.paths import ROOT

pytestmark = pytest.mark.browser
DEVELOP: Final = ("-m", "tasador_local", "dev")
STANDS: Final = re.compile(r"Page and API at (http://\S+)")
READY: Final = "Application startup complete"


def test_page_and_api_are_served_at_one_address_while_they_are_written(page: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "ci" / "src"), "COLUMNS": "200"}
    with child([sys.executable, *DEVELOP], cwd=ROOT, env=env, stderr=subprocess.STDOUT) as process:
        lines = iter(process.stdout or ())
        said = ""
        while not STANDS.search(said) or READY not in said:
            said += next(lines)
        address = re.findall(STANDS, said)[0]
        for path, text in {"": "<title>", "api/model": '"data"'}.items():
            with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:
                assert text in answer.read().decode(), path
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, "".join(lines)
