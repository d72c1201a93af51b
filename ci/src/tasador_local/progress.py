"""What the user sees while it runs: a table that moves on a terminal, one line a stage elsewhere."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text
from tasador_release.report.report import StageTime, Timeline
from tasador_release.report.table import MARKS


class PipeSafeConsole(Console):
    """A console that falls silent once nobody reads it (`2>&1 | head`): what runs goes on, and puts back what it must.

    Rich would raise SystemExit in whatever task writes. That ends an event loop in the middle of its
    tasks, and the threads of their calls then keep the process from ending.
    """

    def on_broken_pipe(self) -> None:
        self.quiet = True
        unread(self.file)


def tell(words: str) -> None:
    """To the standard output, as far as somebody reads it."""
    try:
        print(words, end="", flush=True)
    except BrokenPipeError:
        unread(sys.stdout)


def unread(stream: IO[str]) -> None:
    """Lead nowhere what is still to be written to a pipe without a reader, at the process's end too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@dataclass(slots=True)
class Progress:
    """Listens to a timeline, and shows it."""

    console: Console
    timeline: Timeline = field(default_factory=Timeline)
    last_line: str = ""
    _live: Live | None = None

    def __post_init__(self) -> None:
        self.timeline.listener = self.stage

    def stage(self, stage: StageTime) -> None:
        if self._live is None and stage.status != "running":
            self.console.print(line(stage), highlight=False)

    def line_of_a_command(self, words: str) -> None:
        """The last line that a command wrote."""
        self.last_line = words.strip()

    @contextmanager
    def shown(self) -> Iterator[None]:
        if not self.console.is_terminal:
            yield
            return
        with Live(get_renderable=self._table, console=self.console, refresh_per_second=8, transient=True) as live:
            self._live = live
            yield
        self._live = None

    def _table(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        now = self.timeline.clock() - self.timeline.origin
        for stage in list(self.timeline.stages.values()):
            table.add_row(_mark(stage), *_cells(stage, now))
        table.add_row("", "", "", Text(self.last_line[:100], style="dim"))
        return table


def line(stage: StageTime) -> Text:
    mark, style = MARKS[stage.status]
    name = f"  {stage.name}" if stage.group else stage.name
    return Text.assemble((f"{mark} ", style), f"{name:<14}{stage.seconds:6.1f} s  ", (stage.detail, "dim"))


def _mark(stage: StageTime) -> RenderableType:
    if stage.status == "running":
        return Spinner("dots")
    mark, style = MARKS[stage.status]
    return Text(mark, style=style)


def _cells(stage: StageTime, now: float) -> tuple[str, str, str]:
    seconds = now - stage.start if stage.status == "running" else stage.seconds
    return ("  " if stage.group else "") + stage.name, f"{seconds:.1f} s", stage.detail
