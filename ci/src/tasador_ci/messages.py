"""What the user reads: a table at the end, and one message when it fails."""

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import dagger
from dagger.mod._exceptions import FunctionError  # the SDK's own way to say "handled": no traceback
from tasador_release.concurrency import first
from tasador_release.errors import CommandFailed, TasadorError, UsageError
from tasador_release.report.report import Report, StageTime, Timeline
from tasador_release.text import uncoloured

from . import obtaining

_WIDTH: Final = 110
_TAIL: Final = 25
_AGAIN: Final = "dagger -i and the same call open a shell where it failed"


@contextmanager
def readable(stage: str) -> Iterator[None]:
    """Whatever goes wrong inside ends as where / what / next."""
    try:
        yield
    except (TasadorError, FunctionError, dagger.QueryError, BaseExceptionGroup) as error:
        found = handled(error, stage)
        if not isinstance(found, TasadorError):
            raise
        raise FunctionError(obtaining.tidy(str(found))) from found


def at_least(option: str, value: int, least: int) -> None:
    """UsageError when a number given is below what it means something from."""
    if value < least:
        raise UsageError(f"{option} is {value}", f"give {least} or more")


@contextmanager
def whatever() -> Iterator[None]:
    """A TasadorError for whatever goes wrong inside: for who tells it and goes on."""
    try:
        yield
    except (TasadorError, FunctionError, dagger.QueryError, BaseExceptionGroup) as error:
        found = handled(error, "tasador")
        if not isinstance(found, TasadorError):
            raise
        raise found from error


def handled(error: BaseException, stage: str) -> BaseException:
    """A command that failed in a container is an error like any other."""
    error = first(error)
    if isinstance(error, FunctionError) and error.__cause__ is not None:
        return handled(error.__cause__, stage)  # of a function that another one calls
    if isinstance(error, dagger.ExecError):
        return failed(stage, error, _TAIL)
    if isinstance(error, dagger.QueryError):
        return obtaining.unobtainable(error)
    return error


def failed(name: str, error: dagger.ExecError, lines: int) -> CommandFailed:
    """With the last lines that it said."""
    said = uncoloured(error.stderr or error.stdout).strip().splitlines()
    return CommandFailed(name, error.command, error.exit_code, "\n".join(said[-lines:]), _AGAIN)


def timeline() -> Timeline:
    """A timeline that says each stage as it ends: the engine shows the lines while it runs."""
    return Timeline(listener=_say)


def _say(stage: StageTime) -> None:
    # a running one has something to say, such as who holds the lock; its first breath is no news
    if stage.status != "running" or stage.detail:
        print(f"{stage.status:8} {stage.name:12} {stage.seconds:6.1f} s  {stage.detail}", flush=True)


def table(report: Report) -> str:
    """The report as text. A failure ends the function with it."""
    return told(text(report), ok=report.ok)


def told(said: str, *, ok: bool) -> str:
    if not ok:
        raise FunctionError(said)
    return said


def text(report: Report, before_s: float = 0.0) -> str:
    """`before_s`: how old this process was when the report before it was over."""
    from rich.console import Console
    from tasador_release.report import table as tables

    console = Console(file=io.StringIO(), width=_WIDTH, record=True, no_color=True)
    tables.show(replace(report, wall_s=age_s() - before_s), console)
    return obtaining.tidy(console.export_text())


def age_s() -> float:
    """Seconds since this process was started: the start of Python and of the module are part of a call."""
    ticks = Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]  # `starttime` of proc(5), since boot
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(ticks) / os.sysconf("SC_CLK_TCK")
