"""The stage graph: what waits for what, what a failure leaves undone, and what a dry run says."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from tasador_release.account import preflight
from tasador_release.errors import CallFailed, CommandFailed, InfraError, UsageError
from tasador_release.image import ecr, registry
from tasador_release.pipeline import STAGES, Pipeline
from tasador_release.report.report import Note, Timeline
from tasador_release.standing import Standing
from tasador_release.terraform import outputs
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.outputs import Account
from tasador_release.values import canary, settings
from tasador_release.values import target as targets
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.stack import Stack
from tasador_release.values.target import Credentials, Target

from tests.cloud.world import stack
from tests.doubles.whole import OWN
from tests.paths import ROOT

URL = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo"
FAILURE = CommandFailed("checks", ("ruff",), 1, "F401")


@dataclass(slots=True)
class Recorded:
    """Builder and provisioner at once: writes down what it is asked for, and fails where it is told to."""

    fails: str = ""
    asked: list[str] = field(default_factory=list)
    name: str = "recorded"

    async def _said(self, name: str) -> None:
        self.asked.append(name)
        if name == self.fails:
            raise FAILURE
        await anyio.lowlevel.checkpoint()

    async def checks(self, note: Note) -> None:
        await self._said("checks")

    async def verify(self, note: Note) -> str:
        await self._said("verify")
        return "m-1 answers"

    async def image(self, note: Note) -> Image:
        await self._said("image")
        return Image(Path("image.tar"), "sha256:" + "1" * 64)

    async def site(self, note: Note) -> Site:
        await self._said("site")
        return Site(Path("site"), "sha256:2", ())

    def steps(self, stage: str) -> Sequence[str]:
        return (f"would build {stage}",)

    def facts(self) -> Sequence[tuple[str, str]]:
        return ()

    def notes(self) -> Sequence[str]:
        return ()

    async def bootstrap(self, target: Target) -> Account:
        raise AssertionError("an account that stands is not made ready again")

    async def registry(self, target: Target) -> str:
        await self._said("registry")
        return URL

    async def app(self, target: Target, image_uri: str) -> Stack:
        await self._said(f"app {image_uri}")
        raise FAILURE

    async def image_uri(self, target: Target) -> str:
        return f"{URL}@sha256:{'0' * 64}"

    async def changes(self, target: Target, image_uri: str) -> Changes:
        return Changes(added=("aws_lambda_function.this",))


class Scheduled(Standing):
    """A destination that keeps since when it was to look for the scheduled warm-up."""

    since_ms = 0

    async def schedule(self, note: Note, target: Target, stack: Stack, since_ms: int) -> None:
        type(self).since_ms = since_ms


class Started(Standing):
    """A destination that does not stand before the run."""

    def standing(self) -> Target | None:
        return None

    def beside(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()


def pipeline(ports: Recorded, destination: type[Standing] = Standing, **more: Any) -> Pipeline:  # noqa: ANN401
    target = targets.production("us-east-1", "123456789012", Credentials("a", "b"), state_bucket="states")
    found = settings.read(ROOT / "infra" / "settings.json")
    return Pipeline(ports, ports, destination(target), found, OWN, Timeline(), **more)


@pytest.fixture(autouse=True)
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither STS nor a registry is asked: the graph alone is under test."""

    @dataclass
    class Somebody:
        arn: str = "arn:aws:iam::123456789012:role/tasador-deploy"
        pushed: bool = True
        size: int = 1
        digest: str = "sha256:" + "1" * 64
        uri: str = f"{URL}@sha256:{'1' * 64}"

    def answer(value: object) -> Callable[..., Awaitable[object]]:
        async def answered(*_: object, **__: object) -> object:
            return value

        return answered

    monkeypatch.setattr(preflight, "check", answer(Somebody()))
    monkeypatch.setattr(registry, "publish", answer(Somebody()))
    monkeypatch.setattr(ecr, "has", answer(False))

    async def nothing(*_: object) -> Stack:
        raise InfraError("nothing stands there", "deploy")

    monkeypatch.setattr(outputs, "read", nothing)


