"""What became of each mutant, kept in a file from which an interrupted run goes on, and told by module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEAST: Final = 0.85
KILLED: Final = frozenset({"killed", "timeout", "refused by mypy"})
UNKNOWN: Final = frozenset({"invalid"})  # nothing ran it: it speaks neither for the tests nor against them


@dataclass(frozen=True, slots=True)
class Result:
    """A mutant by name, how it reads, and its verdict."""

    name: str
    verdict: str
    reads: str

    @property
    def module(self) -> str:
        return self.name.partition(":")[0]


def keep(file: Path, result: Result) -> None:
    """Add one; of two of a name the later counts."""
    with file.open("a", encoding="utf-8") as end:
        end.write(json.dumps([result.name, result.verdict, result.reads], ensure_ascii=False) + "\n")


def read(file: Path) -> dict[str, Result]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {result.name: result for result in (Result(*json.loads(line)) for line in lines)}


def share_killed(results: Sequence[Result]) -> float:
    """Of those that ran; 0 where none did."""
    ran = [one for one in results if one.verdict not in UNKNOWN]
    return sum(one.verdict in KILLED for one in ran) / len(ran) if ran else 0.0


def report(results: Sequence[Result]) -> Iterable[str]:
    """The mutants that live, then the modules, the worst first, then the sum."""
    ordered = sorted(results, key=lambda one: one.name)
    yield from (f"{one.verdict:>9}  {one.reads}" for one in ordered if one.verdict not in KILLED | UNKNOWN)
    modules = {module: [one for one in results if one.module == module] for module in {one.module for one in results}}
    for module in sorted(modules, key=lambda name: (share_killed(modules[name]), name)):
        yield f"{share_killed(modules[module]):6.1%} of {len(modules[module]):4}  {module}"
    for verdict in sorted({one.verdict for one in results}):
        yield f"{sum(one.verdict == verdict for one in results):5} {verdict}"
    yield f"{share_killed(results):.1%} of {len(results)} mutants killed; at least {LEAST:.0%} wanted"
