"""Whatever step of a trial fails: the stage is destroyed, what is left is looked for, the account is closed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.aws import Aws
from tasador_release.errors import InfraError, LeftBehind, TrialFailed
from tasador_release.report.report import Report, Timeline
from tasador_release.trial import ready
from tasador_release.trial.ready import ReadyAccount
from tasador_release.trial.run import STEPS, Trial
from tasador_release.values.target import Target

from tests.unit.release.terraform.test_bootstrap_killed import TARGET

BODY, WAY_OUT = STEPS[:5], STEPS[5:]
METHODS = ("_bootstrap", "_deploy", "_again", "_change", "_rollback", "_destroy", "_look", "_close")


def destination(_target: Target) -> Any:  # noqa: ANN401  none of these steps releases anything
    raise AssertionError


def made() -> Trial:
    nothing: Any = None
    account = ReadyAccount(nothing, TARGET, {})
    return Trial(account, nothing, destination, nothing, Path("/nowhere"), Timeline(), Timeline)


def gone_through(monkeypatch: pytest.MonkeyPatch, **failing: Exception) -> tuple[Report, list[str]]:
    """With steps that do nothing but those that fail; the report, and the steps in their order."""
    ran: list[str] = []

    def step(name: str, method: str) -> Any:  # noqa: ANN401  a method
        async def act(self: Trial, _note: object) -> None:
            ran.append(name)
            if method in failing:
                raise failing[method]

        return act

    for name, method in zip(STEPS, METHODS, strict=True):
        monkeypatch.setattr(Trial, method, step(name, method))
    trial = made()
    return anyio.run(trial.run), ran


def test_an_account_in_which_something_may_stay_is_not_closed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    report, ran = gone_through(monkeypatch, _deploy=InfraError("no plan", "-"), _look=InfraError("no plan", "-"))
    assert ran == ["bootstrap", "deploy", "destroy", "look"]
    assert report.failure is not None
    assert "not known; run: dagger call trial --clean=prod" in report.failure.what


@pytest.mark.parametrize("broken", range(len(BODY)))
def test_whatever_fails_the_way_out_is_gone(monkeypatch: pytest.MonkeyPatch, broken: int) -> None:
    error = InfraError("AWS said no", "ask again")
    report, ran = gone_through(monkeypatch, **{METHODS[broken]: error})
    assert ran == [*BODY[: broken + 1], *WAY_OUT]
    assert report.failure is not None
    assert report.failure.what == "AWS said no"
    assert not report.ok


def test_a_destroy_that_fails_is_told_after_what_failed_before_and_what_is_left_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report, ran = gone_through(
        monkeypatch, _change=InfraError("no version", "-"), _destroy=InfraError("a lock is held", "-")
    )
    assert ran == [*BODY[:4], *WAY_OUT]
    assert report.failure is not None
    assert report.failure.what.startswith("no version")
    assert "a lock is held" in report.failure.what


def test_an_account_in_which_something_stays_is_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    left = LeftBehind(["aws_lambda_function.this (fn) still stands"], "run: dagger call trial --clean=trial-1")
    report, ran = gone_through(monkeypatch, _look=left)
    assert ran == [*BODY, "destroy", "look"]
    assert report.failure is not None
    assert "fn" in report.failure.what
    assert "--clean=trial-1" in report.failure.next_step


def test_what_must_not_be_fails_a_trial_that_came_to_its_end() -> None:
    trial = made()
    assert trial.report({}).ok
    trial.faults.append("deploying the same again changed ~ aws_lambda_function.this")
    report = trial.report({})
    assert report.exit_code == TrialFailed.exit_code
    assert report.failure is not None
    assert "aws_lambda_function.this" in report.failure.what


def test_a_role_made_just_now_is_assumed_once_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    aws = Aws(TARGET, attempts=1)
    monkeypatch.setattr(ready, "Aws", lambda _: aws)
    monkeypatch.setattr(ready, "_PAUSE_S", 0.0)
    nothing: Any = None
    account = ReadyAccount(nothing, TARGET, {}, made=True, role=f"arn:aws:iam::{TARGET.account_id}:role/deploy")
    keys = {
        "AccessKeyId": "ASIA" + "1" * 16,
        "SecretAccessKey": "s",
        "SessionToken": "t",
        "Expiration": datetime.now(UTC),
    }
    with Stubber(aws.sts) as stubbed:
        for _ in range(2):
            stubbed.add_client_error("assume_role", "AccessDenied", "is not authorized to perform: sts:AssumeRole")
        stubbed.add_response("assume_role", {"Credentials": keys})
        assert anyio.run(account.deployer).credentials is not None
        stubbed.assert_no_pending_responses()


def test_an_account_that_was_ready_is_tried_out_by_the_administrator_where_its_role_lets_nobody_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws = Aws(TARGET, attempts=1)
    monkeypatch.setattr(ready, "Aws", lambda _: aws)
    nothing: Any = None
    account = ReadyAccount(nothing, TARGET, {}, role=f"arn:aws:iam::{TARGET.account_id}:role/deploy")
    with Stubber(aws.sts) as stubbed:
        stubbed.add_client_error("assume_role", "AccessDenied", "is not authorized to perform: sts:AssumeRole")
        assert anyio.run(account.deployer) == TARGET
