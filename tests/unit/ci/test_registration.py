"""What a user finds: every function, every argument described; whatever acts is never answered from a cache."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
import tasador_ci
from dagger.mod import default_module
from dagger.mod._resolver import Function
from tasador_ci import project
from tasador_ci.checks import SCANS, Checks
from tasador_ci.main import Tasador
from tasador_ci.nouns.debug import Debug
from tasador_ci.nouns.generate import Generate
from tasador_ci.nouns.github import GitHub
from tasador_release.pipeline import STAGES

from tests.paths import ROOT

BUILDS = {"checks", "debug", "generate", "github", "train", "image", "site", "bom", "dev"}
ACTS = {
    *("pin_images", "status", "logs", "invoke"),
    *("rehearse", "preview", "deploy", "publish", "plan", "apply", "prove", "sync", "invalidate", "smoke"),
    *("history", "rollback", "prune", "drift", "unlock", "destroy", "bootstrap", "adopt", "trial", "doctor", "monitor"),
}
MAX_ARGUMENTS = 9


def functions(cls: type) -> dict[str, Function[Any, Any]]:
    found: dict[str, Function[Any, Any]] = default_module()._objects[cls.__name__].functions
    return {name: function for name, function in found.items() if name}


def every() -> list[tuple[str, Function[Any, Any]]]:
    return [
        *functions(Tasador).items(),
        *functions(Checks).items(),
        *functions(GitHub).items(),
        *functions(Debug).items(),
        *functions(Generate).items(),
    ]


def checks() -> dict[str, Function[Any, Any]]:
    """Without the one that runs them all, and the one that nothing waits for."""
    return {name: function for name, function in functions(Checks).items() if name not in ("all", "long")}


def api_name(argument: Any) -> str:  # noqa: ANN401  a private class of the SDK
    """What the SDK registers is turned to camel case by the engine: no underscore is left."""
    return str(argument.name).replace("_", "")


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


def test_every_generator_is_one_and_needs_nothing() -> None:
    assert set(functions(Generate)) == {"openapi", "page_types", "locks"}
    for name, function in functions(Generate).items():
        assert function.generate, name
        assert not function.parameters, name


def test_every_check_is_one_and_needs_nothing() -> None:
    assert functions(Checks)
    for name, function in checks().items():
        assert function.check, name
        assert all(parameter.is_optional for parameter in function.parameters.values()), name


def test_the_main_file_reads_as_a_table_of_contents() -> None:
    """Each method is one statement: a call of the function of its own name."""
    text = (ROOT / "ci/src/tasador_ci/main.py").read_text()
    assert len(text.splitlines()) <= 280
    (main,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    methods = [node for node in main.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {method.name.rstrip("_") for method in methods} == BUILDS | ACTS
    for method in methods:
        (_doc, body) = method.body
        called = [ast.unparse(node.func) for node in ast.walk(body) if isinstance(node, ast.Call)]
        assert called[0] in ("Checks", "Debug", "Generate", "GitHub") or called[0].endswith(f".{method.name}"), (
            method.name
        )


def test_a_deploy_waits_for_every_check() -> None:
    assert set(Checks.names()) == set(checks())


def test_what_asks_the_world_asks_it_anew_each_time() -> None:
    assert {name for name, function in checks().items() if function.cache_policy == "never"} == SCANS


def test_no_description_has_backticks_for_the_cli_takes_what_they_hold_for_a_type() -> None:
    described = [*every(), ("constructor", constructor())]
    found = [
        f"{name}: {one.name}"
        for name, function in described
        for one in function.parameters.values()
        if "`" in (one.doc or "")
    ]
    assert not found


def test_whatever_serves_can_be_brought_up_with_the_others() -> None:
    assert {name for name, function in functions(Tasador).items() if function.service} == {"preview", "dev"}


def test_the_stages_that_can_be_asked_for_are_those_of_the_pipeline() -> None:
    for name in ("deploy", "rehearse"):
        doc = functions(Tasador)[name].parameters["only"].doc or ""
        assert doc.endswith(", ".join(STAGES))


def named_in_the_example() -> list[str]:
    return re.findall(r"^(?:# )?(TASADOR_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_the_example_of_env_names_every_constructor_argument_as_the_engine_looks_for_it() -> None:
    looked_for = {f"TASADOR_{name.upper()}" for name in map(api_name, constructor().parameters.values())}
    assert set(named_in_the_example()) == looked_for - {"TASADOR_SOURCE", "TASADOR_DOTENV"}


def test_what_is_held_readable_is_what_the_engine_is_told_of() -> None:
    own = {f"TASADOR_{api_name(one).upper()}" for one in constructor().parameters.values()}
    theirs = {
        f"TASADOR_{name.upper()}_{api_name(one).upper()}"
        for name, function in functions(Tasador).items()
        for one in function.parameters.values()
    }
    assert project.readable() == (own | theirs) - {"TASADOR_SOURCE", "TASADOR_DOTENV"}


def test_the_package_shows_its_main_object_alone() -> None:
    assert tasador_ci.Tasador is Tasador


def test_the_source_is_an_allow_list() -> None:
    ignored = constructor().parameters["source"].ignore
    assert ignored is not None
    assert ignored[0] == "*"
    assert not [pattern for pattern in ignored if pattern in ("!.git", "!.env", "!**", "!*")]
