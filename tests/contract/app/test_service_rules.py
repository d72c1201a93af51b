"""The rules of service/ and web/: what serves stays light, and what is drawn of it is so."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.contract import drawing
from tests.contract.drawing import python_files
from tests.contract.test_walks import WALKS, faults
from tests.imports import imported, packages
from tests.paths import ROOT

RUNTIME_PACKAGES = {"fastapi", "mangum", "pydantic", "starlette", "pydantic_core", "typing_extensions"}


def test_the_packages_import_what_the_architecture_draws_and_all_that_it_draws() -> None:
    assert drawing.faults("service/src") == []


def test_no_package_is_drawn_that_is_in_neither_folder() -> None:
    assert drawing.whole() == drawing.drawn("service/src") | drawing.drawn("ci/src")


def test_the_packages_never_import_each_other_in_a_circle() -> None:
    assert drawing.in_circles("service/src") == []


def test_the_walk_of_a_price_goes_forward_only() -> None:
    (walk,) = [walk for walk in WALKS if walk.startswith("service/")]
    assert faults(walk) == []


def test_what_serves_imports_nothing_of_training_and_no_heavy_package() -> None:
    for path in python_files("service/src/tasador"):
        if path.is_relative_to(ROOT / "service/src/tasador/training"):
            continue
        assert not any(name.startswith("tasador.training") for name in imported(path)), path
        foreign = packages(path) - set(sys.stdlib_module_names) - RUNTIME_PACKAGES - {"tasador"}
        assert not foreign, f"{path} imports {sorted(foreign)}"


def test_pricing_knows_no_web_and_the_api_no_lambda() -> None:
    for path in python_files("service/src/tasador/pricing"):
        assert packages(path) <= {*sys.stdlib_module_names, "tasador"}, path
        assert not [name for name in imported(path) if name.startswith(("tasador.api", "tasador.entry"))], path
    for path in python_files("service/src/tasador/api"):
        assert "mangum" not in packages(path), path
        assert not [name for name in imported(path) if name.startswith("tasador.entry")], path


@pytest.mark.parametrize("folder", ["web", "web/mutation", "web/lighthouse"])
def test_the_page_s_lock_has_a_hash_for_every_package_and_no_address(folder: str) -> None:
    packages_ = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for name, entry in packages_.items():
        assert "resolved" not in entry, name
        assert not name or "integrity" in entry or entry.get("link"), name


def test_the_runtime_lock_brings_nothing_heavy() -> None:
    text = (ROOT / "service/runtime.lock").read_text()
    for heavy in ("numpy", "pandas", "xgboost", "scikit-learn", "boto3", "scipy"):
        assert not re.search(rf"^{heavy}(-cpu)?==", text, re.MULTILINE), heavy


@pytest.mark.parametrize("lock", ["dev.lock", "service/train.lock"])
def test_the_forest_is_grown_by_one_xgboost_whatever_the_python(lock: str) -> None:
    pins = re.findall(r"^xgboost\S*.*", (ROOT / lock).read_text(), re.MULTILINE)
    assert len(pins) == 1, "two versions grow two forests from the same rows"
    assert ";" not in pins[0]
