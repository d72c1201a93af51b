"""The comparison with other tools: each cell links the source that says it, each source has the day it was read."""

from __future__ import annotations

import re

import pytest

from tests.paths import ROOT

TEXT = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")
TABLE, SOURCES = TEXT.split("\n## Sources\n")
DEFINED = dict(re.findall(r"^\[([\w-]+)\]: (https://\S+)$", SOURCES, re.MULTILINE))
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")][
    1:
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_every_cell_of_another_tool_links_its_source(row: list[str]) -> None:
    _, *others, own = row
    assert len(others) == 5
    for cell in others:
        found = re.fullmatch(r"\[[✔◐✗][^\]]*\]\[([\w-]+)\]", cell)
        assert found, cell
        assert found[1] in DEFINED, cell
    assert own[0] in "✔◐✗"


def test_every_source_stands_with_the_day_it_was_read() -> None:
    read = {
        name: line
        for line in SOURCES.splitlines()
        if line.startswith("| ")
        for name in re.findall(r"\]\[([\w-]+)\]", line)
    }
    assert set(read) == set(DEFINED)
    assert all(re.search(r"\| (2026-\d\d-\d\d|earlier in 2026)[^|]*\|$", line) for line in read.values())