def run(ports: Recorded, only: Sequence[str] = (), **more: Any) -> Pipeline:  # noqa: ANN401
    made = pipeline(ports, **more)
    with pytest.raises(CommandFailed):
        anyio.run(made.run, only)
    return made


@pytest.mark.parametrize("stage", ["checks", "image", "verify", "site"])
def test_nothing_is_touched_before_everything_is_checked_and_built(stage: str) -> None:
    ports = Recorded(fails=stage)
    run(ports)
    assert "registry" not in ports.asked


def test_what_passed_the_checks_is_published_and_then_applied() -> None:
    ports = Recorded()
    made = run(ports)
    assert set(ports.asked[:4]) == {"checks", "image", "verify", "site"}
    assert ports.asked[4:] == ["registry", f"app {URL}@sha256:{'1' * 64}"]
    assert made.timeline.stages["infra"].status == "failed"


def test_checks_are_skipped_when_asked_for_and_said_to_be() -> None:
    ports = Recorded()
    made = run(ports, skip_checks=True)
    assert "checks" not in ports.asked
    assert made.timeline.stages["checks"].status == "skipped"


def test_the_model_is_proved_before_it_is_packed() -> None:
    ports = Recorded()
    anyio.run(pipeline(ports).run, ("image",))
    assert ports.asked == ["image"]


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_comes_with_all_that_it_needs(name: str) -> None:
    wanted = pipeline(Recorded()).wanted([name])
    for stage in wanted:
        assert all(need in wanted for need in stage.needs)
    assert wanted[-1].name == name


def test_a_stage_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="there is no stage nonsense"):
        anyio.run(pipeline(Recorded()).run, ("nonsense",))


def test_the_names_of_the_stages_are_those_of_the_graph() -> None:
    assert tuple(stage.name for stage in pipeline(Recorded()).stages) == STAGES


def test_a_dry_run_of_what_is_not_started_yet_starts_nothing() -> None:
    ports = Recorded()
    lines = anyio.run(pipeline(ports, Started).dry_run)
    assert ports.asked == []
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(STAGES)
    assert any("would build image" in line for line in lines)


def test_a_dry_run_against_what_stands_builds_plans_and_writes_nothing() -> None:
    ports = Recorded()
    lines = anyio.run(pipeline(ports).dry_run)
    assert ports.asked == ["image", "site"]
    assert "+ aws_lambda_function.this" in lines
    assert "image       sha256:111111111111 would be pushed" in lines
    assert lines[-1].endswith("would be sent to a bucket yet to be made")


def test_a_dry_run_that_may_not_look_does_not_say_that_nothing_stands() -> None:
    async def refused(_: object) -> Stack:
        raise CallFailed("s3:GetObject app/prod.tfstate", "AccessDenied", "no")

    with pytest.raises(CallFailed, match="AccessDenied"):
        anyio.run(pipeline(Recorded(), stands=refused).dry_run)


def test_the_report_tells_the_failure_and_what_was_built() -> None:
    made = run(Recorded())
    report = made.report("Deploy of Tasador", FAILURE)
    assert not report.ok
    assert ("verified", "m-1 answers") in report.facts
    assert report.failure
    assert report.failure.where == "checks"


def test_whatever_a_release_was_asked_for_reaches_it() -> None:
    steps = canary.parse("10%:5m")
    made = pipeline(Recorded(), adopt=True, canary=steps, against=0.05, wait_s=90.0, by="ana", revision="c0ffee")
    target = targets.production("us-east-1", "1" * 12, None, state_bucket="states")
    port = made._port(target, stack("1"), Site(Path("site"), "sha256:2", ()), "code")
    assert (port.adopt, port.steps, port.against, port.by, port.revision) == (True, steps, 0.05, "ana", "c0ffee")
    assert port.lock is not None
    assert port.lock.patience_s == 90.0


def test_the_smoke_tests_own_warm_up_of_a_moment_ago_is_not_taken_for_the_schedules() -> None:
    made = pipeline(Recorded(), Scheduled)
    made.target._values.append(targets.emulator("http://127.0.0.1:1"))
    made.stack._values.append(stack("1"))
    warmed_ms = int(time.time() * 1000)
    anyio.run(made._schedule, Note())
    assert Scheduled.since_ms >= warmed_ms
