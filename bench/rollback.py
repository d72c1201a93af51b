"""A rollback with one and with 1,000 releases on record, on the emulated AWS: seconds from the call to the last check.

Of the whole: plan, proof of the version, index, alias, invalidation, the checks at the public address, read back.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import anyio
from tasador_local.process.emulator import EmulatorOptions, running
from tasador_release.flow.rollback import roll_back
from tasador_release.report.report import Timeline
from tasador_release.values.record import Release, record_key
from tasador_release.values.target import emulator

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, alone, compared
from tests.emulator import release_stack
from tests.emulator.release.test_release_flow import World
from tests.paths import ROOT

RECORDS: Final = 1000
MUST_S: Final = 3.0
ROUNDS: Final = rounds(3)


def measured() -> Iterator[Measurement]:
    python = ROOT / ".run" / "emulator" / "bin" / "python"
    with running(EmulatorOptions(python)) as started, tempfile.TemporaryDirectory() as folder:
        world = World(emulator(started.endpoint), Path(folder))
        few = [rolled_back(world)[0] for _ in range(ROUNDS)]
        remember(world, RECORDS)
        many = [rolled_back(world) for _ in range(ROUNDS)]
    pairs = list(zip((seconds for seconds, _ in many), few, strict=True))
    name = f"rollback with {RECORDS:,} releases on record"
    yield compared(name, "s", "with few on record", pairs, at_most=MUST_S, headline=True)
    for stage in many[0][1].stages:
        yield alone(f"of it: {stage}", "s", [timeline.stages[stage].seconds for _, timeline in many])


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


BENCH = Bench("A rollback on the emulated AWS, from the call to the last check", measured)
