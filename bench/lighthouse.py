"""What Lighthouse says of the page on a phone, on a rehearsal that stands meanwhile: TASADOR_PAGE, else one of our own.

Its figures of speed grow with whatever else the machine does, so each run is followed by one of the emptiest page of
React and axios: what that one loses, ours cannot help losing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, alone, compared
from bench.page import EMPTIEST, WEB, installed, node
from bench.page import missing as page_missing
from tests.browser.standing import EMULATOR, standing

ROUNDS: Final = rounds(5)
WHOLE: Final = 100
LOST_AT_MOST: Final = {"performance": 5, "accessibility": 0, "best practices": 0, "seo": 0}  # in Lighthouse's order
TIMINGS: Final = {
    "lcp": "largest contentful paint, as Lighthouse reckons it",
    "tbt": "time that the page is blocked, as Lighthouse reckons it",
}


def missing() -> str | None:
    if reason := page_missing():
        return reason
    if not (os.environ.get("TASADOR_PAGE") or EMULATOR.exists()):
        return "no emulator here: ./run venv makes it"
    return None


def measured() -> Iterator[Measurement]:
    installed(WEB)
    installed(WEB / "lighthouse")
    with standing() as page:
        empty = node("e2e/weigh.mjs")["folders"]["empty"]  # not before: a rehearsal installs the page's packages anew
        found = node("lighthouse/measure.mjs", "--page", page, "--empty", empty, "--runs", str(ROUNDS))
    if found["faults"]:
        print("lighthouse: " + "; ".join(found["faults"]))
    for index, (category, at_most) in enumerate(LOST_AT_MOST.items()):
        yield alone(f"points lost of {WHOLE}, {category}", "points", lost(found["page"], index), at_most=at_most)
    yield alone("points lost, performance of the emptiest page", "points", lost(found["empty"], 0))
    for timing, name in TIMINGS.items():
        yield compared(
            name, "ms", EMPTIEST, list(zip(*(of(found[one], timing) for one in ("page", "empty")), strict=True))
        )


def lost(runs: list[dict[str, Any]], category: int) -> list[int]:
    return [WHOLE - run["scores"][category] for run in runs]


def of(runs: list[dict[str, Any]], timing: str) -> list[float]:
    """Milliseconds, by run; at least one, that they can be divided by."""
    return [max(run["timings"][timing], 1.0) for run in runs]


BENCH = Bench("The page on a phone, by Lighthouse", measured, missing)
