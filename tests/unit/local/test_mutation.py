"""The runner of mutants: what it changes, which tests it asks, and what it makes of their answers."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.mutation import looks, results, trial
from tests.mutation.results import Result
from tests.mutation.trial import Attempt

if TYPE_CHECKING:
    from tests.mutation.mutants import File

SOURCE = '''"""Text."""
def double(value: "int | None" = 1, *, strict: bool = False) -> str:
    """Text."""
    if value is None:
        return "no value given"
    return str(value * 2).encode("utf-8").decode(encoding="utf-8")
class Thing:
    @property
    def half(self) -> float:
        return self.whole / 2
'''


@pytest.fixture
def source() -> File:
    """Read here alone: what changes the source takes a second to import, in each process that collects this file."""
    from tests.mutation.mutants import File

    return File("x.py", SOURCE)


def test_bodies_are_mutated_also_those_of_properties_and_what_nobody_could_notice_is_not(source: File) -> None:
    said = [f"{one.function}:{one.line} {one.was} -> {one.new}" for one in source.mutants]
    assert "double:6 value * 2 -> value / 2" in said
    assert "Thing.half:10 self.whole / 2 -> self.whole * 2" in said
    assert not [one for one in said if "Text" in one or "int |" in one or "utf-8" in one.partition(" -> ")[2][:8]]
    prose = [one for one in said if one.startswith('double:5 "no value')]
    assert prose == ['double:5 "no value given" -> "XXno value givenXX"']


def test_a_mutant_is_its_file_with_one_change_and_runs_where_the_function_was_imported_already(
    source: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = next(one for one in source.mutants if one.new == "value / 2")
    mutated = source.mutated(mutant)
    assert mutated == SOURCE.replace("value * 2", "value / 2")
    (tmp_path / "x.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    known: dict[str, Callable[[int], str]] = {}
    exec(compile(SOURCE, str(tmp_path / "x.py"), "exec"), known)  # noqa: S102  the text above
    assert known["double"](3) == "6"
    assert trial.put_in(Attempt(mutant, mutated, frozenset()))
    assert known["double"](3) == "1.5"


def test_what_stands_for_an_object_that_is_gone_does_not_end_the_search_for_the_function(
    source: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    gone = weakref.proxy(lambda: None)
    mutant = next(one for one in source.mutants if one.new == "value / 2")
    assert not trial.put_in(Attempt(mutant, source.mutated(mutant), frozenset()))
    assert type(gone) is weakref.CallableProxyType


def test_a_line_belongs_to_its_statement_and_a_body_does_not() -> None:
    found = looks.statements("if (a and\n    b):\n    c = [\n        1,\n    ]\n")
    assert found == {1: range(1, 3), 2: range(1, 3), 3: range(3, 6), 4: range(3, 6), 5: range(3, 6)}


def test_the_tests_of_a_line_are_those_that_execute_its_statement() -> None:
    lines = looks._lines({1: ["", "a.py::t|run"], 2: ["b.py::t[x|y]|setup"], 3: [""]})
    assert looks.executing(lines, range(1, 3)) == {"a.py::t", "b.py::t[x|y]"}
    assert looks.executing(lines, range(3, 4)) == frozenset()


def test_a_fork_says_what_its_work_came_to_and_outlives_nothing() -> None:
    def end() -> int:
        raise SystemExit(0)

    assert [trial._forked(lambda code=code: code) for code in (trial.GREEN, trial.RED)] == [0, 1]  # type: ignore[misc]
    assert trial._forked(end) == trial.RED


def test_what_was_tried_is_read_again_and_the_later_word_counts(tmp_path: Path) -> None:
    for verdict in ("survived", "killed"):
        results.keep(tmp_path / "results", Result("a.py:1 #1", verdict, "a.py:1 #1 f: x -> y"))
    assert [one.verdict for one in results.read(tmp_path / "results").values()] == ["killed"]
    assert results.read(tmp_path / "none") == {}


def test_what_survived_and_what_no_test_runs_is_alive_and_what_could_not_run_does_not_count() -> None:
    verdicts = ("killed", "timeout", "refused by mypy", "survived", "no tests", "invalid")
    tried = [Result(f"a.py:{line} #1", verdict, f"mutant {line}") for line, verdict in enumerate(verdicts)]
    assert results.share_killed(tried) == pytest.approx(3 / 5)
    said = list(results.report(tried))
    assert said[:2] == [" survived  mutant 3", " no tests  mutant 4"]
    assert said[-1] == "60.0% of 6 mutants killed; at least 85% wanted"
    assert results.share_killed([]) == 0
