"""A training run says where it is and what is left: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import io
from itertools import count

import pytest
from tasador.training import progress
from tasador.training.progress import SHARES, Position, Steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def counted() -> list[Position]:
    """Every position of a run of three folds, ten seconds from one to the next."""
    found: list[Position] = []
    seconds = count(0.0, 10.0)
    steps = Steps(found.append, lambda: next(seconds))
    for step in SHARES:
        steps.begin(step, 3 if step == "folds" else 1)
        for _ in range(3 if step == "folds" else 0):
            steps.advance()
    return found


def test_what_is_done_only_grows_and_no_step_is_left_out() -> None:
    done = [position.done for position in counted()]
    assert done == sorted(done)
    assert {position.step for position in counted()} == set(SHARES)
    assert sum(SHARES.values()) == pytest.approx(1)


def test_what_is_left_is_reckoned_by_the_share_that_is_done() -> None:
    assert Position("folds", 1, 4, 0.25, 30.0).left == pytest.approx(90.0)
    assert Position("reading", 0, 1, 0.0, 0.0).left is None


def test_a_line_says_step_part_time_and_what_is_left() -> None:
    lines = [str(position) for position in counted()]
    assert lines[0] == "step 1 of 6: reading; 10 s so far"
    assert lines[3] == "step 2 of 6: folds, 2 of 3 done; 40 s so far, about 56 s left"


def test_where_nobody_looks_each_step_is_a_line() -> None:
    stream = io.StringIO()
    with progress.shown(stream) as (say, steps):
        say("117,022 rows kept")
        steps.begin("model")
    assert stream.getvalue().splitlines()[0] == "117,022 rows kept"
    assert "step 4 of 6: model" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_on_a_terminal_there_is_a_bar_and_lines_stay_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "140")
    stream = Terminal()
    with progress.shown(stream) as (say, steps):
        steps.begin("folds", 5)
        steps.advance()
        say("a finding")
    shown = stream.getvalue()
    assert "folds 1/5" in shown
    assert "%" in shown
    assert "a finding" in shown
    assert "done" in shown
