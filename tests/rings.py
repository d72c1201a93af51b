"""Runs the rings of tests, the fast ones first; says of each how it ended, how long it took or why it was skipped."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = tuple(name for name in ("service", "ci", "tests", "bench") if (ROOT / name).is_dir())
REPORTS = ROOT / ".run" / "reports"
NO_TESTS_COLLECTED = 5
COVERED = ("--cov=tasador_release", "--cov=tasador", "--cov-report=term-missing:skip-covered", "--cov-fail-under=95")
TAKEOVERS = tuple(
    f"tests/emulator/terraform/test_{name}.py"
    for name in ("stage_terraform", "terraform_import", "account_terraform", "regions")
)
WITHOUT_A_BROWSER = tuple(f"tests/{name}" for name in ("unit", "contract", "emulator", "moto", "faults", "training"))


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring: its commands, run in order until one fails, and what it needs to run at all."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    missing: Callable[[], str | None] = lambda: None
    cwd: str = "."
    nightly: bool = False  # too long for every run: only when asked for by name, or with --nightly
    variables: Mapping[str, str] = field(default_factory=dict)  # added to the environment of its commands


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    verdict: str
    seconds: float
    reason: str = ""
    counted: str = ""


def python_code(root: Path) -> tuple[str, ...]:
    """What mypy reads. Beside another app its code and the pipeline's: tests/ and bench/ speak of this one."""
    if (root / "service/src/tasador").is_dir():
        return ("service/src", "ci/src", "tests", "bench")
    path: str = json.loads((root / "app.json").read_text(encoding="utf-8"))["function"]["path"]
    return (path, "ci/src")


def pytest(*args: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", *args)


def no_terraform() -> str | None:
    if shutil.which("terraform") is None:
        return "there is no terraform on PATH"
    return None


def no_node() -> str | None:
    return None if shutil.which("npm") else "there is no npm on PATH (./run test brings its own)"


def no_results() -> str | None:
    from bench.frame import machine, results  # another app has no benchmarks of ours

    name = machine.class_name()
    return None if results.place(name).is_file() else f"bench/results has no {name}.json (./run bench --record)"


def folder_rings(*names: str) -> tuple[Ring, ...]:
    """A ring for each folder of tests; a file goes to one process, so that its fixtures are made once."""
    folders = [name for name in names if (ROOT / "tests" / name).is_dir()]
    return tuple(Ring(name, (pytest("-n", "2", "--dist", "loadfile", f"tests/{name}"),)) for name in folders)


RINGS: tuple[Ring, ...] = (
    Ring(
        "lint",
        (
            (sys.executable, "-m", "ruff", "check", *SOURCES),
            (sys.executable, "-m", "ruff", "format", "--check", *SOURCES),
        ),
    ),
    Ring("types", ((sys.executable, "-m", "mypy", *python_code(ROOT)),)),
    # its plugin takes a second or two to import, in each process; only the contract ring uses it
    Ring("unit", (pytest("-n", "2", "-p", "no:schemathesis", "tests/unit"),)),
    Ring("contract", (pytest("-n", "2", "--dist", "loadfile", "tests/contract"),)),
    Ring(
        "web",
        (
            ("npm", "ci", "--no-audit", "--no-fund"),
            ("npm", "run", "lint"),
            ("npm", "run", "test"),
            ("npm", "run", "build"),
        ),
        no_node,
        "web",
    ),
    *folder_rings("emulator", "moto", "faults", "training", "security"),
    Ring("browser", (pytest("tests/browser"),), no_node),  # one at a time: a rehearsal installs the page's packages
    Ring("engine", (pytest("tests/engine"),)),
    Ring(
        "histories",
        (pytest("-n", "2", "tests/unit", "tests/faults/test_any_history.py"),),
        nightly=True,
        variables={"TASADOR_EXAMPLES": "1000", "TASADOR_FAULT_STEPS": "20000"},
    ),
    Ring(
        "kills",
        (pytest("-rP", "tests/emulator/release/test_release_probed.py", "tests/moto/test_release_killed.py"),),
        nightly=True,
        variables={"TASADOR_FAULT_KILLS": "all"},
    ),
    Ring(
        "trial", (pytest("tests/emulator/rehearsal/test_trial.py"),), nightly=True, variables={"TASADOR_TRIAL": "whole"}
    ),
    Ring("takeovers", (pytest(*TAKEOVERS),), nightly=True, variables={"TASADOR_TAKEOVERS": "all"}),
    Ring("coverage", (pytest("-n", "2", "--dist", "loadfile", *COVERED, *WITHOUT_A_BROWSER),), nightly=True),
    Ring(
        "mutation",
        ((sys.executable, "-m", "tests.mutation", "--sample", "300", "--minutes", "120"),),  # all: most of a day
        nightly=True,
    ),
    Ring(
        "web-mutation",
        (
            ("npm", "ci", "--no-audit", "--no-fund"),
            ("npm", "ci", "--no-audit", "--no-fund", "--prefix", "mutation"),
            ("npm", "run", "mutate", "--prefix", "mutation"),
        ),
        no_node,
        "web",
        nightly=True,
    ),
    Ring("docs", (("./run", "docs"),), nightly=True),
    Ring("bench", ((sys.executable, "-m", "bench", "--held"),), no_results, nightly=True),
    Ring("renamed", ((sys.executable, "-m", "tests.renamed", "names"),), nightly=True),
    Ring("another-app", ((sys.executable, "-m", "tests.renamed", "app"),), nightly=True),
    Ring("region", ((sys.executable, "-m", "tests.renamed", "region"),), nightly=True),
)


def main(argv: Sequence[str] | None = None) -> int:
    options = parse(argv)
    shutil.rmtree(REPORTS, ignore_errors=True)
    outcomes = []
    for ring in RINGS:
        if not chosen(ring, options.only or (), nightly=options.nightly):
            continue
        outcomes.append(run(ring))
        if options.exitfirst and outcomes[-1].verdict == "failed":
            break
    print_table(outcomes)
    print(f"\n{total(REPORTS)} in {sum(outcome.seconds for outcome in outcomes):.1f}s")
    return 1 if any(outcome.verdict == "failed" for outcome in outcomes) else 0


def chosen(ring: Ring, only: Sequence[str], *, nightly: bool) -> bool:
    return ring.name in only if only else nightly or not ring.nightly


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run test", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=[ring.name for ring in RINGS], help="only this ring; may be repeated"
    )
    parser.add_argument("--nightly", action="store_true", help="the long rings as well")
    parser.add_argument("-x", "--exitfirst", action="store_true", help="stop at the first ring that fails")
    return parser.parse_args(argv)


