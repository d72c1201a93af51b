"""Every command of every document is one that its program understands, and a wrong one is noticed in each."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tasador.entry.handler import app

from tests.contract.docs import commands, test_remedies
from tests.paths import ROOT, documents
from tests.unit.service.asking import JSON, ask

DOCUMENTS = documents()
WITH_COMMANDS = [path for path in DOCUMENTS if list(commands.given(path.read_text(encoding="utf-8")))]
HELD = {"dagger", "./run", "aws", "gh", "git", "terraform", "npm", "python", "python3", ".run/venv/bin/python"}
WRONG = """

```sh
./run rehears
X=1 dagger call rolback --dry-run > out
```

and `python -m tests.bords` or `aws s3api lst-x`
"""
PLANTED = {"./run rehears", "dagger call rolback --dry-run", "python -m tests.bords", "aws s3api lst-x"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_command_of_a_document_is_understood(path: Path) -> None:
    found = {command: commands.faults(command) for command in commands.given(path.read_text(encoding="utf-8"))}
    assert {command: wrong for command, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_a_wrong_command_in_a_document_is_noticed(path: Path) -> None:
    found = commands.given(path.read_text(encoding="utf-8") + WRONG)
    assert {command for command in found if commands.faults(command)} == PLANTED


def checked(words: list[str], at: int) -> bool:
    before = words[at - 1] if at else ""
    return words[at].isalpha() and words[at].islower() and words[at] != "call" and not before.startswith("-")


@pytest.mark.parametrize("path", WITH_COMMANDS, ids=name)
def test_a_slip_of_the_pen_in_any_command_of_a_document_is_noticed(path: Path) -> None:
    """The first word after the program that is neither option nor an option's value, spelled wrong."""
    for command in commands.given(path.read_text(encoding="utf-8")):
        program, *words = shlex.split(command)
        at = next((number for number, word in enumerate(words) if checked(words, number)), None)
        if program in HELD and at is not None:
            wrong = [*words[:at], words[at] + "x", *words[at + 1 :]]
            assert commands.faults(shlex.join([program, *wrong])), f"{program} {shlex.join(wrong)}"


def test_the_documents_are_many_and_most_give_commands() -> None:
    assert len(DOCUMENTS) > 25
    assert len(WITH_COMMANDS) > 14


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("./run test --only unitt", "invalid choice"),
        ("./run bench serving --against HEAD", ""),
        ("./run bench servin", "there is no servin"),
        ("./run train --dat x --folds 1", "at least 2"),
        ("./run docs --open", "run docs takes no --open"),
        ("gh release create v1 --note x", "gh release create has no --note"),
        ("aws events describe-rule --names x", "no option --names"),
        ("npm --prefix web run typos", "npm run has no typos"),
        ("systemctl restart tasador", "systemctl is not a command that the reader has"),
        ("dagger -m github.com/OWNER/NAME@v1 call imag", "no function imag"),
        ("dagger cal deploy", "dagger has no cal"),
        ("python -m tests.boards", "write .run/venv/bin/python -m tests.boards"),
        (".run/venv/bin/python -m tests.boards", ""),
        (".run/venv/bin/python -m tests.bords", "there is no module tests.bords"),
    ],
)
def test_a_fault_is_told(command: str, fault: str) -> None:
    assert fault in " ".join(commands.faults(command))
    assert bool(commands.faults(command)) is bool(fault)


def test_every_home_that_a_reader_is_told_to_ask_with_has_a_price() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    texts += [text for path in test_remedies.PYTHON for text in test_remedies.texts(path)]
    homes = [home for text in texts for home in re.findall(r"invoke --body '(.+?)'", text)]
    assert homes
    answers = {home: ask(app, "POST", "/predict", home.encode(), JSON).status for home in homes}
    assert answers == dict.fromkeys(homes, 200)
