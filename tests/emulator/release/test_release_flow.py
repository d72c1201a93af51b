"""A release, its rollback and its failures, on the emulated AWS."""

import itertools
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import LockHeld, ProofFailed, SmokeFailed
from tasador_release.flow.effects import LiveEffects, LiveRelease
from tasador_release.flow.rollback import roll_back
from tasador_release.flow.run import Result, run
from tasador_release.function.http import fetch
from tasador_release.function.versions import Function
from tasador_release.locks.lock import Held, Lock
from tasador_release.report.report import Timeline
from tasador_release.values import app, settings
from tasador_release.values.artifacts import Site
from tasador_release.values.record import Release
from tasador_release.values.results import Check
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Target

from tests.emulator import GIVEN_UP_S, release_stack
from tests.paths import ROOT
from tests.place import make_bucket

pytestmark = pytest.mark.emulator
OWN = app.read(ROOT)


class ShortLease(Lock):
    """A lock whose waiter's time flies: a lease is over after three looks."""

    async def take(self, owner: str, token: str) -> Held:
        looks = itertools.count()
        self.monotonic, kept = lambda: next(looks) * self.lease_s / 3, self.monotonic
        self.sleep = _at_once
        held = await super().take(owner, token)
        self.monotonic = kept
        self._renewed = kept()
        return held


async def _at_once(_: float) -> None:
    await anyio.lowlevel.checkpoint()


class World:
    """One stack, and what a test does to it."""

    def __init__(self, target: Target, folder: Path) -> None:
        builder = release_stack.Builder(target)
        self.folder = folder
        self.stack: Stack = builder.build()
        self.aws = Aws(replace(target, stage=builder.end, state_bucket=f"state-{builder.end}"))
        make_bucket(builder.client("s3"), self.aws.target.state)
        self.settings: Settings = settings.read(ROOT / "infra" / "settings.json")

    def effects(self) -> LiveEffects:
        return LiveEffects(self.aws, self.stack, self.settings, OWN, self.lock(), patience_s=6)

    def lock(self) -> Lock:
        """One that does not wait long for the dead, and is not lost to a machine that is slow."""
        return ShortLease(self.aws, self.aws.target.state, self.aws.target.stage)

    def port(self, text: str) -> LiveRelease:
        site = Site.read(release_stack.page(self.folder / text, text))
        return LiveRelease(
            self.aws, self.stack, self.settings, OWN, self.lock(), page=site, code="sha256:abcd", patience_s=6
        )

    def put(self, code: bytes, revision: str = "") -> None:
        """What an apply does: new code, published as a version that no alias points to."""
        said = f"Prices homes; revision {revision}" if revision else ""
        version = anyio.run(release_stack.publish_zip, Function(self.aws, self.stack.function_name), code, said)
        self.stack = replace(self.stack, function_version=version)

    def release(self, text: str, *, dry_run: bool = False) -> Result:
        async def go() -> Result:
            return await run(self.port(text), Timeline(), dry_run=dry_run)

        return anyio.run(go)

    def live(self) -> str:
        return anyio.run(self.effects().current)

    def seen(self) -> str:
        async def go() -> str:
            return (await fetch(self.aws.target.site(self.stack).at("/"))).text()

        return anyio.run(go)

    def releases(self) -> tuple[Release, ...]:
        return anyio.run(self.effects().past).releases


@pytest.fixture
def world(emulated: Target, tmp_path: Path) -> World:
    return World(emulated, tmp_path)


def test_a_release_shows_what_it_says_and_the_second_finds_nothing_to_do(world: World) -> None:
    first = world.release("one")
    assert first.changed
    assert [check.name for check in first.checks if not check.ok] == []
    assert "one" in world.seen()
    assert [release.outcome for release in world.releases()] == ["done"]
    second = world.release("one")
    assert not second.changed
    assert len(world.releases()) == 1


def test_a_dry_run_writes_nothing(world: World) -> None:
    world.put(release_stack.code(120_000.0))
    result = world.release("one", dry_run=True)
    assert "alias" in "\n".join(result.plan.lines())
    assert world.live() == "1"
    assert world.releases() == ()
    assert world.aws.s3.list_objects_v2(Bucket=world.stack.bucket)["KeyCount"] == 0


def test_a_version_without_a_price_leaves_the_alias_where_it_was(world: World) -> None:
    world.release("one")
    world.put(release_stack.code(120_000.0, broken="raise"))
    with pytest.raises(ProofFailed, match="broken on purpose"):
        world.release("two")
    assert world.live() == "1"
    assert "one" in world.seen()
    assert world.releases()[0].outcome == "failed"


def test_a_failed_smoke_shows_the_previous_release_again_and_still_fails(world: World) -> None:
    world.release("one")
    world.put(release_stack.code(120_000.0, broken="warmup"))
    before = world.releases()[0].id
    with pytest.raises(SmokeFailed, match=before):
        world.release("two")
    assert world.live() == "1"
    assert "one" in world.seen()
    assert world.releases()[0].outcome == "rolled back"


