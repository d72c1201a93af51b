"""The workflows under the linters of the trade: actionlint for what GitHub would refuse, zizmor for what is unsafe."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
OWN_ACTIONLINT = ROOT / ".run" / "go" / "actionlint"
ZIZMOR = Path(sys.executable).with_name("zizmor")


def actionlint() -> str | None:
    """Our own, made by ./run test where there is Go, or whatever is on PATH."""
    return str(OWN_ACTIONLINT) if OWN_ACTIONLINT.exists() else shutil.which("actionlint")


@pytest.mark.skipif(actionlint() is None, reason="no actionlint here: ./run test installs it where there is Go")
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_github_accepts_the_workflow(path: Path) -> None:
    done = subprocess.run([str(actionlint()), path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_in_the_workflow_is_unsafe(path: Path) -> None:
    argv = [str(ZIZMOR), "--offline", "--persona", "regular", str(path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(actionlint() is None, reason="no actionlint here: ./run test installs it where there is Go")
def test_the_linter_sees_a_wrong_expression(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nobody.knows }}\n"
    )
    done = subprocess.run([str(actionlint()), wrong], capture_output=True, text=True, check=False)
    assert "nobody" in done.stdout


def test_the_linter_sees_an_injection(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    step = "      - run: echo ${{ github.event.pull_request.title }}\n"
    wrong.write_text(f"on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{step}")
    done = subprocess.run([ZIZMOR, "--offline", wrong], capture_output=True, text=True, check=False)
    assert done.returncode != 0
