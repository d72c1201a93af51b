"""What acts on a whole stage says first what it would do, and ends with the line that does it: as it was called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tasador_ci.infra import account
from tasador_ci.project import Project
from tasador_ci.verbs import operate
from tasador_release import adoption, teardown
from tasador_release.terraform.changes import Changes

from tests.unit.ci.conftest import Play

SEEN = SimpleNamespace(code="code-1", lines=lambda: ("one resource",))


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an engine nor an account is asked."""

    async def bucket_is_there() -> bool:
        return False

    async def planned(*_: object, **__: object) -> tuple[object, object]:
        return SimpleNamespace(changes=Changes()), SimpleNamespace(lines=tuple)

    terraform = SimpleNamespace(state_bucket=lambda _: SimpleNamespace(missing=bucket_is_there), plan_bootstrap=planned)

    def answering(value: object) -> Any:  # noqa: ANN401  stands in for whatever looks
        async def answer(*_: object, **__: object) -> object:
            return value

        return answer

    monkeypatch.setattr(operate, "opened", answering((None, terraform)))
    monkeypatch.setattr(teardown, "look", answering(SEEN))
    monkeypatch.setattr(adoption, "plan", answering(SEEN))


@pytest.mark.parametrize("verb", ["destroy", "adopt"])
@pytest.mark.parametrize(("stage", "named"), [("prod", ""), ("trial", " --stage=trial")])
def test_the_line_that_does_it_names_the_stage(play: Play[Any], verb: str, stage: str, named: str) -> None:
    async def act(project: Project) -> str:
        project.stage = stage
        told: str = await getattr(account, verb)(project, "")
        return told

    assert play(act).splitlines() == [
        "one resource",
        f"nothing was done; to do it: dagger call{named} {verb} --confirm=code-1",
    ]


@pytest.mark.parametrize(("repository", "named"), [("", ""), ("ana/homes", " --repository=ana/homes")])
def test_the_line_that_makes_an_account_ready_names_the_repository(
    play: Play[Any], repository: str, named: str
) -> None:
    async def act(project: Project) -> str:
        return await account.bootstrap(project, repository, dry_run=True)

    assert play(act).splitlines()[-1] == f"nothing was done; to do it: dagger call bootstrap{named}"
