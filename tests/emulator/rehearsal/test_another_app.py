"""Another app, an API that says back what it is sent and one page, goes through the very same pipeline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tasador_local.build.builder import check

from tests import renamed
from tests.emulator.rehearsal import test_rehearsal
from tests.emulator.rehearsal.test_rehearsal import Clone, details
from tests.paths import ROOT

pytestmark = test_rehearsal.pytestmark
ECHO = ROOT / "tests" / "echo"


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole graph once, checks left out: infra/ in sa-east-1, by names of its own, around the other app."""
    folder = tmp_path_factory.mktemp("echo")
    shutil.copytree(ECHO, folder / "clone", ignore=shutil.ignore_patterns("dist", "__pycache__"))
    shutil.copytree(ROOT / "infra", folder / "clone" / "infra", ignore=shutil.ignore_patterns(".terraform*"))
    renamed.settle(folder / "clone")
    (folder / "tmp").mkdir()
    clone = Clone(folder / "clone", folder / "tmp")
    code, report = clone.run("--stand-in", "--skip-checks")
    assert code == 0, report["failure"]
    assert clone.left() == []
    return report


def test_every_stage_of_it_is_run(rehearsed: dict[str, Any]) -> None:
    ended = {stage["name"]: stage["status"] for stage in rehearsed["stages"]}
    assert {name for name, status in ended.items() if status != "ok"} == {"checks"}
    assert set(ended) >= {"image", "verify", "site", "publish", "infra", "release", "schedule"}


def test_the_checks_of_a_rehearsal_read_its_code_and_the_pipeline_s_and_not_ours(tmp_path: Path) -> None:
    shutil.copytree(ECHO, tmp_path, ignore=shutil.ignore_patterns("dist", "__pycache__"), dirs_exist_ok=True)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/rings.py", "ci/src/tasador_release/text.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)

    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(check(sys.executable).argv, cwd=tmp_path, capture_output=True, text=True, check=False)

    passed = checked()
    assert passed.returncode == 0, passed.stdout
    code = tmp_path / "service/code/echo.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n\nNAME: int = 'echo'\n", encoding="utf-8")
    failed = checked()
    assert failed.returncode != 0
    assert "service/code/echo.py" in failed.stdout


def test_its_own_samples_are_what_it_is_judged_by(rehearsed: dict[str, Any]) -> None:
    seen = details(rehearsed)
    assert seen["verified"] == "answered 200"
    assert seen["a word comes back"] == seen["a word comes back, through the CDN"] == "hola"
    assert seen["audit lines in the log"] == "ECHOED"
    assert seen["warm-up through EventBridge"].startswith("WARM in the log")
    assert seen["page in a real browser"].startswith("hola came back")
    assert "hola (" in seen["proof"]


def test_it_stands_where_its_settings_say(rehearsed: dict[str, Any]) -> None:
    details_of = {stage["name"]: stage["detail"] for stage in rehearsed["stages"]}
    assert details_of["target"].endswith(f"in {renamed.REGION}")
    assert details_of["registry"].endswith(f"{renamed.REGION}.amazonaws.com/{renamed.NAMES['repository']}")


def test_nothing_of_ours_is_in_what_is_said_of_it(rehearsed: dict[str, Any]) -> None:
    said = json.dumps([rehearsed["title"], rehearsed["stages"], rehearsed["facts"]]).lower()
    assert not [word for word in ("price", "precio", "usd", "/predict", "model") if word in said]
