"""Mutates the release library and the service with mutmut and says, by module, how many mutants the unit tests kill.

mutmut names a mutant after the path of its file below `src`, so both packages are copied side by side into a folder of
their own; the tests, and the files that they read, lie beside them as in the repository.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
WORK: Final = ROOT / ".run" / "mutation"
PACKAGES: Final = ("ci/src/tasador_release", "service/src/tasador")
TESTS: Final = ("tests/unit/release", "tests/unit/service")  # the packages' own: what starts processes takes too long
MODEL: Final = Path("service/model")
NOT_MUTATED: Final = ("src/tasador/training/*",)  # figures of a fit are held by the card and its folds
LEAST: Final = 0.85
MUTMUT: Final = (sys.executable, "-m", "mutmut")
KILLED: Final = frozenset({"killed", "timeout", "segfault", "caught by type check"})
FORGIVEN: Final = frozenset({"skipped"})
IMPORTS: Final = ["src", "service/src", "ci/src", "."]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutant's name, as mutmut gives it, and what became of it ('killed', 'survived', 'no tests', 'timeout', …)."""

    name: str
    verdict: str

    @property
    def module(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def function(self) -> str:
        return self.name.rpartition("__mutmut_")[0]


def main(argv: Sequence[str] | None = None) -> int:
    options = parse(argv)
    prepare(options.module, options.tests)
    names = sampled(options.sample, options.seed) if options.sample else []
    try_mutants(names, options.children, options.minutes)
    tried = [one for one in read_results(WORK) if one.verdict not in {"not checked", *FORGIVEN}]
    for line in report(tried):
        print(line)
    return 0 if tried and share_killed(tried) >= LEAST else 1


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--module", default="*", help="only modules whose path matches, like 'tasador_release/flow/*'")
    parser.add_argument("--tests", nargs="*", default=list(TESTS), help="the tests that may kill a mutant")
    parser.add_argument("--sample", type=int, default=0, help="as many mutants, drawn at random; without it all")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--minutes", type=float, help="end after so long: what was tried by then counts")
    parser.add_argument("--children", type=int, default=2, help="how many mutants are tried at once")
    return parser.parse_args(argv)


def try_mutants(names: Sequence[str], children: int, minutes: float | None) -> None:
    """mutmut tries each with the tests that call its function; what it learned stands in its folder at any time."""
    argv = (*MUTMUT, "run", "--max-children", str(children), *names)
    with subprocess.Popen(argv, cwd=WORK, start_new_session=True) as running:
        try:
            running.wait(None if minutes is None else minutes * 60)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGTERM)


def prepare(module: str, tests: Sequence[str]) -> None:
    """A fresh copy of what git knows, with both packages below `src` as well, and mutmut's settings."""
    shutil.rmtree(WORK, ignore_errors=True)
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    for name in files:
        copy(ROOT / name, WORK / name)
    for package in PACKAGES:
        shutil.copytree(WORK / package, WORK / "src" / Path(package).name)
    shutil.copytree(ROOT / MODEL, WORK / MODEL.name)  # the service looks for it beside the folder of its source
    roots = sorted({name.split("/")[0] for name in files} | {MODEL.name})
    settings = WORK / "pyproject.toml"
    settings.write_text(configured(settings.read_text(), module, tests, roots))


def copy(source: Path, destination: Path) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, destination)


def configured(project: str, module: str, tests: Sequence[str], roots: Sequence[str]) -> str:
    """The project's settings with pytest's import path led by `src`, and with a section for mutmut."""
    path = re.sub(r"^pythonpath = .*$", f"pythonpath = {json.dumps(IMPORTS)}", project, flags=re.MULTILINE)
    section = {
        "source_paths": ["src"],
        "only_mutate": [f"src/{module}" if module.endswith(("*", ".py")) else f"src/{module}/*"],
        "do_not_mutate": list(NOT_MUTATED),
        "also_copy": [root for root in roots if root != "pyproject.toml"],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist"],
        "pytest_add_cli_args_test_selection": list(tests),
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in section.items()]
    return "\n".join((path, "[tool.mutmut]", *lines, ""))


def sampled(size: int, seed: int) -> list[str]:
    """Names of mutants drawn at random; mutmut writes the mutants without running one when it is asked for none."""
    subprocess.run((*MUTMUT, "run", "no.such.mutant"), cwd=WORK, check=False, capture_output=True)
    names = sorted(one.name for one in read_results(WORK))
    return random.Random(seed).sample(names, min(size, len(names)))  # noqa: S311  a draw, no secret


def read_results(folder: Path) -> list[Mutant]:
    said = subprocess.run(
        (*MUTMUT, "results", "--all", "true"), cwd=folder, capture_output=True, text=True, check=False
    )
    return list(parse_results(said.stdout))


def parse_results(text: str) -> Iterable[Mutant]:
    """Lines such as `tasador_release.values.alias.x_line__mutmut_3: killed`."""
    for line in text.splitlines():
        name, separator, verdict = line.strip().rpartition(": ")
        if separator and "__mutmut_" in name:
            yield Mutant(name, verdict)


def share_killed(mutants: Sequence[Mutant]) -> float:
    return sum(one.verdict in KILLED for one in mutants) / len(mutants)


def report(mutants: Sequence[Mutant]) -> Iterable[str]:
    """By module, the worst first; then the functions whose mutants live."""
    modules = {one.module for one in mutants}
    by_module = {module: [one for one in mutants if one.module == module] for module in modules}
    for module in sorted(by_module, key=lambda name: share_killed(by_module[name])):
        tried = by_module[module]
        yield f"{share_killed(tried):6.1%} of {len(tried):5}  {module}"
    alive = Counter(one.function for one in mutants if one.verdict not in KILLED)
    yield from (f"{count:5} alive  {function}" for function, count in alive.most_common(40))
    if mutants:
        yield f"{share_killed(mutants):.1%} of {len(mutants)} mutants killed; at least {LEAST:.0%} wanted"


if __name__ == "__main__":
    sys.exit(main())
