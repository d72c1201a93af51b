"""The function's environment when it is an image: a supervised process, its output sent to CloudWatch Logs.

The emulator hands each invocation to it over HTTP, and logs only that there was one; sending the lines is
the part of Lambda that is left to us.
"""

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from botocore.exceptions import BotoCoreError, ClientError
from tasador_emulator.environment import FUNCTION_SERVER_SCRIPT
from tasador_emulator.standin.clients import Client
from tasador_release.aws import client
from tasador_release.values.target import Target

from tasador_local.errors import LocalError
from tasador_local.process import emulator, supervision

STREAM: Final = "rehearsal/[$LATEST]environment"

_LISTENS_WITHIN_S: Final = 30.0


def argv(python: str, port: int, tree: Path, handler: str) -> list[str]:
    """Serve the handler, with the tree alone on its path."""
    return [python, "-I", "-S", str(FUNCTION_SERVER_SCRIPT), str(port), str(tree), handler]


@contextmanager
def running(argv: list[str], port: int, variables: Mapping[str, str], log: "LogGroup") -> Iterator[None]:
    """Start it with the variables that the function was configured with; end it with the body."""
    process = subprocess.Popen(
        supervision.command(supervision.new_home("function"), argv, grace=1.0),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**supervision.environment(), **variables},
        start_new_session=True,
    )
    reader = threading.Thread(target=log.follow, args=(process.stdout,), daemon=True)
    reader.start()
    try:
        _wait_for(port, process, log)
        yield
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait()
        reader.join(5)
        if process.stdout:
            process.stdout.close()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: "LogGroup") -> None:
    deadline = time.monotonic() + _LISTENS_WITHIN_S
    while not emulator.taken(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise LocalError(
                f"the function did not start:\n{log.tail}", "correct the service and run again", where="function"
            )
        time.sleep(0.02)


class LogGroup:
    """Where the lines go, with the root's keys: Lambda itself asks no role of ours."""

    def __init__(self, target: Target, group: str) -> None:
        self._logs: Client = client(target, "logs")
        self._group = group
        self._last: list[str] = []
        with contextlib.suppress(self._logs.exceptions.ResourceAlreadyExistsException):  # of a version before
            self._logs.create_log_stream(logGroupName=group, logStreamName=STREAM)

    @property
    def tail(self) -> str:
        return "\n".join(self._last[-10:])

    def follow(self, stream: IO[bytes] | None) -> None:
        for line in stream or ():
            self.put(line.decode(errors="replace").rstrip())

    def put(self, line: str) -> None:
        self._last = [*self._last[-9:], line]
        event = {"timestamp": int(time.time() * 1000), "message": line}
        # an emulator that is going down takes no more lines; the verdict is not ours to give
        with contextlib.suppress(BotoCoreError, ClientError):
            self._logs.put_log_events(logGroupName=self._group, logStreamName=STREAM, logEvents=[event])
