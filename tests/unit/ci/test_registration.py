"""What a user finds: every function, every argument described; whatever acts is never answered from a cache."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import tasador_ci
from dagger.mod import default_module
from dagger.mod._resolver import Function
from tasador_ci.checks import GATE, WORLD, Checks
from tasador_ci.github import GitHub
from tasador_ci.main import Tasador
from tasador_release.pipeline import STAGES

ROOT = Path(__file__).resolve().parents[3]
BUILDS = {"checks", "github", "train", "image", "site", "bom", "dev"}
ACTS = {
    *("rehearse", "preview", "deploy", "publish", "plan", "apply", "sync", "invalidate", "smoke", "history"),
    *("rollback", "prune", "drift", "unlock", "destroy", "bootstrap", "doctor", "monitor"),
}
MAX_ARGUMENTS = 6


def functions(cls: type) -> dict[str, Function[Any, Any]]:
    found: dict[str, Function[Any, Any]] = default_module()._objects[cls.__name__].functions
    return {name: function for name, function in found.items() if name}


def every() -> list[tuple[str, Function[Any, Any]]]:
    return [*functions(Tasador).items(), *functions(Checks).items(), *functions(GitHub).items()]


def constructor() -> Function[Any, Any]:
    found: Function[Any, Any] = default_module()._objects["Tasador"].get_constructor()
    return found


def test_the_public_surface_is_the_one_of_the_design() -> None:
    assert set(functions(Tasador)) == BUILDS | ACTS


@pytest.mark.parametrize(("name", "function"), every())
def test_every_function_is_described(name: str, function: Function[Any, Any]) -> None:
    assert function.doc, name
    assert function.doc[0].isupper(), name


@pytest.mark.parametrize(("name", "function"), [*every(), ("constructor", constructor())])
def test_every_argument_is_described(name: str, function: Function[Any, Any]) -> None:
    for argument in function.parameters.values():
        assert argument.doc, f"{name}: {argument.name}"


@pytest.mark.parametrize(("name", "function"), every())
def test_no_function_asks_for_much(name: str, function: Function[Any, Any]) -> None:
    assert len(function.parameters) <= MAX_ARGUMENTS, name


def test_whatever_acts_is_never_answered_from_an_earlier_call() -> None:
    never = {name for name, function in functions(Tasador).items() if function.cache_policy == "never"}
    assert never == ACTS


def test_whatever_a_workflow_calls_is_never_answered_from_an_earlier_call() -> None:
    assert {function.cache_policy for function in functions(GitHub).values()} == {"never"}


def test_every_check_is_one_and_needs_nothing() -> None:
    assert functions(Checks)
    for name, function in functions(Checks).items():
        assert function.check, name
        assert not function.parameters, name


def test_the_main_file_reads_as_a_table_of_contents() -> None:
    """Each method is one statement: a call of the function of its own name."""
    text = (ROOT / "ci/src/tasador_ci/main.py").read_text()
    assert len(text.splitlines()) <= 200
    (main,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    methods = [node for node in main.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {method.name.rstrip("_") for method in methods} == BUILDS | ACTS
    for method in methods:
        (_doc, body) = method.body
        called = [ast.unparse(node.func) for node in ast.walk(body) if isinstance(node, ast.Call)]
        assert called[0] in ("Checks", "GitHub") or called[0].endswith(f".{method.name}"), method.name


def test_a_deploy_waits_for_every_check_but_those_that_ask_the_world() -> None:
    assert set(functions(Checks)) == {*GATE, *WORLD}


def test_the_stages_that_can_be_asked_for_are_those_of_the_pipeline() -> None:
    for name in ("deploy", "rehearse"):
        doc = functions(Tasador)[name].parameters["only"].doc or ""
        assert doc.endswith(", ".join(STAGES))


def test_the_example_of_env_names_every_constructor_argument() -> None:
    text = (ROOT / ".env.example").read_text()
    for argument in constructor().parameters.values():
        if argument.name != "source":
            name = "TASADOR_" + "".join(f"_{c}" if c.isupper() else c.upper() for c in argument.name)
            assert f"{name}=" in text, name


def test_the_package_shows_its_main_object_alone() -> None:
    assert tasador_ci.Tasador is Tasador


def test_the_source_is_an_allow_list() -> None:
    ignored = constructor().parameters["source"].ignore
    assert ignored is not None
    assert ignored[0] == "*"
    assert not [pattern for pattern in ignored if pattern in ("!.git", "!.env", "!**", "!*")]
