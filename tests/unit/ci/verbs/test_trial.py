"""`dagger call trial`: its cost is told before anything is made; only a stage of a trial is cleaned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dagger.mod._exceptions import FunctionError
from tasador_ci import targets
from tasador_ci.infra import trial as trials
from tasador_ci.main import Tasador
from tasador_ci.project import Project
from tasador_ci.verbs import operate
from tasador_release.report.report import Report
from tasador_release.terraform.roots import Terraform
from tasador_release.trial import left
from tasador_release.trial.run import Trial
from tasador_release.values import configuration
from tasador_release.values.app import Contract
from tasador_release.values.target import Target, production

from tests.doubles.whole import OWN
from tests.paths import ROOT
from tests.unit.ci.conftest import Play


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Target]:
    """An empty account, and no engine behind the builder; the targets of the trials that were run."""
    ran: list[Target] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def opened(*_: object, **__: object) -> tuple[Target, Terraform]:
        no_shell: Any = None
        target = production("us-east-1", "1" * 12, None, state_bucket="states")
        return target, Terraform(no_shell, configuration.read(ROOT))

    async def missing(_: object) -> bool:
        return True

    async def run(self: Trial, **_: object) -> Report:
        ran.append(self.root)
        assert self.by == "ana"
        return self.report({})

    async def nothing(_: Project) -> None:
        return None

    async def contract(_: Project) -> Contract:
        return OWN

    monkeypatch.setattr(operate, "opened", opened)
    monkeypatch.setattr(targets, "contract", contract)
    monkeypatch.setattr(trials, "container_builder", nothing)
    monkeypatch.setattr("tasador_release.account.state_bucket.StateBucket.missing", missing)
    monkeypatch.setattr(Trial, "run", run)
    monkeypatch.setattr(Trial, "clean", run)
    return ran


def said(play: Play[Any], repository: str = "ana/homes", confirm: str = "", clean: str = "") -> str:
    async def act(project: Project) -> str:
        return await Tasador(**{**vars(project), "by": "ana"}).trial(repository, confirm, clean)

    return str(play(act))


def test_it_tells_the_cost_in_cents_first_and_does_it_with_the_code(asked: list[Target], play: Play[Any]) -> None:
    told = said(play)
    assert "US cents" in told
    assert "made ready first, and taken down at the end" in told
    assert asked == []
    assert told.endswith(" --repository=ana/homes")
    said(play, confirm=told.rpartition("--confirm=")[2].split()[0])
    (root,) = asked
    assert root.stage.startswith(left.PREFIX)
    assert root.site_bucket.endswith(f"-{root.stage}")


def test_the_code_of_another_account_s_trial_confirms_nothing(asked: list[Target], play: Play[Any]) -> None:
    with pytest.raises(FunctionError, match="confirms another plan"):
        said(play, confirm="trial-00000000")
    assert asked == []


def test_only_a_stage_of_a_trial_is_cleaned(asked: list[Target], play: Play[Any]) -> None:
    with pytest.raises(FunctionError, match="'prod' is no stage of a trial"):
        said(play, clean="prod")
    assert asked == []
    said(play, repository="", clean="trial-1126194502")
    assert [root.stage for root in asked] == ["trial-1126194502"]


def test_a_trial_wants_to_know_whose_workflows_the_role_lets_in(asked: list[Target], play: Play[Any]) -> None:
    with pytest.raises(FunctionError, match="no repository is known"):
        said(play, repository="")
