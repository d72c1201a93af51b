"""Rehearsals stage by stage, without the checks: a first deploy, and a second one with nothing changed.

Of the second, each stage stands beside the same one of the first; of the first, beside a fixed piece of arithmetic that
was done just before it, so that figures of two machines can be told from figures of two revisions. Everything was
built once before: the first deploy finds its artifacts made.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, compared
from tests.paths import ROOT

ROUNDS: Final = rounds(3)
COMMAND: Final = ("rehearse", "--stand-in", "--skip-checks", "--passes", "2", "--json")
ARITHMETIC: Final = "ten million additions in Python"
SHORT_S: Final = 0.05  # a stage below is not worth a line

Passes = tuple[dict[str, float], dict[str, float]]


def measured() -> Iterator[Measurement]:
    rehearsed()
    made = [(added(), *rehearsed()) for _ in range(ROUNDS)]
    whole = [(sum(second.values()), sum(first.values())) for _, first, second in made]
    yield compared("deploy with nothing changed", "s", "the deploy before it", whole, headline=True)
    yield compared("deploy to an empty account", "s", ARITHMETIC, [(sum(first.values()), it) for it, first, _ in made])
    for stage, seconds in made[0][1].items():
        if seconds > SHORT_S:
            yield compared(f"first deploy, {stage}", "s", ARITHMETIC, [(first[stage], it) for it, first, _ in made])
            pairs = [(second.get(stage, 0.0), first[stage]) for _, first, second in made]
            yield compared(f"nothing changed, {stage}", "s", "the deploy before it", pairs)


def rehearsed() -> Passes:
    """Seconds by stage, of both deploys."""
    argv = [sys.executable, "-m", "tasador_local", *COMMAND]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the rehearsal failed:\n{done.stderr[-2000:]}")
    first, second = documents(done.stdout)
    return stages(first), stages(second)


def documents(text: str) -> Iterator[dict[str, Any]]:
    """The reports, one after another."""
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        found, end = decoder.raw_decode(text)
        yield found
        text = text[end:]


def stages(report: dict[str, Any]) -> dict[str, float]:
    """Seconds of the stages that are part of no other."""
    return {one["name"]: one["end"] - one["start"] for one in report["stages"] if not one["group"]}


def added() -> float:
    started = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - started


BENCH = Bench("Rehearsals stage by stage", measured)
