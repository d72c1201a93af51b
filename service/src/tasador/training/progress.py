"""Where a training run is and what is left: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TextIO

# rough shares of a run's time, not measured: what is told to be left is as rough
SHARES: Final = {"reading": 0.05, "folds": 0.55, "ranges": 0.12, "model": 0.18, "checks": 0.05, "levels": 0.05}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Position:
    """Part `part` of `parts` of a step is done; `done` is the share of the whole, `seconds` since the start."""

    step: str
    part: int
    parts: int
    done: float
    seconds: float

    @property
    def left(self) -> float | None:
        """Seconds, as far as the shares hold; None where nothing was done yet."""
        return self.seconds * (1 - self.done) / self.done if self.done else None

    def __str__(self) -> str:
        number = list(SHARES).index(self.step) + 1
        parts = f", {self.part} of {self.parts} done" if self.parts > 1 else ""
        left = f", about {duration(self.left)} left" if self.left is not None else ""
        return f"step {number} of {len(SHARES)}: {self.step}{parts}; {duration(self.seconds)} so far{left}"


def duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


class Steps:
    """Counts the steps of a run as they begin; each of `show` is told the position."""

    def __init__(
        self, show: Callable[[Position], None] = lambda _: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._show, self._clock, self._started = show, clock, clock()
        self._step, self._part, self._parts = next(iter(SHARES)), 0, 1

    def begin(self, step: str, parts: int = 1) -> None:
        """What came before it is done."""
        self._step, self._part, self._parts = step, 0, parts
        self._show(self.position())

    def advance(self) -> None:
        """One more part of this step is done."""
        self._part += 1
        self._show(self.position())

    def position(self) -> Position:
        names = list(SHARES)
        before = sum(SHARES[name] for name in names[: names.index(self._step)])
        done = before + SHARES[self._step] * self._part / self._parts
        return Position(self._step, self._part, self._parts, done, self._clock() - self._started)


@contextmanager
def shown(stream: TextIO | None = None) -> Iterator[tuple[Say, Steps]]:
    """What to say lines with, and what to count steps with; on standard error where no stream is given."""
    stream = stream or sys.stderr
    if not stream.isatty():
        say: Say = lambda line: print(line, file=stream, flush=True)  # noqa: E731
        yield say, Steps(lambda position: say(str(position)))
        return
    with bar(stream) as found:
        yield found


@contextmanager
def bar(stream: TextIO) -> Iterator[tuple[Say, Steps]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(file=stream)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[left]}"), console=console) as progress:
        task = progress.add_task("reading", total=1.0, left="")

        def show(position: Position) -> None:
            left = f"about {duration(position.left)} left" if position.left is not None else ""
            parts = f" {position.part}/{position.parts}" if position.parts > 1 else ""
            # at once: a step may end before the next of the ten pictures a second
            progress.update(task, description=position.step + parts, completed=position.done, left=left, refresh=True)

        yield lambda line: console.print(line, highlight=False, markup=False), Steps(show)
        progress.update(task, description="done", completed=1.0, left="")
