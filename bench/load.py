"""Open load on loopback: requests are sent when they are due, whether or not earlier ones were answered.

One process of the service, as `./run dev` serves it; Lambda runs one request at a time in each of many. Latency counts
from when a request was due, so a service that falls behind cannot hide it. At most `IN_FLIGHT` wait at once; what is
due beyond that is counted as turned away. How many processes a rate keeps busy stands beside what
docs/operations/operate.md reckons: R × seconds of an answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from tasador_release.function import samples
from tasador_release.function.samples import Request
from tasador_release.values import app

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, alone, compared
from tests.paths import ROOT

RATES = (50, 100, 200, 400)  # requests a second
SECONDS = 5.0
ROUNDS = rounds(3)
ALONE = 200  # answers in a row
CALM = "one answer over loopback, nobody else asking"
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99}
IN_FLIGHT = 256
STARTS_WITHIN_S = 60.0


@dataclass
class Round:
    """One rate: latencies of the good answers in ms, how many others there were, and what it took."""

    rate: int
    latencies: list[float] = field(default_factory=list)
    busy: float = 0.0  # processor seconds of the service
    wrong: int = 0
    turned_away: int = 0

    def percentile(self, number: int) -> float:
        return quantiles(self.latencies, n=100)[number - 1]


async def asked(port: int, request: Request) -> None:
    """One request on a connection of its own; ValueError when the answer is not what it must be."""
    body = json.dumps(request.body).encode()
    head = f"POST {request.sample.path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with closing(writer):
        writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.read()
    status, _, content = answer.partition(b"\r\n\r\n")
    if not status.startswith(b"HTTP/1.1 200 "):
        raise ValueError(status[:40].decode(errors="replace"))
    request.check(content)


async def sent(port: int, request: Request, made: Round, due: float) -> None:
    try:
        await asked(port, request)
    except (OSError, ValueError):
        made.wrong += 1
    else:
        made.latencies.append((time.perf_counter() - due) * 1000)


async def loaded(port: int, request: Request, rate: int) -> Round:
    made, start = Round(rate), time.perf_counter()
    waiting: set[asyncio.Task[None]] = set()
    for number in range(int(rate * SECONDS)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if len(waiting) >= IN_FLIGHT:
            made.turned_away += 1
            continue
        task = asyncio.create_task(sent(port, request, made, due))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    return made


def served(port: int) -> subprocess.Popen[bytes]:
    asgi = app.read(ROOT).app.function.asgi
    argv = [sys.executable, "-m", "uvicorn", asgi, "--port", str(port), "--log-level", "error", "--no-access-log"]
    process = subprocess.Popen(argv, cwd=ROOT / "service/src", stdout=subprocess.DEVNULL)
    end = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    process.kill()
    raise SystemExit("the service did not start")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def one_by_one(port: int, request: Request) -> float:
    """Seconds of an answer when nobody else asks: the mean, which is what a capacity follows from."""

    async def ask() -> None:
        for _ in range(ALONE):
            await asked(port, request)

    asyncio.run(ask())  # warms it
    started = time.perf_counter()
    asyncio.run(ask())
    return (time.perf_counter() - started) / ALONE


def measured() -> Iterator[Measurement]:
    request, port = samples.requests(app.read(ROOT))[0], free_port()
    process = served(port)
    try:
        rounds = [a_round(process.pid, port, request) for _ in range(ROUNDS)]
    finally:
        process.terminate()
        process.wait()
    if wrong := sum(made.wrong for _, rates in rounds for made in rates):
        raise RuntimeError(f"{wrong} answers were wrong")
    yield alone(CALM, "ms", [calm * 1000 for calm, _ in rounds])
    for number, rate in enumerate(RATES):
        yield from of_a_rate(rate, [(calm, rates[number]) for calm, rates in rounds])


def a_round(pid: int, port: int, request: Request) -> tuple[float, list[Round]]:
    """Seconds of an answer that nobody else disturbs, then each rate."""
    calm, made = one_by_one(port, request), []
    for rate in RATES:
        before = processor_seconds(pid)
        one = asyncio.run(loaded(port, request, rate))
        one.busy = processor_seconds(pid) - before
        made.append(one)
    return calm, made


def of_a_rate(rate: int, rounds: list[tuple[float, Round]]) -> Iterator[Measurement]:
    """Latencies by percentile, who was turned away, and how many processes it takes beside what the model says."""
    at = f"at {rate} requests a second"
    for percentile, index in PERCENTILES.items():
        pairs = [(made.percentile(index), calm * 1000) for calm, made in rounds]
        yield compared(f"{percentile} {at}", "ms", CALM, pairs, headline=(percentile, rate) == ("p99", RATES[0]))
    pairs = [(rate * made.busy / len(made.latencies), rate * calm) for calm, made in rounds]
    yield compared(f"processes that it takes {at}", "", "capacity model, R × seconds of an answer", pairs)
    yield alone(f"turned away {at}", "%", [100 * made.turned_away / (rate * SECONDS) for _, made in rounds])


def processor_seconds(pid: int) -> float:
    """Of a process so far, user's and system's (proc_pid_stat(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def missing() -> str | None:
    return None if Path("/proc/self/stat").exists() else "there is no /proc to read a process's time from"


BENCH = Bench("Open load on loopback, one process of the service", measured, missing)