def test_a_rollback_goes_back_page_and_api_and_no_further_when_it_is_run_again(world: World) -> None:
    for price, text in ((110_000.0, "one"), (120_000.0, "two"), (130_000.0, "three")):
        world.put(release_stack.code(price), release_stack.revision(price))
        world.release(text)
    back = anyio.run(lambda: roll_back(world.effects(), Timeline()))
    assert back.plan.release.restores == world.releases()[-2].id
    assert "two" in world.seen()
    again = anyio.run(lambda: roll_back(world.effects(), Timeline()))
    assert not again.changed
    assert "two" in world.seen()
    assert world.live() == world.releases()[-2].version


def test_a_service_that_tells_another_revision_fails_the_smoke_test(world: World) -> None:
    world.put(release_stack.code(150_000.0), "something-else")
    with pytest.raises(SmokeFailed, match="revision 'at-150000' answers, not 'something-else'"):
        world.release("one")


def test_a_held_lock_stops_a_release_before_it_writes(world: World) -> None:
    async def go() -> None:
        holder = world.lock()
        await holder.take("someone@else", "their token")
        port = world.port("one")
        port.lock = Lock(world.aws, holder.bucket, holder.stage, sleep=lambda _: holder.renew())  # moves at each look
        await run(port, Timeline())

    with pytest.raises(LockHeld, match="someone@else"):
        anyio.run(go)
    assert world.releases() == ()


def test_a_page_that_lost_an_asset_fails_by_its_name(world: World) -> None:
    world.release("one")
    listed = world.aws.s3.list_objects_v2(Bucket=world.stack.bucket, Prefix="assets/")["Contents"]
    asset = listed[0]["Key"]
    world.aws.s3.delete_object(Bucket=world.stack.bucket, Key=asset)
    checks = {check.name: check for check in anyio.run(world.effects().smoke_what_stands)}
    failed = [check.detail for check in checks.values() if not check.ok]
    assert len(failed) == 1
    assert asset in failed[0]


def test_what_the_browser_saw_decides_too(world: World) -> None:
    seen: list[Address] = []

    async def opened(page: Address) -> Check:
        seen.append(page)
        return Check("page in a browser", False, "no price was shown")

    async def go() -> None:
        port = world.port("one")
        port.browser = opened
        await run(port, Timeline())

    with pytest.raises(SmokeFailed, match="page in a browser: no price was shown"):
        anyio.run(go)
    assert ".cloudfront.localhost:" in seen[0].url


def elsewhere(world: World, page: Path, effect: str, by: signal.Signals) -> subprocess.Popen[str]:
    """Release in another process, which gets the signal after the effect."""
    target = world.aws.target
    given = {
        "endpoint": target.endpoint,
        "stage": target.stage,
        "state": target.state,
        "stack": world.stack.to_dict(),
        "page": str(page),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.emulator.release_killed", effect, by.name],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "ci" / "src")},
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(given))
    process.stdin.close()
    process.stdin = None
    return process


def ended(world: World, page: Path, effect: str, by: signal.Signals) -> int:
    process = elsewhere(world, page, effect, by)
    process.communicate(timeout=GIVEN_UP_S)
    return process.returncode


@pytest.mark.parametrize("effect", ["upload", "move_alias", "show"])
def test_a_release_whose_process_is_killed_converges_when_run_again(world: World, effect: str) -> None:
    world.release("one")
    world.put(release_stack.code(120_000.0))
    page = release_stack.page(world.folder / "two", "two")
    assert ended(world, page, effect, signal.SIGKILL) == -signal.SIGKILL
    held = anyio.run(world.lock().peek)
    assert held is not None
    result = world.release("two")
    assert result.changed
    assert world.live() == world.stack.function_version
    assert "two" in world.seen()
    assert anyio.run(world.lock().peek) is None
    assert [release.outcome for release in world.releases()] == ["done", "started", "done"]


@pytest.mark.parametrize("effect", ["upload", "show"])
def test_a_release_that_is_interrupted_puts_back_what_was_good(world: World, effect: str) -> None:
    world.release("one")
    world.put(release_stack.code(120_000.0))
    page = release_stack.page(world.folder / "two", "two")
    assert ended(world, page, effect, signal.SIGINT) != 0
    assert world.live() == "1"
    assert "one" in world.seen()
    assert anyio.run(world.lock().peek) is None
    assert world.releases()[0].outcome == "rolled back"


@pytest.mark.parametrize("effect", ["upload", "move_alias"])
def test_a_release_that_is_stopped_before_its_index_changes_nothing_once_another_went_on(
    world: World, effect: str
) -> None:
    world.release("one")
    world.put(release_stack.code(120_000.0))
    sleeper = elsewhere(world, release_stack.page(world.folder / "two", "two"), effect, signal.SIGSTOP)
    _, status = os.waitpid(sleeper.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    world.put(release_stack.code(130_000.0))
    world.release("three")
    shown, live = world.seen(), world.live()
    os.kill(sleeper.pid, signal.SIGCONT)
    _, told = sleeper.communicate(timeout=GIVEN_UP_S)
    assert sleeper.returncode != 0
    assert "someone else" in told
    assert (world.seen(), world.live()) == (shown, live)
    assert "three" in shown
    assert world.releases()[0].outcome == "done"
