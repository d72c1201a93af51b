"""The walks of docs/architecture.md: each file is called by one above it, and calls none above it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import imports
from tests.paths import ROOT

WALKS = re.findall(
    r"```\n((?:(?:ci|service)/src/\S+ +\S.*\n)+)```", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
)


def files(walk: str) -> list[Path]:
    return [ROOT / line.split()[0] for line in walk.splitlines()]


def test_there_are_three_walks() -> None:
    assert len(WALKS) == 3


@pytest.mark.parametrize("walk", [walk for walk in WALKS if walk.startswith("ci/")], ids=lambda walk: walk.split()[0])
def test_a_walk_goes_forward_only(walk: str) -> None:
    goes_forward(walk)


def goes_forward(walk: str) -> None:
    seen: list[Path] = []
    for path in files(walk):
        assert path.is_file(), path
        assert not imports.files(path) & set(seen), f"{path} calls what is above it"
        assert not seen or any(path in imports.files(one) for one in seen), f"nothing above calls {path}"
        seen.append(path)
