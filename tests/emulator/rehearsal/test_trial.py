"""A whole trial of an emulated account: gone through, and broken in the middle; either way nothing of it is left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import anyio
import pytest
from tasador_local.paths import Paths
from tasador_local.trial import LocalTrial, provider
from tasador_release.account import emptying
from tasador_release.aws import client
from tasador_release.report.report import Note, Report, Timeline
from tasador_release.trial import cost, facts, left
from tasador_release.trial.run import STEPS, Trial
from tasador_release.values import app

from tests import terraform
from tests.aws.aws_calls import Record
from tests.emulator import left_over, rehearsal_clone
from tests.infra import settings
from tests.paths import ROOT
from tests.place import OF_ACCOUNT, make_bucket

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
WHOLE: Final = os.environ.get("TASADOR_TRIAL") == "whole"
AT_NIGHT: Final = pytest.mark.skipif(not WHOLE, reason="trials are gone through at night: ./run test --only trial")
# Terraform's calls are not among those that are counted: it writes and reads each state and its lock
TERRAFORM_PUTS: Final = 200

APP = app.read(ROOT).app


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return rehearsal_clone.make(tmp_path / "clone")


@pytest.fixture
def trial(clone: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    """One of the small clone, on an emulator of its own."""
    monkeypatch.setenv("TASADOR_EMULATOR", str(ROOT / ".run" / "emulator" / "bin" / "python"))
    with ExitStack() as cleanup:
        yield anyio.run(LocalTrial(Paths(clone), cleanup, Timeline(), provider(None)).start)


def gone_through(trial: Trial) -> Report:
    return anyio.run(trial.run)


def states(report: Report) -> dict[str, str]:
    return {stage.name: stage.status for stage in report.stages}


def counted(calls: Record, service: str, *operations: str) -> int:
    return len([one for one in calls.calls if one.service == service and one.operation.startswith(operations)])


def told(what: str) -> float:
    """How many of these the cost is told for."""
    (item,) = [one for one in cost.items(settings(), APP) if one.what == what]
    return item.quantity


def nothing_is_left(trial: Trial) -> None:
    """Neither of the stage nor of the account's bootstrap: the account is empty again."""
    assert left_over.of_stage(trial.root, trial.root.stage) == []
    assert client(trial.root, "s3").list_buckets()["Buckets"] == []
    iam = client(trial.root, "iam")
    assert {one["RoleName"] for one in iam.list_roles()["Roles"]} & {*OF_ACCOUNT.values()} == set()
    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == []


@AT_NIGHT
def test_a_trial_goes_through_and_leaves_the_account_as_it_was(trial: Trial, calls: Record) -> None:
    report = gone_through(trial)
    assert report.failure is None
    assert states(report) == dict.fromkeys(STEPS, "ok")
    assert dict(report.facts)["ran as"] == "the deploy role"
    assert report.notes[1:] == ("  nothing",), "write what it saw: ci/src/tasador_release/trial/rehearsed.json"
    assert trial.seen["deploy again"] == ()
    assert len(trial.seen["bootstrap"]) > 40
    assert len(trial.seen["destroy"]) > 90
    nothing_is_left(trial)
    assert counted(calls, "s3", "Put", "Copy", "List", "Delete") + TERRAFORM_PUTS < told("S3, writes and lists")
    assert counted(calls, "lambda", "Invoke") < told("Lambda, requests")
    assert counted(calls, "cloudfront", "CreateInvalidation") < told("CloudFront, invalidations")


@AT_NIGHT
def test_broken_in_the_middle_it_is_named_and_nothing_is_left(
    trial: Trial, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version gives no price; a line that Lambda logs late makes the log group anew, in no state."""
    handler = clone / "service/src/tasador/entry/handler.py"
    handler.write_text(handler.read_text(encoding="utf-8").replace('"precio_predicho": price', '"price": price'))
    own = Trial._destroy

    async def destroyed(self: Trial, note: Note) -> None:
        await own(self, note)
        group = self.terraform.settings.names(self.root.stage).log_group
        client(self.root, "logs").create_log_group(logGroupName=group)
        assert [one.id for one in await left.look(self.terraform, self.root)] == [group]

    monkeypatch.setattr(Trial, "_destroy", destroyed)
    report = gone_through(trial)
    assert states(report) == {
        **{"bootstrap": "ok", "deploy": "failed"},
        **dict.fromkeys(("destroy", "look", "account"), "ok"),
    }
    assert report.failure is not None
    assert "the answer has no /precio_predicho" in report.failure.what
    nothing_is_left(trial)
    assert facts.rehearsed().keys() >= trial.seen.keys()


def test_the_keys_of_a_stage_in_the_bucket_of_the_state_are_those_that_a_release_writes(trial: Trial) -> None:
    """The bucket goes only when nothing else is in it."""
    s3 = client(trial.root, "s3")
    make_bucket(s3, trial.root.state)
    s3.put_object(Bucket=trial.root.state, Key="app/prod.tfstate", Body=b"{}")
    trial.account.made = True
    with pytest.raises(Exception, match=r"app/prod\.tfstate: it stays"):
        anyio.run(trial.account.close)
    assert anyio.run(emptying.keys, trial.account.terraform.state_bucket(trial.root).aws, trial.root.state)
