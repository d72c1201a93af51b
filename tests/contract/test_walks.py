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
    assert faults(walk) == []


def faults(walk: str) -> list[str]:
    """Files of a walk that are not there, call what is above them, or are called by nothing above them."""
    found, seen = [], list[Path]()
    for path in files(walk):
        if not path.is_file():
            return [f"there is no {path}"]
        if imports.files(path) & set(seen):
            found.append(f"{path} calls what is above it")
        if seen and not any(path in imports.files(one) for one in seen):
            found.append(f"nothing above calls {path}")
        seen.append(path)
    return found
