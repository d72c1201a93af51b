"""Which tests execute which line: from coverage's contexts, one for each test."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from coverage import CoverageData

from tests.paths import ROOT

PACKAGES: Final = ("ci/src/tasador_release", "service/src/tasador")
Lines = Mapping[int, frozenset[str]]  # of one file: the tests that execute each of its lines


def measure(data: Path, tests: Sequence[str], workers: int) -> None:
    """Run the tests once under coverage. RuntimeError when they are not green: a red test kills every mutant."""
    data.parent.mkdir(parents=True, exist_ok=True)
    covered = [f"--cov={Path(package).name}" for package in PACKAGES]
    argv = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), *covered, "--cov-context=test", "--cov-report="]
    code = subprocess.run(
        [*argv, *tests], cwd=ROOT, env={**os.environ, "COVERAGE_FILE": str(data)}, check=False
    ).returncode
    if code:
        data.unlink(missing_ok=True)
        raise RuntimeError(f"the tests are not green without a mutant: exit {code}")


def read(data: Path, paths: Iterable[str]) -> Mapping[str, Lines]:
    """By file, as named from the repository's root."""
    found = CoverageData(str(data))
    found.read()
    return {path: _lines(found.contexts_by_lineno(str(ROOT / path))) for path in paths}


def _lines(contexts: Mapping[int, Iterable[str]]) -> Lines:
    """A context is `test|run`, `test|setup`, or empty for what an import executes."""
    told = {line: frozenset(name.rpartition("|")[0] for name in names) - {""} for line, names in contexts.items()}
    return {line: names for line, names in told.items() if names}


def executing(lines: Lines, statement: Iterable[int]) -> frozenset[str]:
    """The tests that execute any line of a statement."""
    return frozenset().union(*(lines.get(line, frozenset()) for line in statement))


def statements(source: str) -> Mapping[int, range]:
    """The lines of the statement that each line belongs to; of one with a body its head alone."""
    found: dict[int, range] = {}
    for node in sorted(_statements(ast.parse(source)), key=lambda node: node.lineno):
        body = getattr(node, "body", None)
        end = body[0].lineno if body else (node.end_lineno or node.lineno) + 1
        lines = range(node.lineno, max(end, node.lineno + 1))
        found.update(dict.fromkeys(lines, lines))
    return found


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.stmt))


def digest(files: Iterable[Path], more: Iterable[str]) -> str:
    """Of some words, and of the names and contents of files, in their order."""
    total = hashlib.sha256("\0".join(more).encode())
    for file in files:
        total.update(f"{file}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]
