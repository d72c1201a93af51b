"""A page that stands on a rehearsal for as long as somebody looks at it; processes that end with their children."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.paths import ROOT

EMULATOR: Final = ROOT / ".run" / "emulator" / "bin" / "python"
STANDS: Final = re.compile(r"\bis at (http://\S+)   \(Ctrl-C")
REHEARSE: Final = ("-m", "tasador_local", "rehearse", "--keep", "--stand-in", "--skip-checks", "--only", "release")
GRACE_S: Final = 20


@contextmanager
def standing() -> Iterator[str]:
    """The address of the page on a rehearsal that stays up: TASADOR_PAGE, else one of our own.

    Raises RuntimeError, with the last lines of the rehearsal, when it does not come to stand.
    """
    given = os.environ.get("TASADOR_PAGE")
    if given:
        yield given
        return
    env = {**os.environ, "PYTHONPATH": str(ROOT / "ci" / "src"), "TASADOR_EMULATOR": str(EMULATOR), "COLUMNS": "200"}
    with child([sys.executable, *REHEARSE], cwd=ROOT, env=env, stderr=subprocess.STDOUT) as rehearsal:
        yield _address(rehearsal)


def _address(rehearsal: subprocess.Popen[str]) -> str:
    said = []
    for line in rehearsal.stdout or ():
        said.append(line)
        if found := STANDS.search(line):
            return found[1]
    raise RuntimeError("the rehearsal did not stay up:\n" + "".join(said[-30:]))


@contextmanager
def child(
    argv: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with all that it has started: `node` of a wheel is a wrapper whose child outlives it."""
    with subprocess.Popen(
        argv, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """First asked, so that a rehearsal takes down what it made; then its whole session is killed."""
    for sent, patience in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sent)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
