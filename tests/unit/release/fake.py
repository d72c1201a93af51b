"""A port that records what a release does to it, and fails where it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import anyio
from tasador_release.errors import CallFailed
from tasador_release.flow.plan import CodePlan, ReleasePlan
from tasador_release.flow.run import Result, run
from tasador_release.report.report import Timeline
from tasador_release.site.sync import IMMUTABLE, REVALIDATE, Remote, SyncPlan, content_type, plan_sync
from tasador_release.values.artifacts import File, Site
from tasador_release.values.history import Release, index_key, last_good
from tasador_release.values.results import Check, Proof, Synced


def a_release(name: str = "0001", **changes: object) -> Release:
    made = Release(
        id=name,
        outcome="done",
        started_at="2026-11-01T00:00:00+00:00",
        by="a test",
        target="emulator",
        stage="test",
        previous=None,
        function="fn",
        version="1",
        code="sha256:aa",
        site="sha256:bb",
        files=("index.html",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


@dataclass
class World:
    """An account as far as a release can tell: what is written there outlives the port."""

    alias: str = "1"
    objects: dict[str, str] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    broken_versions: set[str] = field(default_factory=set)
    sick: set[str] = field(default_factory=set)  # versions that prove well and fail the smoke
    locked: bool = False

    @property
    def index(self) -> str:
        return self.objects.get("index.html", "")


class Killed(BaseException):
    """The process is gone: nothing after this line runs, no handler, no `finally` that writes."""


@dataclass
class FakePort:
    """`fail` names the effect that fails, once; `kill` the one after which the process is gone.

    `fail_at` and `kill_at` do the same by the number of the effect, from 1.
    """

    world: World
    version: str
    site: Site
    name: str
    fail: str = ""
    kill: str = ""
    fail_at: int = 0
    kill_at: int = 0
    events: list[str] = field(default_factory=list)
    dead: bool = False
    robbed: bool = False  # another release took the lock

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        assert not self.world.locked, "two releases at once"
        self.world.locked = True
        try:
            yield
        finally:
            self.world.locked = False

    async def plan(self) -> ReleasePlan:
        self._does("plan")
        before = last_good(self.world.releases.values())
        release = a_release(
            self.name,
            outcome="started",
            version=self.version,
            site=self.site.digest,
            previous=before.id if before else None,
        )
        there = [Remote(key, sha, content_type(key), _cache(key)) for key, sha in self.world.objects.items()]
        code = CodePlan("fn", "live", self.world.alias, self.version)
        return ReleasePlan(release, before, code, plan_sync(self.site, there))

    def ours(self) -> bool:
        return not self.robbed

    async def record(self, release: Release) -> None:
        self._does(f"record {release.outcome}")
        self.world.releases[release.id] = release
        self._after(f"record {release.outcome}")

    async def prove(self, version: str) -> Proof:
        self._does(f"prove {version}")
        if version in self.world.broken_versions:
            raise CallFailed("lambda:Invoke", "Broken", version)
        return Proof(version, 1.0, 1, None, 1.0, 1.0)

    async def upload(self, plan: SyncPlan, release: str) -> Synced:
        self._does("upload")
        for item in (*plan.assets, *plan.entries):
            self.world.objects[item.key] = item.sha256
        index = next(file for file in self.site.files if file.path == "index.html")
        self.world.objects[index_key(release)] = index.sha256
        self._after("upload")
        return Synced(len(plan.uploads), plan.unchanged, plan.size)

    async def move_alias(self, version: str, *expected: str) -> None:
        self._does(f"alias {version}")
        assert self.world.alias in (version, *expected)
        self.world.alias = version
        self._after(f"alias {version}")

    async def show_index(self, release: str) -> None:
        self._does(f"index {release}")
        self.world.objects["index.html"] = self.world.objects[index_key(release)]
        self._after(f"index {release}")

    async def invalidate(self, paths: tuple[str, ...]) -> str:
        self._does("invalidate")
        self._after("invalidate")
        return f"{len(paths)} paths"

    async def smoke(self) -> tuple[Check, ...]:
        self._does("smoke")
        well = self.world.alias not in self.world.sick
        return (Check("price", well, "USD 1" if well else "answered 500"),)

    async def history(self) -> tuple[Release, ...]:
        return tuple(self.world.releases.values())

    async def current(self) -> str:
        return self.world.alias

    def _does(self, event: str) -> None:
        if self.dead:
            raise Killed
        self.events.append(event)
        if (self.fail and event == self.fail) or len(self.events) == self.fail_at:
            self.fail = ""
            raise CallFailed(event, "ServiceUnavailable", "told to fail")

    def _after(self, event: str) -> None:
        if (self.kill and event == self.kill) or len(self.events) == self.kill_at:
            self.dead = True
            raise Killed


def a_site(text: str) -> Site:
    sha = text.encode().hex().ljust(64, "0")
    files = (File(f"assets/{text}.js", sha, 1), File("index.html", sha, 1), File("favicon.svg", "f" * 64, 1))
    return Site(Path("dist"), f"sha256:{text}", files)


def _cache(key: str) -> str:
    return IMMUTABLE if key.startswith("assets/") else REVALIDATE


def release(port: FakePort, *, dry_run: bool = False) -> Result:
    async def go() -> Result:
        return await run(port, Timeline(), dry_run=dry_run)

    return anyio.run(go)


def a_world() -> World:
    """One good release has been done."""
    world = World()
    release(FakePort(world, "1", a_site("one"), "0001"))
    return world
