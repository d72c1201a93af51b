"""What a Python file imports: names, packages, and files of this repo."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.paths import ROOT

SOURCES = (ROOT / "ci" / "src", ROOT / "service" / "src", ROOT)


def imported(path: Path, *, members: bool = False) -> Iterator[str]:
    """Every module name that a file imports, at any depth of its code; with `members`, what it takes of it.

    A relative name is given as the absolute one that it stands for.
    """
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            module = ".".join((*_package(path, found.level), *([found.module] if found.module else [])))
            yield from ([f"{module}.{alias.name}" for alias in found.names] if members else [module])


def _package(path: Path, level: int) -> tuple[str, ...]:
    """The names of the package that so many dots stand for."""
    if not level:
        return ()
    source = next(base for base in SOURCES if path.is_relative_to(base))
    return path.parents[level - 1].relative_to(source).parts


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def files(path: Path) -> set[Path]:
    """The files of this repo that a file imports: each module that it names, or that holds what it names."""
    return {file for name in imported(path, members=True) if (file := _file_of(name)) is not None}


def _file_of(name: str) -> Path | None:
    parts = name.split(".")
    tried = (base.joinpath(*parts[:last]).with_suffix(".py") for last in range(len(parts), 0, -1) for base in SOURCES)
    return next((file for file in tried if file.is_file()), None)
