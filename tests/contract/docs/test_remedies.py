"""What a message tells its reader to run exists: every command in a string of the code and of Terraform's files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import dagger_calls
from tests.contract.docs import commands
from tests.paths import ROOT

PYTHON = sorted(path for folder in ("ci/src", "service/src") for path in (ROOT / folder).rglob("*.py"))
TERRAFORM = sorted((ROOT / "infra").rglob("*.tf"))
DOCUMENT = re.compile(r"\b((?:docs|infra|ci|service|tests)/[\w./-]*\w\.(?:md|py|json|tf))\b")


def texts(path: Path) -> Iterator[str]:
    """The strings of a Python file, whole; what is only known when it runs stands as one word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "NAME" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inner:
            yield node.value


def wrong(text: str) -> list[str]:
    """The commands of a text that do not exist, each with what is wrong."""
    calls = [
        f"dagger call {words}: {fault}" for words in dagger_calls.calls(text) for fault in dagger_calls.faults(words)
    ]
    return [*calls, *(f"./run {verb}" for verb in re.findall(r"\./run ([a-z]+)", text) if verb not in VERBS)]


VERBS = commands.verbs() | {"sets", "has"}  # "./run sets it up" names no verb


def test_every_command_that_a_message_gives_exists() -> None:
    found = {path: [text for text in texts(path) if "dagger " in text or "./run " in text] for path in PYTHON}
    found |= {path: [path.read_text(encoding="utf-8")] for path in TERRAFORM}
    assert sum(map(len, found.values())) > 40
    assert [f"{path.name}: {fault}" for path, each in found.items() for text in each for fault in wrong(text)] == []


def test_every_document_that_a_message_sends_its_reader_to_is_there() -> None:
    named = {name for path in PYTHON for text in texts(path) for name in DOCUMENT.findall(text) if "NAME" not in name}
    assert len(named) > 5
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("run: dagger call rolback", "dagger call rolback: no function rolback"),
        ("look again with: dagger call prune --days=3; then ./run doctor", None),
        ("dagger call prune --day=3", "dagger call prune --day=3: no option --day"),
        ("run: ./run docter", "./run docter"),
    ],
)
def test_a_command_that_does_not_exist_would_be_noticed(text: str, fault: str | None) -> None:
    assert wrong(text) == ([fault] if fault else [])
