"""Results as text: a table for the terminal, and the blocks of the documents that show results.

A block is what stands between `<!-- bench CLASS NAME ... -->` and `<!-- /bench -->`: a table of the measurements of the
benchmarks NAME on that class of machines, as committed; of `headlines`, those of all benchmarks that say so. `python -m
bench.frame.tables` writes all blocks anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final

from bench.frame import machine
from bench.frame.measurement import Found, Measurement, figure
from bench.frame.picture import shown
from bench.frame.results import Results, committed
from tests.paths import ROOT

BLOCK: Final = re.compile(r"(<!-- bench (\S+) ([\w ]+?) -->\n).*?(<!-- /bench -->)", re.DOTALL)
HEADLINES: Final = ["headlines"]
DOCUMENTS: Final = ("README.md", "docs/*.md", "docs/*/*.md", "web/README.md")


def printed(found: Found) -> Iterator[str]:
    """Lines for the terminal."""
    if found.skipped:
        yield f"{found.name}: skipped: {found.skipped}"
        return
    width = max(len(one.name) for one in found.measurements)
    for one in found.measurements:
        beside = (
            f"beside {amount(one.other, one.unit):>11} of {one.beside}: {shown(one)}" if one.other is not None else ""
        )
        yield f"{one.name:<{width}}  {amount(one.value, one.unit):>11}  {beside}".rstrip()
    yield from (f"  TOO MUCH  {fault}" for fault in found.faults)


def amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{figure(value)} {unit}"


def documents() -> list[Path]:
    """Those that hold a block."""
    found = sorted(path for pattern in DOCUMENTS for path in ROOT.glob(pattern))
    return [path for path in found if BLOCK.search(path.read_text(encoding="utf-8"))]


def filled(text: str) -> str:
    """A document with its blocks as the committed results are."""
    return BLOCK.sub(lambda found: f"{found[1]}{block(found[2], found[3].split())}{found[4]}", text)


def block(name: str, wanted: list[str]) -> str:
    results = committed(name)
    if results is None:
        raise ValueError(f"bench/results has no {name}.json")
    found = chosen(results, wanted)
    measurements = [one for bench in found for one in bench.measurements if wanted != HEADLINES or one.headline]
    return "".join(f"{line}\n" for line in (*table(measurements), "", origin(found)))


def chosen(results: Results, wanted: list[str]) -> list[Found]:
    if wanted == HEADLINES:
        return [found for found in results.found.values() if any(one.headline for one in found.measurements)]
    return [results.found[name] for name in wanted]


def table(measurements: Iterable[Measurement]) -> Iterator[str]:
    yield "| what | Tasador | beside | ratio |"
    yield "|---|---|---|---|"
    for one in measurements:
        beside = f"{amount(one.other, one.unit)}, {one.beside}" if one.other is not None else ""
        over = " **over its limit**" if one.faults else ""
        yield f"| {one.name} | {amount(one.value, one.unit)}{over} | {beside} | {shown(one)} |"


def origin(found: Sequence[Found]) -> str:
    """Where and when; of several benchmarks the days from the first to the last, and the highest load."""
    days, busiest = sorted({one.on["date"] for one in found}), max((one.on for one in found), key=itemgetter("load"))
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    load = f"load {'up to ' if len({one.on['load'] for one in found}) > 1 else ''}{busiest['load']:g}"
    where = f"{busiest['processor']}, `{busiest['class']}`, {load}"
    busy = " **That machine was busy: its absolute figures are too high.**" if machine.busy(busiest) else ""
    return f"Measured on {when} by `./run bench`, {where}; ratios: median (middle half of the pairs).{busy}"


def main() -> int:
    for path in documents():
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
