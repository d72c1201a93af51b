"""On what it was measured: ratios are compared within one class of machines alone."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any, Final

LOAD_BEFORE: Final = os.getloadavg()[0]  # of others, before anything is measured


def class_name() -> str:
    """Such as linux-x86_64-2cpu-python3.13."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{platform.system().lower()}-{platform.machine()}-{os.cpu_count()}cpu-python{python}"


def rounds(usual: int) -> int:
    """How often to measure: TASADOR_BENCH_ROUNDS, where somebody wants it short or sure."""
    return int(os.environ.get("TASADOR_BENCH_ROUNDS", usual))


def described() -> dict[str, Any]:
    """Date, processor, and how many processes wanted one in the minute before."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "class": class_name(),
        "processor": processor(),
        "python": platform.python_version(),
        "load": round(LOAD_BEFORE, 1),
    }


def busy(told: dict[str, Any]) -> bool:
    """Whether others used that machine so much that only ratios mean something."""
    return bool(told["load"] > int(told["class"].split("cpu")[0].rpartition("-")[2]))


def processor() -> str:
    place = Path("/proc/cpuinfo")
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
