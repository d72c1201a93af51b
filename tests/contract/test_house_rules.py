"""The rules of the house: who may import whom, how long things may grow, what a lock may hold."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from tests.contract import drawing
from tests.contract.drawing import python_files
from tests.imports import packages
from tests.paths import ROOT, tracked

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40


def test_the_packages_import_what_the_architecture_draws_and_all_that_it_draws() -> None:
    assert drawing.faults("ci/src") == []


def test_the_packages_never_import_each_other_in_a_circle() -> None:
    assert drawing.in_circles("ci/src") == []


# what only somebody who knows the emulator can write: its variables, its addresses, what Terraform is told of it
KNOWLEDGE = re.compile(
    r"MINISTACK|GATEWAY_PORT|_ministack|_aws/execute-api|skip_metadata_api_check|use_path_style *=|emulat", re.I
)


def test_what_is_known_of_the_emulator_is_known_in_one_package() -> None:
    """A stage never asks where it runs: of the release library the target alone knows that there is an emulator."""
    for path in python_files("ci/src/tasador_release"):
        if path.name != "target.py":
            found = KNOWLEDGE.search(path.read_text())
            assert found is None, f"{path} says {found and found.group()}"
    concrete = re.compile(KNOWLEDGE.pattern.removesuffix("|emulat"))
    for path in (*python_files("ci/src/tasador_local"), *python_files("ci/src/tasador_ci")):
        found = concrete.search(path.read_text())
        assert found is None, f"{path} says {found and found.group()}: it belongs to tasador_emulator"


def test_only_the_module_imports_dagger() -> None:
    for path in tracked("service/src/*.py", "ci/src/*.py"):
        if not path.is_relative_to(ROOT / "ci/src/tasador_ci"):
            assert "dagger" not in packages(path), path


CODE = ("*.py", "*.ts", "*.tsx", "*.mjs", "*.css", "*.tf", "*.sh")


def test_no_folder_has_more_than_fifteen_modules() -> None:
    modules = [path for path in tracked(*CODE) if path.name not in {"__init__.py", "conftest.py"}]
    crowds = {folder: count for folder, count in Counter(path.parent for path in modules).items() if count > 15}
    assert not crowds, "give one subject a folder of its own"


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


def test_the_emulator_is_the_one_version_that_was_measured() -> None:
    assert "ministack==1.5.33 " in (ROOT / "ci/emulator.lock").read_text()


# a folder of some machine; the caches of root are those of a container
MACHINE = re.compile(
    r"(?<![\w.$}/:~-])/(?!root/\.(?:cache|npm)\b)(?:home|Users|root|mnt|media|opt|srv|data|work|workspace)/[\w.-]+"
)
NEIGHBOUR = re.compile(r"(?<![\w/])\.\./shared\b")
# the host of an index or registry of packages, whoever runs it
PACKAGE_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pypi|npmjs|npm|crates|rubygems|debian|pythonhosted|proxy\.golang)\.\w+", re.I
)
MAY_NAME_IT = {".ci/run"}


def test_the_repo_names_no_machine_and_no_neighbour() -> None:
    for path in tracked():
        if path.relative_to(ROOT).as_posix() in MAY_NAME_IT:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for rule in (MACHINE, NEIGHBOUR, PACKAGE_HOST):
            found = rule.search(text)
            assert found is None, f"{path} names {found and found.group()}"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (MACHINE, "see /" + "home/ana/tasador"),
        (MACHINE, "PATH=/" + "opt/tool/bin"),
        (NEIGHBOUR, "cp .." + "/shared/x ."),
        (PACKAGE_HOST, "https://files.python" + "hosted.org/packages"),
        (PACKAGE_HOST, "https://registry.npm" + "js.org/react"),
    ],
)
def test_a_machine_a_neighbour_or_a_package_host_would_be_found(rule: re.Pattern[str], text: str) -> None:
    assert rule.search(text)


def test_the_map_of_the_release_library_names_every_module() -> None:
    folder = ROOT / "ci/src/tasador_release"
    lines = (ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "").splitlines()[2:]
    words = set(re.findall(r"[a-z_]+", " ".join(lines)))
    modules = {path.stem for path in folder.rglob("*.py")} - {"__init__"}
    assert modules <= words, f"the map leaves out {sorted(modules - words)}"


def test_no_property_test_depends_on_wall_time() -> None:
    from hypothesis import settings

    assert settings.default is not None
    assert settings.default.deadline is None
