"""A folder for what must not outlive this process: kept by a supervisor, so that even a kill deletes it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tasador_local.errors import LocalError
from tasador_local.process import supervision

_APPEARS_WITHIN_S: Final = 10.0
_FOREVER: Final = ("sleep", "2147483647")


@contextmanager
def folder(name: str) -> Iterator[Path]:
    place = supervision.new_home(name)
    keeper = subprocess.Popen(
        supervision.command(place, _FOREVER, grace=1.0),
        stdin=subprocess.PIPE,
        env=supervision.environment(),
        start_new_session=True,
    )
    try:
        _wait_for(place, keeper)
        yield place
    finally:
        if keeper.stdin:
            keeper.stdin.close()
        keeper.wait()


def _wait_for(place: Path, keeper: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _APPEARS_WITHIN_S
    while not place.is_dir():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise LocalError(f"{place} could not be made", "look at the line above; a full disk is the usual cause")
        time.sleep(0.01)
