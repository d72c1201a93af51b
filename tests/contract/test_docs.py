"""The documents keep their word: every command they give exists, every file they name is there."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECORATORS = {"function", "act", "check"}
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"))
    if path.is_file()
)


def decorator_name(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else ""


def module_functions() -> set[str]:
    """What `dagger call` takes, as the module's table of contents declares it."""
    tree = ast.parse((ROOT / "ci/src/tasador_ci/main.py").read_text())
    return {
        node.name.replace("_", "-")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and DECORATORS & {decorator_name(decorator) for decorator in node.decorator_list}
    }


def run_verbs() -> set[str]:
    usage = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  ([a-z]+) ", usage, re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_a_document_exists(path: Path) -> None:
    text = path.read_text()
    unknown = set(re.findall(r"dagger call (?!-)([a-z][a-z-]*)", text)) - module_functions()
    assert not unknown, f"the module has no {sorted(unknown)}"
    unknown = set(re.findall(r"\./run ([a-z]+)", text)) - run_verbs()
    assert not unknown, f"run has no {sorted(unknown)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_a_document_links_is_there(path: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text()):
        assert (path.parent / link).exists(), f"{path.name} links {link}"


def test_the_readme_names_the_two_commands_first() -> None:
    commands = re.findall(r"^(\./run [a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert commands == ["./run rehearse", "./run test"]


def test_every_function_of_the_module_is_told_of_in_a_document() -> None:
    told = " ".join(path.read_text() for path in DOCUMENTS)
    untold = {name for name in module_functions() if not re.search(rf"`?dagger call {name}\b|`{name}`", told)}
    assert not untold, f"no document tells of {sorted(untold)}"
