"""docs/app/page.md keeps its word: what it says is shown by a test is shown by one that exists."""

from __future__ import annotations

import re

import pytest

from tests.paths import ROOT

WEB = ROOT / "web"
TEXT = (ROOT / "docs" / "app" / "page.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")]
PROMISES = [row for row in ROWS if row != ["the page", "shown by"]]
NAME = re.compile(r"^\s*(?:test|it|describe|\]\)|it\.each\(\[.*?\]\))\('((?:[^'\\]|\\.)+)'", re.MULTILINE)


def every_test() -> set[str]:
    """Every test of the page by its sentence, and every test of contract and browser by its name."""
    suites = [*(WEB / "src").rglob("*.test.ts*"), *(WEB / "tests").glob("*.test.ts"), *(WEB / "e2e").glob("*.test.mjs")]
    sentences = {name for path in suites for name in NAME.findall(path.read_text(encoding="utf-8"))}
    gates = {name for path in suites for name in re.findall(r"\)\('(.+?)', ", path.read_text(encoding="utf-8"))}
    suites_of_python = (path for name in ("contract", "browser") for path in (ROOT / "tests" / name).rglob("test_*.py"))
    contract = (path.read_text(encoding="utf-8") for path in suites_of_python)
    return (
        sentences | gates | {name for text in contract for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    )


TESTS = every_test()


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[0][:50])
def test_each_promise_of_the_page_is_shown_by_tests_that_exist(row: list[str]) -> None:
    _, shown = row
    named = re.findall(r"`([^`]+)`", shown)
    assert named, "which test shows it?"
    assert set(named) <= TESTS, f"no such test: {sorted(set(named) - TESTS)}"


def test_the_promises_are_read() -> None:
    assert len(PROMISES) > 30
