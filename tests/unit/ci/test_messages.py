"""Errors as the user reads them: where, what, next; never a traceback."""

from __future__ import annotations

import dagger
import gql
import pytest
from dagger._exceptions import QueryErrorValue
from dagger.mod._exceptions import FunctionError, ModuleError
from tasador_ci import messages
from tasador_release.errors import CommandFailed, SmokeFailed, TasadorError
from tasador_release.image.findings import Unscanned
from tasador_release.report.report import Failure, Report


def report(failure: Failure | None = None) -> Report:
    return Report("Deploy of Tasador", "emulator", "none", "now", (), failure=failure)


def test_an_error_of_ours_becomes_one_readable_message() -> None:
    with pytest.raises(FunctionError, match=r"smoke: no price\n  next: read"), messages.readable("deploy"):
        raise SmokeFailed(["no price"])


def test_it_is_one_that_the_sdk_shows_without_a_traceback() -> None:
    assert issubclass(FunctionError, ModuleError)


def test_the_first_of_several_errors_is_the_one_that_is_read() -> None:
    several = ExceptionGroup("both", [TasadorError("first", "do this"), TasadorError("second", "do that")])
    with pytest.raises(FunctionError, match="first"), messages.readable("checks"):
        raise several


def ended(*command: str) -> dagger.ExecError:
    """As the engine tells a command that ended with 1."""
    told = {"cmd": list(command), "exitCode": 1, "stdout": "", "stderr": "F401", "_type": "EXEC_ERROR"}
    return dagger.ExecError([QueryErrorValue("exit code: 1", extensions=told)], gql.gql("{ version }"))  # type: ignore[no-untyped-call]


def a_check_of_several(name: str, fault: Exception) -> None:
    try:
        with messages.readable(name):
            raise fault
    except FunctionError as error:
        raise ExceptionGroup("side by side", [error]) from None


def test_what_failed_in_a_function_that_another_one_calls_is_told_once_and_whole() -> None:
    timeline = messages.timeline()
    with pytest.raises(Unscanned) as raised, timeline.stage("checks"), messages.whatever():
        a_check_of_several("scan", Unscanned("scan", "its image cannot be had"))
    assert timeline.stages["checks"].detail == "could not look: its image cannot be had"
    assert Failure.of(raised.value).where == "scan"


def test_a_command_that_fails_is_told_by_the_name_of_its_check_whoever_asked_for_several() -> None:
    with pytest.raises(FunctionError, match=r"^lint: `ruff check \.` ended with 1"), messages.readable("all"):
        a_check_of_several("lint", ended("ruff", "check", "."))
    timeline = messages.timeline()
    with pytest.raises(CommandFailed), timeline.stage("checks"), messages.whatever():
        a_check_of_several("lint", ended("ruff", "check", "."))
    assert timeline.stages["checks"].detail == "lint ended with 1"


def test_a_bug_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError), messages.readable("deploy"):
        raise ZeroDivisionError


def test_a_report_that_ended_badly_ends_the_function() -> None:
    failed = Failure.of(CommandFailed("web build", ["npm", "run", "build"], 2, "TS2322"))
    with pytest.raises(FunctionError, match=r"TS2322"):
        messages.table(report(failed))


def test_a_report_that_ended_well_is_the_answer() -> None:
    assert "done in" in messages.table(report())


def test_a_report_counts_from_the_end_of_the_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "age_s", lambda: 18.2)
    assert "done in 18.2 s" in messages.text(report())
    assert "done in 2.8 s" in messages.text(report(), before_s=15.4)
