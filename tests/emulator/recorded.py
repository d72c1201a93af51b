"""An emulator whose authorizations are written down, and what they say about the deploy role."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".run" / "emulator" / "bin" / "python"
RECORDER = Path(__file__).with_name("recorder.py")


class Call(NamedTuple):
    action: str
    resource: str


def interpreter(folder: Path, record: Path) -> Path:
    """Stands in for the emulator's Python: the same one, with the recorder before the emulator's script."""
    python, recorder = shlex.quote(str(PYTHON)), shlex.quote(str(RECORDER))
    script = folder / "python"
    script.write_text(
        f"""#!/bin/sh
# the emulator alone is started as `-P SCRIPT`
[ "$1" = -P ] || exec {python} "$@"
shift
exec {python} {recorder} {shlex.quote(str(record))} "$@"
""",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return script


def calls(record: Path, role: str, *, allowed: bool = True) -> set[Call]:
    """What a role asked for, and was given (or not)."""
    return {
        Call(line["action"], line["resource"])
        for line in lines(record)
        if f":assumed-role/{role}/" in line["who"] and line["allowed"] is allowed
    }


def lines(record: Path) -> Iterator[dict[str, Any]]:
    if record.exists():
        yield from map(json.loads, record.read_text(encoding="utf-8").splitlines())
