"""What the user reads: a table at the end, and one message when it fails."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagger
from dagger.mod._exceptions import FunctionError  # the SDK's own way to say "handled": no traceback
from tasador_release.concurrency import first
from tasador_release.errors import CommandFailed, TasadorError
from tasador_release.report.report import Report, StageTime, Timeline

_WIDTH: Final = 110
_TAIL: Final = 25


@contextmanager
def readable(stage: str) -> Iterator[None]:
    """Whatever goes wrong inside ends as where / what / next."""
    try:
        yield
    except (TasadorError, dagger.ExecError, BaseExceptionGroup) as error:
        raise FunctionError(str(handled(error, stage))) from error


def handled(error: BaseException, stage: str) -> BaseException:
    """A command that failed in a container is an error like any other."""
    error = first(error)
    if isinstance(error, dagger.ExecError):
        tail = "\n".join((error.stderr or error.stdout).strip().splitlines()[-_TAIL:])
        return CommandFailed(stage, error.command, error.exit_code, tail)
    return error


def timeline() -> Timeline:
    """A timeline that says each stage as it ends: the engine shows the lines while it runs."""
    return Timeline(listener=_say)


def _say(stage: StageTime) -> None:
    # a running one has something to say, such as who holds the lock; its first breath is no news
    if stage.status != "running" or stage.detail:
        print(f"{stage.status:8} {stage.name:12} {stage.seconds:6.1f} s  {stage.detail}", flush=True)


def table(report: Report) -> str:
    """The report as text. A failure ends the function with it."""
    from rich.console import Console
    from tasador_release.report import table as tables

    console = Console(file=io.StringIO(), width=_WIDTH, record=True, no_color=True)
    tables.show(report, console)
    text = console.export_text()
    if not report.ok:
        raise FunctionError(text)
    return text
