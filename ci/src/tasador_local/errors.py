"""What can go wrong on the machine itself. Each error says where, what, and what to do next.

TasadorError (tasador_release.errors)
└── LocalError               10   this machine could not do its part
    ├── ToolMissing              a program that is needed is not here
    ├── DiskFull                 no room left where the rehearsal works
    ├── EmulatorFailed           the emulated AWS did not start, or went away
    ├── TimedOut                 a command took longer than it may
    └── FunctionRefused          the app itself says that what was packed cannot answer
"""

from collections.abc import Sequence
from pathlib import Path

from tasador_release.errors import TasadorError


class LocalError(TasadorError):
    exit_code = 10
    where = "this machine"


class ToolMissing(LocalError):
    def __init__(self, tool: str, remedy: str) -> None:
        self.tool = tool
        super().__init__(f"there is no {tool} on this machine", remedy)


class DiskFull(LocalError):
    where = "disk"

    def __init__(self, folder: Path, free_mb: float, doing: str = "") -> None:
        self.folder, self.free_mb = folder, free_mb
        during = f" ({doing})" if doing else ""
        super().__init__(
            f"only {free_mb:.0f} MB free in {folder}{during}",
            f"free some space there, or point TMPDIR at a roomier folder than {folder}, and run again",
        )


class EmulatorFailed(LocalError):
    where = "emulator"

    def __init__(self, what: str, tail: str = "", next_step: str = "run again; if it stays, ./run doctor") -> None:
        self.tail = tail
        super().__init__(what + (f":\n{tail.rstrip()}" if tail.strip() else ""), next_step)


class TimedOut(LocalError):
    def __init__(self, name: str, argv: Sequence[str], seconds: float, tail: str = "") -> None:
        self.seconds = seconds
        output = f"; its last words:\n{tail.rstrip()}" if tail.strip() else ""
        super().__init__(
            f"`{' '.join(argv)}` did not end within {seconds:.0f} s and was stopped{output}",
            "run it by hand to see where it hangs; a slow registry is the usual cause",
            where=name,
        )


class FunctionRefused(LocalError):
    where = "verify"

    def __init__(self, reason: str, trained: bool) -> None:
        train = ", or train anew: ./run train --data FILE" if trained else ""
        super().__init__(reason, f"restore the function's folders, named in app.json, from git{train}")
