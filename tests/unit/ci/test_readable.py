"""Whatever goes wrong in a function is one message with its next step, wherever in it that happens."""

from __future__ import annotations

import json
from typing import Any

import dagger
import pytest
from dagger import dag
from dagger.mod._exceptions import FunctionError
from tasador_ci.checks import Checks
from tasador_ci.main import Tasador
from tasador_ci.nouns.debug import Debug
from tasador_ci.nouns.generate import Generate
from tasador_ci.project import Project
from tasador_ci.verbs import inspection, look

from tests import dagger_calls
from tests.paths import ROOT
from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine, Graph, path_of
from tests.wrong_input import CASES, OTHERS, Wrong

KINDS = {"checks": Checks, "debug": Debug, "generate": Generate}
NOUNS = {*KINDS, "github"}


def test_every_function_has_a_wrong_input_on_the_list() -> None:
    own = set(dagger_calls.functions(dagger_calls.MAIN)) - NOUNS
    of_nouns = {f"{noun} {name}" for noun, kind in KINDS.items() for name in dagger_calls.functions(kind.__name__)}
    assert set(CASES) | OTHERS == own | of_nouns
    assert not set(CASES) & OTHERS


def given(name: str, text: str, kind: object) -> Any:  # noqa: ANN401  as the function takes it
    """An option's text as the engine hands it on."""
    if kind is dagger.File:
        return dag.directory().file(text)
    if kind is dagger.Secret:
        return dag.set_secret(name, text)
    if kind is int:
        return int(text)
    return [text] if kind == list[str] else text


async def said(project: Project, words: str, wrong: Wrong) -> str:
    """How a call ends: the message, or what came instead of one."""
    noun, _, verb = words.rpartition(" ")
    kind = KINDS.get(noun, Tasador)
    options = dagger_calls.options(dagger_calls.functions(kind.__name__)[verb])
    found = [word.removeprefix("--").partition("=") for word in wrong.options]
    arguments = {name: given(name, text, options[name].resolved_type) for name, _, text in found}
    try:
        return f"gave {await getattr(kind(**vars(project)), verb.replace('-', '_'))(**arguments)}"
    except FunctionError as error:
        return str(error)
    except Exception as error:
        return f"a traceback: {error!r}"


def test_every_wrong_input_is_one_message_with_what_to_do(engine: Engine, play: Play[Any]) -> None:
    tried: list[Wrong] = []

    def contents(graph: Graph) -> str:
        path = path_of(graph)
        text = (ROOT / path).read_text(encoding="utf-8")
        return text.replace(tried[-1].old, tried[-1].new) if path == tried[-1].file else text

    async def calls(project: Project) -> dict[str, str]:
        ended = {}
        for words, wrong in CASES.items():
            tried.append(wrong)
            ended[words] = await said(project, words, wrong)
        return ended

    engine.answers["contents"] = contents
    ended = play(calls)
    unclear = {words: text for words, text in ended.items() if CASES[words].said not in text or "next: " not in text}
    assert unclear == {}


async def steering(*_: object, **__: object) -> str:
    return "\x1b]0;owned\x07{}\u202e"


@pytest.mark.parametrize("verb", ["invoke", "logs", "status"])
def test_an_answer_that_would_steer_the_terminal_is_written_out(
    verb: str, play: Play[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, verb, steering)
    said = play(lambda project: getattr(Tasador(**vars(project)), verb)())
    assert said == "\\x1b]0;owned\\x07{}\\x202e"


@pytest.mark.parametrize("name", ["service", "web", "lint", "types", "pipeline", "contract", "infra"])
def test_a_check_of_an_app_that_names_no_command_for_it_holds(name: str, engine: Engine, play: Play[Any]) -> None:
    echo = (ROOT / "tests/echo/app.json").read_text(encoding="utf-8")
    engine.answers["contents"] = lambda graph: echo
    assert play(lambda project: said(project, f"checks {name}", Wrong(""))) == "gave None"


def test_an_app_that_names_no_generator_says_so(engine: Engine, play: Play[Any]) -> None:
    echo = (ROOT / "tests/echo/app.json").read_text(encoding="utf-8")
    engine.answers["contents"] = lambda graph: echo

    text = play(lambda project: said(project, "generate page-types", Wrong("")))
    assert "site.types: the app names no command" in text


def test_what_is_kept_of_a_failure_says_what_could_not_be_had(engine: Engine, play: Play[Any]) -> None:
    """Without credentials neither outputs nor plan; the option that takes a file is given one all the same."""

    async def act(project: Project) -> str:
        return await (await inspection.inputs(project, "")).id()

    kept = {call["path"]: call["contents"] for call in engine.graph(play(act)).every("withNewFile")}
    missing = [line.split(":")[0] for line in kept["missing.txt"].splitlines() if not line.startswith(" ")]
    assert missing == ["outputs.json", "saved.tfplan"]
    assert "no credentials were given" in kept["missing.txt"]
    assert json.loads(kept["outputs.json"]) == {}
