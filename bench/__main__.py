"""Measures, and says how it compares: ./run bench [NAME ...] [--record | --held | --against REV].

JSON and a picture of each benchmark go to .run/bench. Exit 1 when something is more than it may be.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from bench.frame import against, machine, results, runs, tables
from bench.frame.measurement import Found
from tests.paths import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parse(arguments)
    wanted = asked.names or [name for name in runs.names() if name not in runs.LONG]
    print(f"bench: on {machine.class_name()}, load {os.getloadavg()[0]:.1f}: what else runs here is measured too")
    if asked.against:
        return compare(wanted, asked.against, asked.pairs)
    if asked.held:
        return held(wanted)
    made = [shown(runs.run(name)) for name in wanted]
    if asked.record:
        print(f"bench: on record in {results.record(made).relative_to(ROOT)}")
        tables.main()
    return int(any(broken(found) or found.faults for found in made))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    some = f"which of {', '.join(runs.names())} (default: all but {', '.join(sorted(runs.LONG))})"
    parser.add_argument("names", nargs="*", metavar="NAME", help=some)
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--record", action="store_true", help="write bench/results of this class, and the documents' tables"
    )
    how.add_argument("--held", action="store_true", help="fail when a ratio is 15 %% worse than on record, twice")
    how.add_argument("--against", metavar="REV", help="this tree beside another revision, by turns")
    parser.add_argument("--pairs", type=int, default=5, help="of --against (default: 5)")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(runs.names())):
        parser.error(f"there is no {', '.join(unknown)}; there are: {', '.join(runs.names())}")
    return asked


def shown(found: Found) -> Found:
    print(f"\n=== {found.name}: {found.title} ({found.seconds:.0f} s)")
    print("\n".join(tables.printed(found)), flush=True)
    results.keep(found)
    return found


def broken(found: Found) -> bool:
    return found.skipped.startswith("it failed")


def compare(wanted: Sequence[str], revision: str, pairs: int) -> int:
    with against.worktree(revision) as tree:
        made = [shown(against.measured(name, tree, revision, pairs)) for name in wanted]
    return int(any(broken(found) for found in made))


def held(wanted: Sequence[str]) -> int:
    """A slip is one that is still there when the benchmark is run again."""
    failed = False
    for name in wanted:
        found = shown(runs.run(name))
        slips = results.slips(found) and results.slips(found := shown(runs.run(name)))
        print("\n".join(f"  SLIPPED  {slip}" for slip in slips))
        failed |= bool(slips or found.faults) or broken(found)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
