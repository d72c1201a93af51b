"""An emulator whose authorizations are written down, and what they say about the deploy role."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.emulator import rehearsal_clone
from tests.paths import ROOT
from tests.place import OF_ACCOUNT

DEPLOY = OF_ACCOUNT["deploy_role"]
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


@cache
def rehearsed() -> frozenset[Call]:
    """What the deploy role does in a rehearsal, up to the released page; of a small clone, once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="rehearsed-"))
    try:
        return _rehearse(folder)
    finally:
        shutil.rmtree(folder)


def _rehearse(folder: Path) -> frozenset[Call]:
    record, clone = folder / "authorized.jsonl", rehearsal_clone.make(folder / "clone")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(ROOT / "ci" / "src"),
        "TASADOR_ROOT": str(clone),
        "TASADOR_EMULATOR": str(interpreter(folder, record)),
    }
    argv = [
        sys.executable,
        "-m",
        "tasador_local",
        "rehearse",
        "--json",
        "--only",
        "release",
        "--stand-in",
        "--skip-checks",
    ]
    done = subprocess.run(argv, env=env, cwd=clone, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert calls(record, DEPLOY, allowed=False) == set(), "the deploy role was refused"
    return frozenset(calls(record, DEPLOY))


def lines(record: Path) -> Iterator[dict[str, Any]]:
    if record.exists():
        yield from map(json.loads, record.read_text(encoding="utf-8").splitlines())
