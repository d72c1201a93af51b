"""The page's way into its bucket, beside `aws s3 sync`: whole processes, the same emulator, in turns.

First upload, nothing changed with the same file times, and nothing changed in a fresh checkout (all
file times new), with 300 and with 5,000 files. `aws` comes from PyPI into an environment of its own
(bench/awscli.lock).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tasador_local.process.emulator import EmulatorOptions, running
from tasador_release.aws import client
from tasador_release.values.target import emulator

from bench.frame import locked
from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, compared
from tests.paths import ROOT

AWS: Final = ROOT / ".run" / "awscli"
LOCK: Final = ROOT / "bench" / "awscli.lock"
MUST: Final = {"first upload": 1.2, "unchanged": 1.0, "fresh checkout": 3.0}  # times faster
ROUNDS: Final = rounds(3)
SIZES: Final = tuple(int(size) for size in os.environ.get("TASADOR_BENCH_FILES", "300,5000").split(","))


def measured() -> Iterator[Measurement]:
    made_ready()
    with (
        running(EmulatorOptions(ROOT / ".run" / "emulator" / "bin" / "python")) as started,
        tempfile.TemporaryDirectory() as folder,
    ):
        for size in SIZES:
            made = rounds_of(started.endpoint, Path(folder), size)
            for case, faster in MUST.items():
                yield from beside_aws(f"site of {size:,} files, {case}", [one[case] for one in made], faster)


class Cost(NamedTuple):
    """What a process took: by the clock, and of processors (its own work and the system's for it)."""

    seconds: float
    work: float


Pair = tuple[Cost, Cost]  # of `aws`, of ours


def beside_aws(name: str, pairs: list[Pair], faster: float) -> Iterator[Measurement]:
    """The work as well: of a process that waits for few answers it varies less with what else the machine does."""
    seconds = [(own.seconds, other.seconds) for other, own in pairs]
    shown = name.endswith("unchanged")
    yield compared(name, "s", "aws s3 sync", seconds, ratio_at_most=1 / faster, headline=shown)
    work = [(own.work, other.work) for other, own in pairs]
    yield compared(f"{name}, processor time", "s", "aws s3 sync", work)


def rounds_of(endpoint: str, folder: Path, size: int) -> list[dict[str, Pair]]:
    # once before it counts: Python compiles what it imports
    a_round(endpoint, folder / f"{size}-before", 3, f"before-{size}")
    return [a_round(endpoint, folder / f"{size}-{number}", size, str(number)) for number in range(ROUNDS)]


def a_round(endpoint: str, folder: Path, size: int, name: str) -> dict[str, Pair]:
    """All cases once, each into buckets of its own; who goes first changes with each."""
    page = a_page(folder, size)
    buckets = [f"{who}-{size}-{name}" for who in ("aws", "own")]
    for bucket in buckets:
        client(emulator(endpoint), "s3").create_bucket(Bucket=bucket)
    runs = (theirs(endpoint, buckets[0], page), own(endpoint, buckets[1], page))
    found = {}
    for number, case in enumerate(MUST):
        if case == "fresh checkout":
            touch(page)
        found[case] = pair(*runs, own_first=number % 2 == 1)
    return found


def pair(theirs: Callable[[], None], own: Callable[[], None], *, own_first: bool) -> Pair:
    if own_first:
        mine = timed(own)
        return timed(theirs), mine
    return timed(theirs), timed(own)


def theirs(endpoint: str, bucket: str, page: Path) -> Callable[[], None]:
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [
        str(AWS / "bin" / "aws"),
        "--endpoint-url",
        endpoint,
        "s3",
        "sync",
        "--quiet",
        str(page),
        f"s3://{bucket}",
    ]
    return lambda: started(command, keys)


def own(endpoint: str, bucket: str, page: Path) -> Callable[[], None]:
    return lambda: started([sys.executable, "-m", "bench._sync_own", endpoint, bucket, str(page)], {})


def started(command: list[str], more: dict[str, str]) -> None:
    # both may keep their bytecode: else each start compiles all that it imports
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **more}, check=True)


def a_page(folder: Path, size: int) -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>bench</title>")
    (folder / "robots.txt").write_text("User-agent: *")
    for number in range(size - 2):
        (folder / "assets" / f"part-{number:05d}.js").write_text(f"export const part = {number};\n" * 40)
    return folder


def touch(page: Path) -> None:
    now = time.time() + 5
    for path in page.rglob("*"):
        os.utime(path, (now, now))


def timed(run: Callable[[], None]) -> Cost:
    begun, spent = time.monotonic(), of_children()
    run()
    return Cost(time.monotonic() - begun, of_children() - spent)


def of_children() -> float:
    """Seconds of processors that the processes took which this one started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def made_ready() -> None:
    """`aws` in an environment of its own, as locked."""
    install = [
        "pip",
        "install",
        "--quiet",
        "--python",
        str(AWS / "bin" / "python"),
        "--require-hashes",
        "-r",
        str(LOCK),
    ]
    locked.made(AWS, LOCK, [["venv", "--quiet", "--python", sys.executable, str(AWS)], install])


BENCH = Bench("The page's way into its bucket, whole processes", measured)
