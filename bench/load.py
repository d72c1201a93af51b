"""Open load on loopback: requests are sent when they are due, whether or not earlier ones were answered.

One process of the service, as `./run dev` serves it; Lambda runs one request at a time in each of many. Latency counts
from when a request was due, so a service that falls behind cannot hide it. At most `IN_FLIGHT` wait at once; what is
due beyond that is counted as turned away. The figures go to .run/bench/load.json. Exit 1 when an answer is wrong.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from statistics import quantiles

from tasador_release.function import samples
from tasador_release.function.samples import Request
from tasador_release.values import app

from tests.paths import ROOT

RATES = (50, 100, 200, 400)  # requests a second
SECONDS = 5.0
IN_FLIGHT = 256
STARTS_WITHIN_S = 60.0


@dataclass
class Round:
    """One rate: latencies of the good answers in ms, and how many others there were."""

    rate: int
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    turned_away: int = 0

    def figures(self) -> dict[str, float]:
        cut = quantiles(self.latencies, n=100) if len(self.latencies) > 1 else [0.0] * 99
        shown = {"p50_ms": cut[49], "p95_ms": cut[94], "p99_ms": cut[98]}
        counts = {"answered": len(self.latencies), "wrong": self.wrong, "turned_away": self.turned_away}
        return {"rate": self.rate, **counts, **{name: round(value, 1) for name, value in shown.items()}}


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


def main() -> int:
    request, port = samples.requests(app.read(ROOT))[0], free_port()
    process = served(port)
    try:
        rounds = [asyncio.run(loaded(port, request, rate)) for rate in RATES]
    finally:
        process.terminate()
        process.wait()
    print(f"{'rate':>6} {'answered':>9} {'away':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for made in rounds:
        seen = made.figures()
        times = f"{seen['p50_ms']:>8} {seen['p95_ms']:>8} {seen['p99_ms']:>8}"
        print(f"{made.rate:>6} {seen['answered']:>9} {seen['turned_away']:>6} {times}")
    keep(rounds)
    return 1 if any(made.wrong for made in rounds) else 0


def keep(rounds: list[Round]) -> None:
    machine = {"cpus": os.cpu_count(), "arch": platform.machine(), "python": platform.python_version()}
    place = ROOT / ".run" / "bench" / "load.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    found = {"date": time.strftime("%Y-%m-%d"), "machine": machine, "rounds": [made.figures() for made in rounds]}
    place.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
