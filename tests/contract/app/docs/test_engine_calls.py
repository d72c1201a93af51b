"""The ring that wants an engine says to the module what the module understands, also where there is no engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tasador_ci.checks import Checks

from tests import dagger_calls
from tests.contract.docs.test_remedies import PYTHON, texts
from tests.engine import record, test_settings, test_works
from tests.engine.session import Session
from tests.paths import ROOT, documents, written
from tests.wrong_input import CASES

# methods of `Dagger` in tests/engine/conftest.py that call a function of the module
CALLS = {"ok", "call", "start"}
FILES = sorted((ROOT / "tests" / "engine").glob("test_*.py"))


def words(node: ast.expr) -> str:
    """An argument as far as it is written down: a value that is only known later is left as one word."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return "x"


def said(path: Path) -> Iterator[str]:
    """Every call of the module, and every option of the module that a test gives to all its calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            plain = [argument for argument in node.args if not isinstance(argument, ast.Starred)]
            # what begins with words from elsewhere cannot be read without them
            if plain and plain[0] is node.args[0]:
                yield " ".join(map(words, plain))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Dagger":
            given = [item for one in node.args if isinstance(one, ast.Tuple) for item in one.elts]
            yield from (word for word in map(words, given) if word.startswith("--"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_call_of_an_engine_test_is_one_of_the_module(path: Path) -> None:
    wrong = {call: dagger_calls.faults(call) for call in said(path)}
    assert {call: faults for call, faults in wrong.items() if faults} == {}


# stand in tables of their own file: what wants an image of elsewhere, and what is called name by name
IN_A_TABLE = {record.function(("call", *words.split())) for words in test_works.WITH_ITS_IMAGE}
IN_A_TABLE |= {f"checks {name}" for name in Checks.names()} | {f"generate {name}" for name in test_works.GENERATORS}


def test_every_function_that_a_message_sends_its_reader_to_is_tried_on_an_engine() -> None:
    """The words of a remedy are understood by the module (test_remedies); here, that an engine was asked for it."""
    sent_to = functions(call for path in PYTHON for text in texts(path) for call in dagger_calls.calls(text))
    assert len(sent_to) > 10
    assert sent_to - tried() == set()


def test_every_function_that_a_document_calls_is_tried_on_an_engine() -> None:
    texts_ = [path.read_text(encoding="utf-8") for path in documents()]
    called = functions(call for text in texts_ for call in dagger_calls.calls(text))
    assert len(called) > 40
    nouns = {*record.NOUNS, "checks all"}  # all of them: each by itself is tried
    assert {name for name in called - tried() - nouns if not name.startswith("github ")} == set()


def functions(calls: Iterable[str]) -> set[str]:
    return {record.function(("call", *call.split())) for call in calls if call and call[0] != "-"}


def tried() -> set[str]:
    return functions(call for path in FILES for call in said(path)) | IN_A_TABLE


def test_every_name_of_the_example_is_one_that_the_engine_is_tried_with() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?(TASADOR_\w+)=", example, re.MULTILINE)) == set(test_settings.GIVEN)


def test_the_table_of_what_was_seen_has_a_line_for_every_function() -> None:
    calls = [record.Call("checks lint", 0, 9.5), record.Call("checks lint", 0, 2.25), record.Call("plan", 1, 3.0)]
    lines = list(record.table(calls))
    assert "| `checks lint` | 2 times | 2.2 | not seen | |" in lines
    assert "| `plan` | not seen | | 1 times | 3.0 |" in lines
    named = {" ".join(call.split()[:2] if call.split()[0] in record.NOUNS else call.split()[:1]) for call in CASES}
    assert named <= set(record.functions())
    assert len(lines) == len(record.functions()) + 2


def test_the_function_is_found_in_a_line_of_the_terminal() -> None:
    line = ["dagger", "--progress=plain", "call", "--stage=x", "github", "--token=env://T", "plan", "--pull-request=1"]
    assert record.function(line) == "github plan"
    assert record.function(["dagger", "call", "image", "as-tarball", "export", "--path=x"]) == "image"


def test_a_refusal_in_a_session_reads_as_at_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "FunctionError: smoke: no price\n  next: read the lines above"
    refused: dict[str, object] = {"errors": [{"message": told}]}
    monkeypatch.setattr(Session, "ask", lambda *_: refused)
    monkeypatch.setattr(record, "PLACE", tmp_path / "calls.jsonl")
    said = Session(tmp_path, "", "").call(["smoke"])
    assert said.message == "smoke: no price\n  next: read the lines above"
    assert [call.code for call in record.read()] == [1]


# what a test writes into a copy where there was nothing
MADE = {".env", "mirror", "outputs.json"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_that_an_engine_test_breaks_is_there(path: Path) -> None:
    assert [name for name in written(path, "copy") if name not in MADE and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_that_an_engine_test_replaces_is_there(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    faults = [call.args[1:3] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "changed"]
    texts = [(ast.literal_eval(name), ast.literal_eval(old)) for name, old in faults if isinstance(old, ast.Constant)]
    assert [fault for fault in texts if fault[1] not in (ROOT / fault[0]).read_text(encoding="utf-8")] == []


def test_an_option_that_the_module_lost_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text('mine.ok("deploy", "--dry-run")\nDagger(x, (*mine.options, "--variables=a=1"))\n', encoding="utf-8")
    assert [dagger_calls.faults(call) for call in said(file)] == [[], ["no option --variables"]]
