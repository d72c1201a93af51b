"""What an engine installs in place is compiled with it, as no installer does."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.paths import ROOT

CI = ROOT / "ci"
NEVER_COMPARED = 1  # the flags of a .pyc whose source is not looked at: PEP 552
TREES = ("src/ours", "sdk/src/dagger")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The one that pyproject.toml names, in front of a uv that only says what it was asked for."""
    asked: Any = SimpleNamespace(build_editable=lambda *given: "/".join(map(str, given)), build_wheel=len)
    monkeypatch.setitem(sys.modules, "uv_build", asked)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.chdir(tmp_path)
    named = tomllib.loads((CI / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    path = CI / named["backend-path"][0] / f"{named['build-backend']}.py"
    spec = importlib.util.spec_from_file_location(named["build-backend"], path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_module_and_the_sdk_are_compiled_where_they_lie(backend: ModuleType, tmp_path: Path) -> None:
    for tree in TREES:
        (tmp_path / tree).mkdir(parents=True)
        (tmp_path / tree / "part.py").write_text("A = 1\n", encoding="utf-8")
    assert backend.build_editable("wheels", None, "data") == "wheels/None/data"
    for tree in TREES:
        (compiled,) = (tmp_path / tree).glob("__pycache__/part.*.pyc")
        assert compiled.read_bytes()[4] == NEVER_COMPARED


def test_without_an_sdk_it_installs_all_the_same(backend: ModuleType) -> None:
    assert backend.build_editable("wheels") == "wheels/None/None"


def test_every_other_hook_is_uv_s_own(backend: ModuleType) -> None:
    assert backend.build_wheel is len
