"""A service that comes up: asked again and again until it answers."""

from __future__ import annotations

import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

UP_WITHIN_S: Final = 300


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens in the body, the process is over after it."""
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def patiently(url: str) -> str:
    """What the URL answers, once it does. OSError when it does not in time."""
    end = time.monotonic() + UP_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(1)
