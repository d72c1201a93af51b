"""`./run` says what is missing before it installs anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.paths import ROOT


@pytest.mark.parametrize(("verb", "remedy"), [("bench", "a tool of your own"), ("train", "dagger call train")])
def test_what_another_app_has_not_is_said_to_be_missing(verb: str, remedy: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "run", tmp_path)
    done = subprocess.run([tmp_path / "run", verb], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "this app is another\n  next: " in done.stderr
    assert remedy in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "run"]
