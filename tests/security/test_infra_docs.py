"""terraform-docs itself finds its tables as it would write them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.infra import INFRA, ROOTS

pytestmark = pytest.mark.skipif(
    shutil.which("terraform-docs") is None, reason="no terraform-docs on PATH (0.20 wrote the tables)"
)


@pytest.mark.parametrize("root", ROOTS)
def test_the_tables_are_as_the_tool_writes_them(root: str) -> None:
    argv = ["terraform-docs", "-c", str(INFRA / ".terraform-docs.yml"), "--output-check", str(INFRA / root)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
