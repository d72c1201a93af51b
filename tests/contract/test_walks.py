"""The walks of docs/architecture.md: each file is called by one above it, and calls none above it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

WALKS = re.findall(
    r"```\n((?:(?:ci|service)/src/\S+ +\S.*\n)+)```", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
)


def files(walk: str) -> list[Path]:
    return [ROOT / line.split()[0] for line in walk.splitlines()]


def source(path: Path) -> Path:
    return next(base for base in path.parents if base.name == "src")


def called(path: Path) -> set[Path]:
    """The files that a file imports, at any depth of its code, by their full or their relative names."""
    return {found for base, name in names(path) if (found := file_of(base, name)) is not None}


def names(path: Path) -> Iterator[tuple[Path, str]]:
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(found, ast.Import):
            yield from ((source(path), alias.name) for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            base = path.parents[found.level - 1] if found.level else source(path)
            yield from ((base, f"{found.module or ''}.{alias.name}") for alias in found.names)


def file_of(base: Path, name: str) -> Path | None:
    """The module that is named, or that holds what is named."""
    parts = [part for part in name.split(".") if part]
    for root in (base, *(ROOT / folder for folder in ("ci/src", "service/src"))):
        for last in range(len(parts), 0, -1):
            if (file := root.joinpath(*parts[:last]).with_suffix(".py")).is_file():
                return file
    return None


def test_there_are_three_walks() -> None:
    assert len(WALKS) == 3


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.split()[0])
def test_a_walk_goes_forward_only(walk: str) -> None:
    seen: list[Path] = []
    for path in files(walk):
        assert path.is_file(), path
        assert not called(path) & set(seen), f"{path} calls what is above it"
        assert not seen or any(path in called(one) for one in seen), f"nothing above calls {path}"
        seen.append(path)
