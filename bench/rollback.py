"""A rollback with one and with 1,000 releases on record, on the emulated AWS: seconds from the call to the last check.

Of the whole: plan, proof of the version, index, alias, invalidation, the checks at the public address, read back. Exit
1 when it takes longer than 3 s with 1,000 records.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import anyio
from tasador_local.process.emulator import Wish, running
from tasador_release.flow.rollback import roll_back
from tasador_release.report.report import Timeline
from tasador_release.values.history import Release, record_key
from tasador_release.values.target import emulator

from tests.emulator import release_stack
from tests.emulator.release.test_release_flow import World
from tests.paths import ROOT

RECORDS: Final = 1000
MUST_S: Final = 3.0


def main() -> int:
    python = ROOT / ".run" / "emulator" / "bin" / "python"
    with running(Wish(python)) as started, tempfile.TemporaryDirectory() as folder:
        world = World(emulator(started.endpoint), Path(folder))
        few, _ = rolled_back(world)
        remember(world, RECORDS)
        many, timeline = rolled_back(world)
    print(f"rollback: {few:.2f} s, with {RECORDS} records {many:.2f} s (must be {MUST_S:.0f})")
    for stage in timeline.stages.values():
        print(f"  {stage.name:<12} {stage.seconds:6.2f} s")
    return int(many > MUST_S)


def rolled_back(world: World) -> tuple[float, Timeline]:
    """Two releases, and back to the first."""
    for price in (100_000.0, 120_000.0):
        world.put(release_stack.code(price))
        world.release(f"at {price:.0f}")
    timeline, begun = Timeline(), time.monotonic()
    anyio.run(partial(roll_back, world.effects(), timeline))
    return time.monotonic() - begun, timeline


def remember(world: World, number: int) -> None:
    """Records of releases: none of them was done, so that nothing goes back to them."""
    made = world.releases()[-1]

    def put(count: int) -> None:
        old: Release = replace(made, id=f"{900 + count:06d}-old", outcome="rolled back")
        body = old.to_json().encode()
        world.aws.s3.put_object(Bucket=world.stack.bucket, Key=record_key(old.id), Body=body)

    with ThreadPoolExecutor(8) as side_by_side:
        list(side_by_side.map(put, range(number)))


if __name__ == "__main__":
    sys.exit(main())
