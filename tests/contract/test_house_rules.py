"""The rules of the house: who may import whom, how long things may grow, what a lock may hold."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNTIME_PACKAGES = {"fastapi", "mangum", "pydantic", "starlette", "pydantic_core", "typing_extensions"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def imported(path: Path) -> Iterator[str]:
    """Every absolute module name that a file imports, at any depth of its code."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def python_files(folder: str) -> list[Path]:
    files = tracked(f"{folder}/*.py")
    assert files, f"no Python file under {folder}: the rule would hold of nothing"
    return files


# who may import whom among the packages of the pipeline; docs/architecture.md draws the same arrows
ARROWS = {
    "tasador_release": set(),
    "tasador_emulator": {"tasador_release"},
    "tasador_local": {"tasador_emulator", "tasador_release"},
    "tasador_ci": {"tasador_emulator", "tasador_local", "tasador_release"},
}


@pytest.mark.parametrize("package", ARROWS)
def test_a_package_of_the_pipeline_imports_only_what_the_drawing_allows(package: str) -> None:
    for path in python_files(f"ci/src/{package}"):
        assert (packages(path) & set(ARROWS)) - {package} <= ARROWS[package], path


def test_only_the_module_imports_dagger() -> None:
    for path in tracked("service/src/*.py", "ci/src/*.py"):
        if not path.is_relative_to(ROOT / "ci/src/tasador_ci"):
            assert "dagger" not in packages(path), path


def test_no_folder_of_the_pipeline_has_more_than_nineteen_modules() -> None:
    for folder in {path.parent for path in python_files("ci/src")}:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= 19, f"{folder} has {len(modules)}: give one subject a folder of its own"


def test_what_serves_imports_nothing_of_training_and_no_heavy_package() -> None:
    import sys

    for path in python_files("service/src/tasador"):
        if path.is_relative_to(ROOT / "service/src/tasador/training"):
            continue
        assert not any(name.startswith("tasador.training") for name in imported(path)), path
        foreign = packages(path) - set(sys.stdlib_module_names) - RUNTIME_PACKAGES - {"tasador"}
        assert not foreign, f"{path} imports {sorted(foreign)}"


def test_pricing_knows_no_web_and_the_api_no_lambda() -> None:
    import sys

    for path in python_files("service/src/tasador/pricing"):
        assert packages(path) <= {*sys.stdlib_module_names, "tasador"}, path
        assert not [name for name in imported(path) if name.startswith(("tasador.api", "tasador.entry"))], path
    for path in python_files("service/src/tasador/api"):
        assert "mangum" not in packages(path), path
        assert not [name for name in imported(path) if name.startswith("tasador.entry")], path


def test_no_file_has_grown_too_long() -> None:
    for path in tracked("*.py", "*.ts", "*.tsx", "*.mjs", "*.tf", "run"):
        if ".gen." not in path.name:
            assert len(path.read_text().splitlines()) <= MAX_FILE_LINES, path


def test_no_function_has_grown_too_long() -> None:
    for path in tracked("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= MAX_FUNCTION_LINES, f"{path}:{node.lineno} {node.name} has {length} lines"


def test_every_requirement_of_a_lock_has_a_hash_and_no_lock_an_address() -> None:
    locks = [path for path in tracked("*.lock") if path.name != ".terraform.lock.hcl"]
    assert len(locks) >= 6
    for path in locks:
        text = path.read_text()
        assert not re.search(r"https?://|--index|--find-links", text), path
        names = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
        assert names
        assert len(re.findall(r"^[A-Za-z0-9_.-]+==.*\\$", text, re.MULTILINE)) == len(names), path


def test_the_page_s_lock_has_a_hash_for_every_package_and_no_address() -> None:
    packages_ = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    for name, entry in packages_.items():
        assert "resolved" not in entry, name
        assert not name or "integrity" in entry or entry.get("link"), name


def test_the_emulator_is_the_one_version_that_was_measured() -> None:
    assert "ministack==1.5.33 " in (ROOT / "ci/emulator.lock").read_text()


def test_the_runtime_lock_brings_nothing_heavy() -> None:
    text = (ROOT / "service/runtime.lock").read_text()
    for heavy in ("numpy", "pandas", "xgboost", "scikit-learn", "boto3", "scipy"):
        assert not re.search(rf"^{heavy}(-cpu)?==", text, re.MULTILINE), heavy


def test_the_repo_names_no_machine_and_no_neighbour() -> None:
    shared = re.compile(r"\.\./shared|/work/|/root/\.pyenv|/opt/engine|pypi\.org|registry\.npmjs\.org")
    for path in tracked():
        if path.relative_to(ROOT).as_posix() in {".ci/run", "tests/contract/test_house_rules.py"}:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found = shared.search(text)
        assert found is None, f"{path} names {found and found.group()}"


def test_the_map_of_the_release_library_names_every_module() -> None:
    folder = ROOT / "ci/src/tasador_release"
    lines = (ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "").splitlines()[2:]
    words = set(re.findall(r"[a-z_]+", " ".join(lines)))
    modules = {path.stem for path in folder.rglob("*.py")} - {"__init__"}
    assert modules <= words, f"the map leaves out {sorted(modules - words)}"


@pytest.mark.parametrize("lock", ["dev.lock", "service/train.lock"])
def test_the_forest_is_grown_by_one_xgboost_whatever_the_python(lock: str) -> None:
    pins = re.findall(r"^xgboost\S*.*", (ROOT / lock).read_text(), re.MULTILINE)
    assert len(pins) == 1, "two versions grow two forests from the same rows"
    assert ";" not in pins[0]


def test_no_property_test_depends_on_wall_time() -> None:
    from hypothesis import settings

    assert settings.default is not None
    assert settings.default.deadline is None
