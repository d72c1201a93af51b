"""Mutates the release library and the service and says, by module, how many of the mutants some test sees."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

from tests.mutation import looks, results
from tests.mutation.mutant import Mutant
from tests.mutation.mutants import File, of_sources
from tests.mutation.results import LEAST, Result
from tests.mutation.trial import Attempt, Trial
from tests.mutation.typed import Checker
from tests.paths import ROOT, tracked

WORK: Final = ROOT / ".run" / "mutation"
TESTS: Final = ("tests/unit/release", "tests/unit/service", "tests/unit/ci", "tests/unit/local")
NOT_MUTATED: Final = ("service/src/tasador/training/*",)  # figures of a fit are held by the card and its folds


def main(argv: Sequence[str] | None = None) -> int:
    options = parse(argv)
    until = time.monotonic() + (options.minutes or 1e6) * 60
    folder = WORK / looks.digest(tracked("*.py", "*.json", "*.toml"), options.tests)
    found = drawn(mutants(options.module), options.sample, options.seed)
    if not (folder / "coverage").is_file():
        shutil.rmtree(WORK, ignore_errors=True)
        looks.measure(folder / "coverage", options.tests, options.workers)
    try_mutants(folder, found, options.tests, until)
    known = results.read(folder / "results")
    tried = [known[one.name] for one in found if one.name in known]
    print("\n".join(results.report(tried)))
    return 0 if results.share_killed(tried) >= LEAST else 1


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--module", default="*", help="only files that match, like '*/tasador_release/flow/*'")
    parser.add_argument("--tests", nargs="*", default=list(TESTS), help="the tests that may kill a mutant")
    parser.add_argument("--sample", type=int, default=0, help="as many mutants, drawn at random; without it all")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--minutes", type=float, help="end after so long: what was tried by then counts")
    parser.add_argument("--workers", type=int, default=2, help="processes that find out which test executes what")
    return parser.parse_args(argv)


def mutants(pattern: str) -> list[Mutant]:
    paths = (file.relative_to(ROOT).as_posix() for file in tracked(*(f"{one}/*.py" for one in looks.PACKAGES)))
    wanted = [path for path in paths if fnmatch(path, pattern) and not any(fnmatch(path, no) for no in NOT_MUTATED)]
    return of_sources((path, (ROOT / path).read_text(encoding="utf-8")) for path in wanted)


def drawn(found: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    if not size:
        return list(found)
    return random.Random(seed).sample(found, min(size, len(found)))  # noqa: S311  a draw, no secret


def try_mutants(folder: Path, found: Sequence[Mutant], tests: Sequence[str], until: float) -> None:
    """Those that have no verdict yet, each with the tests that execute its line; who lives is shown to mypy."""
    known = results.read(folder / "results")
    fresh = [one for one in found if one.name not in known]
    attempts = list(attempted(folder / "coverage", fresh))
    by_mutant = {attempt.mutant: attempt for attempt in attempts}

    def told(mutant: Mutant, verdict: str) -> None:
        if verdict in {"survived", "no tests"} and checker.refuses(mutant.path, by_mutant[mutant].source):
            verdict = "refused by mypy"
        print(f"{verdict:>16}  {mutant}", flush=True)
        results.keep(folder / "results", Result(mutant.name, verdict, str(mutant)))

    checker = Checker(WORK / "typed")
    quiet = ("-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "--basetemp")
    pytest.main([*quiet, str(WORK / "temporary"), *tests], plugins=[Trial(attempts, told, folder / "timings", until)])


def attempted(data: Path, found: Sequence[Mutant]) -> Iterable[Attempt]:
    paths = sorted({one.path for one in found})
    lines = looks.read(data, paths)
    for path in paths:
        source = (ROOT / path).read_text(encoding="utf-8")
        file, heads = File(path, source), looks.statements(source)
        for one in (one for one in found if one.path == path):
            tests = looks.executing(lines[path], heads.get(one.line, range(one.line, one.line + 1)))
            yield Attempt(one, file.mutated(one), tests)


if __name__ == "__main__":
    sys.exit(main())
