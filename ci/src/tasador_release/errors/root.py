"""What all errors of the tree have in common, and those of whoever asks."""

import signal
from collections.abc import Sequence

from tasador_release.text import plain


class TasadorError(Exception):
    """Root of the tree: `where` / `what` / `next_step`, and an exit code for the shell."""

    exit_code = 1
    where = "tasador"

    def __init__(self, what: str, next_step: str, *, where: str | None = None) -> None:
        # what is quoted here came from outside as often as not
        what, next_step = plain(what), plain(next_step)
        self.what = what
        self.next_step = next_step
        if where is not None:
            self.where = where
        super().__init__(f"{self.where}: {what}\n  next: {next_step}")

    @property
    def short(self) -> str:
        """For a line of a table that has the whole below it."""
        return self.what.partition("\n")[0]


class UsageError(TasadorError):
    exit_code = 2
    where = "arguments"


class SettingsError(UsageError):
    where = "infra/settings.json"


class AppError(UsageError):
    where = "app.json"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults), "correct the file; docs/yours.md describes every field")


class TargetError(UsageError):
    where = "target"


class Interrupted(TasadorError):
    """Someone asked it to stop: 128 and the signal's number, as shells count."""

    exit_code = 128
    where = "signal"

    def __init__(self, number: int, stages: Sequence[str] = ()) -> None:
        self.exit_code = 128 + number
        during = f" during {', '.join(stages)}" if stages else ""
        super().__init__(
            f"stopped by {signal.Signals(number).name}{during}; what it had to put back is put back",
            "run again: it converges, and reuses what was built",
        )
