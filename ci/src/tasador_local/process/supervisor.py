"""Runs one command that cannot outlive its owner. Stand-alone: started as a script, standard library only.

    python -I -S supervisor.py HOME GRACE COMMAND...

HOME is a folder that this makes, that the command gets as TMPDIR, and that is deleted at the end.
The owner holds the other end of standard input: when it closes, because the owner said so or died in
whatever way, the command and all that it started are ended, first politely, then after GRACE seconds
by force. Whoever kills this script kills the command too (Linux), and leaves HOME to `supervision.sweep`.
"""

import contextlib
import ctypes
import fcntl
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
NOT_FOUND = 127
NO_HOME = 73  # EX_CANTCREAT
STOPPED: list[bool] = []


def main(arguments: list[str]) -> int:
    home, grace, *command = arguments
    try:
        os.makedirs(home, mode=0o700)
        lock = claim(home)
    except OSError as error:
        print(f"{home}: {error.strerror}", file=sys.stderr)
        return NO_HOME
    try:
        return run(command, home, float(grace))
    finally:
        shutil.rmtree(home, ignore_errors=True)
        os.close(lock)


def claim(home: str) -> int:
    """As long as this lock is held, `supervision.sweep` of another run leaves the folder alone."""
    folder = os.open(home, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    return folder


def run(command: list[str], home: str, grace: float) -> int:
    alarm = wake_on_signals()
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        child = start(command, home)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return NOT_FOUND
    try:
        wait(child, alarm)
    finally:
        end(child, grace)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def start(command: list[str], home: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": home},
        start_new_session=True,
        preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
    )


def prctl(option: int, value: int) -> None:
    """Linux only; elsewhere the closing of standard input has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def wake_on_signals() -> int:
    """A descriptor that becomes readable when the child ends or when this is asked to stop."""
    readable, writable = os.pipe()
    for end_ in (readable, writable):
        os.set_blocking(end_, False)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: STOPPED.append(True))
    return readable


def wait(child: "subprocess.Popen[bytes]", alarm: int) -> None:
    """Until the child has ended, the owner is gone, or a signal came."""
    with selectors.DefaultSelector() as selector:
        selector.register(alarm, selectors.EVENT_READ)
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        while child.poll() is None and not STOPPED:
            ready = [key.fd for key, _ in selector.select()]
            if sys.stdin.fileno() in ready and not os.read(sys.stdin.fileno(), 64):
                return
            if alarm in ready:
                os.read(alarm, 64)


def end(child: "subprocess.Popen[bytes]", grace: float) -> None:
    signal_group(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    signal_group(child.pid, signal.SIGKILL)
    child.wait()
    kill_orphans()


def signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def kill_orphans() -> None:
    """What left the group but not the family: as their subreaper this became their parent."""
    deadline = time.monotonic() + 5
    while (orphans := children()) and time.monotonic() < deadline:
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def children() -> list[int]:
    if not os.path.isdir("/proc/self"):
        return []
    return [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and parent_of(pid) == os.getpid()]


def parent_of(pid: str) -> int:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
