"""A call at a terminal of its own: what is typed into the shell that it opens, and what it shows."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Sequence
from pathlib import Path

WITHIN_S = 900.0
CHUNK = 65536


def at_a_terminal(command: Sequence[str], cwd: Path, line: str, wanted: str, env: dict[str, str] | None = None) -> str:
    """Type `line` again and again until `wanted` is shown, then leave with exit; everything that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        given = os.environ | {"TERM": "xterm-256color"} | (env or {})
        os.execvpe(command[0], list(command), given)  # noqa: S606  no shell is what is wanted
    try:
        return _talk(terminal, line, wanted)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _talk(terminal: int, line: str, wanted: str) -> str:
    shown, end, typed = "", time.monotonic() + WITHIN_S, 0.0
    while wanted not in shown:
        assert time.monotonic() < end, shown[-3000:]
        if select.select([terminal], [], [], 1.0)[0]:
            try:
                shown += os.read(terminal, CHUNK).decode(errors="replace")
            except OSError:  # the other end is closed: the call is over
                break
        if time.monotonic() - typed > 5:
            os.write(terminal, f"{line}\r".encode())
            typed = time.monotonic()
    return shown
