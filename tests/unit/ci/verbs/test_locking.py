"""Who calls and how long they wait, from the constructor's arguments to the lock of every verb that takes it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest
from tasador_ci import targets
from tasador_ci.nouns.github import GitHub
from tasador_ci.project import Project
from tasador_ci.verbs import operate, pipeline
from tasador_release.account import preflight
from tasador_release.account.preflight import Identity
from tasador_release.errors import UsageError
from tasador_release.locks.lock import Lock
from tasador_release.report.report import Note
from tasador_release.values import settings
from tasador_release.values.target import production

from tests.cloud.world import stack
from tests.doubles.whole import OWN
from tests.paths import ROOT

BY = "ana,https://github.com/ana/homes/actions/runs/17/attempts/1"
SSO = "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Deploy_0f/ana@example.com"
Way = Callable[[Project], tuple[str, Lock]]
Made = Callable[..., Project]


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that stands; neither an engine nor an account is asked."""
    found = settings.read(ROOT / "infra" / "settings.json")
    answers = {
        (targets, "standing"): production("us-east-1", "1" * 12, None, state_bucket="states"),
        (targets, "read_settings"): found,
        (targets, "contract"): OWN,
        (preflight, "check"): Identity(SSO, "1" * 12),
        (operate, "stack"): stack("1"),
        (pipeline, "container_builder"): SimpleNamespace(image=None, verify=None, site=None),
        (pipeline, "terraform"): SimpleNamespace(settings=found),
    }
    for (place, name), answer in answers.items():

        async def answered(*_: object, _answer: object = answer, **__: object) -> object:
            return _answer

        monkeypatch.setattr(place, name, answered)


def project(wait: str, by: str = BY) -> Project:
    nothing: Any = None
    return Project(source=nothing, dotenv=nothing, by=by, wait=wait)


def github(wait: str, by: str = BY) -> GitHub:
    nothing: Any = None
    return GitHub(repository="ana/homes", token=nothing, **vars(project(wait, by)))


def lock_of_a_release(project: Project) -> tuple[str, Lock]:
    """As `deploy`, and `github deploy` and `github preview`, take it."""

    async def go() -> tuple[str, Lock]:
        run = await pipeline.deployment(project, skip_checks=True, allow_destroy=False)
        port = run._port(await run._target(Note()), stack("1"), cast(Any, None), "code")
        return port.by, cast(Lock, port.lock)

    return anyio.run(go)


def lock_of_an_operation(project: Project) -> tuple[str, Lock]:
    """As `rollback`, `sync`, `prune` and `invalidate` take it."""

    async def go() -> tuple[str, Lock]:
        live = await operate.standing(project)
        return live.by, cast(Lock, live.lock)

    return anyio.run(go)


WAYS = pytest.mark.parametrize("way", [lock_of_a_release, lock_of_an_operation])
PROJECTS = pytest.mark.parametrize("made", [project, github])


@WAYS
@PROJECTS
@pytest.mark.parametrize(("wait", "patience_s"), [("", 0.0), ("90s", 90.0), ("10m", 600.0), ("2h", 7200.0)])
def test_a_lock_waits_as_long_as_was_said_and_names_who_calls(
    way: Way, made: Made, wait: str, patience_s: float
) -> None:
    by, lock = way(made(wait))
    assert lock.patience_s == patience_s
    assert by == BY


@WAYS
@PROJECTS
def test_where_nobody_is_named_it_is_whose_the_keys_are(way: Way, made: Made) -> None:
    """Not the container's user and host name, which tell nobody anything."""
    by, _ = way(made("", by=""))
    assert by == SSO


@WAYS
@PROJECTS
@pytest.mark.parametrize("wait", ["10", "ten minutes", "1d", "-5m", "1.5h", "m", "99999s", "10m5s"])
def test_what_is_no_time_is_told_with_an_example(way: Way, made: Made, wait: str) -> None:
    with pytest.raises(UsageError) as raised:
        way(made(wait))
    assert raised.value.what == f"--wait {wait}: this is no time"
    assert raised.value.next_step == "give one such as 90s, 10m or 1h"


@pytest.mark.parametrize("emulated", [False, True])
def test_only_behind_an_emulator_nobody_asks_the_service_for_its_revision(emulated: bool) -> None:
    """There the service is no version's: it answers with a revision of its own."""

    async def go() -> bool:
        given = project("")
        given.emulator = cast(Any, object()) if emulated else None
        return (await operate.standing(given)).tells_revision

    assert anyio.run(go) is not emulated
