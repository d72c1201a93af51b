"""moto's server as a process of its own: the second double of AWS, made by others than the first."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tasador_local.process import supervision
from tasador_local.process.emulator import free_port

from tests.paths import ROOT

PYTHON: Final = ROOT / ".run" / "moto" / "bin" / "python"
START_S: Final = 60.0
PRICES: Final = 10_000  # each invocation takes one away; a kill at each call makes some thousands
PRICE: Final = json.dumps({"statusCode": 200, "body": json.dumps({"precio_predicho": 100000.0, "moneda": "USD"})})


@contextmanager
def running() -> Iterator[str]:
    """Its endpoint. It runs no function: each invocation answers with one of the prices that are put there."""
    port, home = free_port(), supervision.new_home("moto")
    argv = [str(PYTHON), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        supervision.command(home, argv),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait(endpoint, process)
        _put(f"{endpoint}/moto-api/config", {"lambda": {"use_docker": False}})
        _put(f"{endpoint}/moto-api/static/lambda-simple/response", {"results": [PRICE] * PRICES})
        yield endpoint
    finally:
        process.stdin.close() if process.stdin else None
        process.terminate()
        process.wait(20)


def _wait(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"moto ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{endpoint}/moto-api/data.json", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"moto gave no answer within {START_S:.0f} s")


def _put(url: str, content: object) -> None:
    body = json.dumps(content).encode()
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.status == 201
