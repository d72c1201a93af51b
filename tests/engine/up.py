"""A service that comes up: asked again and again until it answers."""

from __future__ import annotations

import time
import urllib.request
from typing import Final

UP_WITHIN_S: Final = 300


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
