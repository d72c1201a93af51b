"""The emulated AWS: ministack in its own interpreter, on a loopback port of its own, supervised."""

import collections
import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tasador_emulator import environment
from tasador_release.values.target import EMULATED_ACCOUNT

from tasador_local.errors import EmulatorFailed, ToolMissing
from tasador_local.process import supervision

HEALTHY_WITHIN_S: Final = 30.0
STOPPED_WITHIN_S: Final = 15.0
TRIES: Final = 5

_TAIL: Final = 8
_SIGNALS: Final = frozenset(int(number) for number in signal.Signals)


@dataclass(frozen=True, slots=True)
class EmulatorOptions:
    """Which Python runs the emulator, where it is reached, and how fast its schedules fire."""

    python: Path
    region: str = "us-east-1"
    account_id: str = EMULATED_ACCOUNT
    port: int | None = None
    speed: float = environment.SCHEDULE_SPEED
    env: Mapping[str, str] = field(default_factory=dict)  # besides what it always gets


@dataclass(slots=True)
class Emulator:
    """A running one."""

    port: int
    home: Path
    process: "subprocess.Popen[bytes]"
    lines: "collections.deque[str]" = field(default_factory=lambda: collections.deque(maxlen=_TAIL))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def tail(self) -> str:
        return "\n".join(self.lines)

    def stop(self) -> None:
        """Close the supervisor's input and wait until all of it is gone."""
        if self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        try:
            self.process.wait(STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def gone(self) -> EmulatorFailed:
        """The error to raise once it is no longer alive."""
        return EmulatorFailed(f"it ended by itself, {spell(self.process.returncode)}", self.tail)


def spell(code: int | None) -> str:
    """An exit code for a reader."""
    number = (code or 0) - 128
    return f"killed by {signal.Signals(number).name}" if number in _SIGNALS else f"with exit code {code}"


@contextmanager
def running(options: EmulatorOptions) -> Iterator[Emulator]:
    emulator = start(options)
    try:
        yield emulator
    finally:
        emulator.stop()


def start(options: EmulatorOptions) -> Emulator:
    """Start it and wait until it is healthy; a port taken meanwhile costs another try."""
    if not options.python.exists():
        raise ToolMissing(f"emulator ({options.python})", "run: ./run venv")
    if options.port is not None:
        return _started(options, options.port)
    for _ in range(TRIES):
        with contextlib.suppress(_PortTaken):
            return _started(options, free_port())
    raise EmulatorFailed(f"no free port on loopback after {TRIES} tries", next_step="close some programs and run again")


class _PortTaken(EmulatorFailed):
    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} of 127.0.0.1 is taken",
            next_step="give another --port, or none: a free one is then found",
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _started(options: EmulatorOptions, port: int) -> Emulator:
    if taken(port):
        raise _PortTaken(port)
    emulator = _launch(options, port)
    try:
        _wait_healthy(emulator)
    except BaseException:
        emulator.stop()
        raise
    return emulator


def _launch(options: EmulatorOptions, port: int) -> Emulator:
    home = supervision.new_home("emulator")
    argv = environment.command(str(options.python), speed=options.speed)
    process = subprocess.Popen(
        supervision.command(home, argv),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(options, port, home),
        start_new_session=True,
    )
    emulator = Emulator(port, home, process)
    threading.Thread(target=_listen, args=(emulator,), daemon=True).start()
    return emulator


def _environment(options: EmulatorOptions, port: int, home: Path) -> dict[str, str]:
    """All of it: functions inherit the emulator's environment, so nothing of the caller's goes in."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "S3_DATA_DIR": str(home / "s3"),
        "STATE_DIR": str(home / "state"),
        **environment.variables(port, options.region, account_id=options.account_id),
        **options.env,
    }


def _listen(emulator: Emulator) -> None:
    """Keep its last lines; a full pipe would stop it."""
    stream = emulator.process.stdout
    if stream is None:
        return
    with stream:
        for line in stream:
            emulator.lines.append(line.decode(errors="replace").rstrip())


def _wait_healthy(emulator: Emulator) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while time.monotonic() < deadline:
        if not emulator.alive:
            raise _why_not(emulator)
        if _is_ours(emulator) and _healthy(emulator):
            return
        time.sleep(0.03)
    raise EmulatorFailed(f"it was not healthy within {HEALTHY_WITHIN_S:.0f} s", emulator.tail)


def _is_ours(emulator: Emulator) -> bool:
    """It writes its pid into its own home: whoever else answers on the port does not."""
    return any(emulator.home.glob("*.pid"))


def _why_not(emulator: Emulator) -> EmulatorFailed:
    taken = any(word in emulator.tail for word in ("already in use", "Address already in use"))
    return _PortTaken(emulator.port) if taken else emulator.gone()


# loopback: a proxy of the environment has no business in between
_DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _healthy(emulator: Emulator) -> bool:
    url = f"{emulator.endpoint}{environment.HEALTH}"
    try:
        with _DIRECT.open(url, timeout=2) as answer:
            return isinstance(json.load(answer), dict)
    except (OSError, ValueError):
        return False