def run(ring: Ring) -> Outcome:
    reason = ring.missing()
    if reason:
        return Outcome(ring.name, "skipped", 0.0, reason)
    print(f"\n=== {ring.name}", flush=True)
    started = time.monotonic()
    for command in ring.commands:
        tests = "pytest" in command
        reported = ("--junitxml", str(REPORTS / f"{ring.name}.xml")) if tests else ()
        code = subprocess.run((*command, *reported), cwd=ROOT / ring.cwd, env=environment(ring), check=False).returncode
        if code == NO_TESTS_COLLECTED and tests:
            return Outcome(ring.name, "failed", time.monotonic() - started, "no test was collected")
        if code:
            reason = f"exit {code}: {' '.join(shorten(command))}"
            return Outcome(ring.name, "failed", time.monotonic() - started, reason, counted(ring))
    return ended(ring, time.monotonic() - started)


def ended(ring: Ring, seconds: float) -> Outcome:
    """A ring whose every test was skipped has shown nothing: it is called skipped."""
    counts = counts_of(REPORTS / f"{ring.name}.xml")
    if counts["tests"] and counts["tests"] == counts["skipped"]:
        return Outcome(ring.name, "skipped", seconds, first_reason(REPORTS / f"{ring.name}.xml"), counted(ring))
    return Outcome(ring.name, "passed", seconds, counted=counted(ring))


def counted(ring: Ring) -> str:
    report = REPORTS / f"{ring.name}.xml"
    return told(counts_of(report)) if report.is_file() else ""


def environment(ring: Ring) -> dict[str, str]:
    """What is compiled lies in one folder of its own: else every process of every test compiles its libraries anew."""
    outer = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"TASADOR_ROOT": str(ROOT), "PYTHONPYCACHEPREFIX": str(ROOT / ".run" / "pycache")}
    return {**outer, **own, **ring.variables}


def shorten(command: Sequence[str]) -> list[str]:
    return [Path(word).name if word == sys.executable else word for word in command]


def total(reports: Path) -> str:
    """What pytest counted, over all rings that it ran: the last line, for whoever reads only that."""
    counts: Counter[str] = Counter()
    for report in sorted(reports.glob("*.xml")):
        counts += counts_of(report)
    return told(counts)


def counts_of(report: Path) -> Counter[str]:
    """tests, failures, errors and skipped of one JUnit report; nothing where there is none."""
    counts: Counter[str] = Counter()
    if report.is_file():
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314  written by our own pytest just now
            counts.update({name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")})
    return counts


def first_reason(report: Path) -> str:
    """Why the first skipped test of a report was skipped."""
    skipped = next(ET.parse(report).iter("skipped"), None)  # noqa: S314  as above
    return (skipped.get("message") or "") if skipped is not None else ""


def told(counts: Counter[str]) -> str:
    failed, skipped = counts["failures"] + counts["errors"], counts["skipped"]
    passed = counts["tests"] - failed - skipped
    words = (f"{failed} failed" if failed else "", f"{passed} passed", f"{skipped} skipped" if skipped else "")
    return ", ".join(filter(None, words))


def print_table(outcomes: Sequence[Outcome]) -> None:
    print("\nring       verdict   seconds")
    for outcome in outcomes:
        details = "  ".join(filter(None, (outcome.counted, outcome.reason)))
        print(f"{outcome.name:<10} {outcome.verdict:<9} {outcome.seconds:7.1f}  {details}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
