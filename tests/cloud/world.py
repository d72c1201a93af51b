"""Releases, rollbacks and prunes on an account in memory; and what a visitor sees of it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import anyio
from tasador_release.aws import Aws
from tasador_release.flow.effects import LiveEffects, LiveRelease
from tasador_release.flow.rollback import roll_back
from tasador_release.flow.run import Result, run
from tasador_release.locks.lock import Lock
from tasador_release.records.retention import PrunePlan
from tasador_release.report.report import Timeline
from tasador_release.site.shown import Placed, mark_of
from tasador_release.values import settings
from tasador_release.values.artifacts import Site
from tasador_release.values.history import History
from tasador_release.values.results import Check
from tasador_release.values.stack import Stack

from tests.cloud.gate import Gate
from tests.cloud.services import CloudAws
from tests.cloud.state import Cloud
from tests.doubles.whole import OWN
from tests.paths import ROOT

T = TypeVar("T")
SETTINGS = settings.read(ROOT / "infra" / "settings.json")
LEASE_S = 4.0
_ASSET = re.compile(rb"/(assets/[\w.-]+)")


class _Smokes:
    """The verification list of an account in memory: what it shows is looked at, no request is made."""

    cloud: Cloud

    async def _smoked(self, version: str, index: Placed) -> tuple[Check, ...]:
        cloud = self.cloud
        page = cloud.site.get("index.html")
        lost = [] if page is None else [key for key in assets_of(page.body) if key not in cloud.site]
        seen = [cloud.versions[name] for name in (cloud.alias, *cloud.weights) if name in cloud.versions]
        return (
            Check("this index", page is not None and page.body == index.body, "read"),
            Check("its assets", not lost, f"without {lost}"),
            Check("this revision", cloud.alias == version, cloud.alias),
            Check("price", bool(seen) and not any(item.sick for item in seen), "asked"),
        )


@dataclass(slots=True, kw_only=True)
class CloudRelease(_Smokes, LiveRelease):
    cloud: Cloud


@dataclass(slots=True, kw_only=True)
class CloudEffects(_Smokes, LiveEffects):
    cloud: Cloud


@dataclass
class World:
    """One account, and pages by their text. `config` is what the page's config.json says."""

    folder: Path
    cloud: Cloud = field(default_factory=Cloud)

    def page(self, text: str) -> Site:
        root = self.folder / text
        if not root.exists():
            (root / "assets").mkdir(parents=True)
            (root / "assets" / f"app-{text}.js").write_text(f"console.log({text!r})")
            (root / "config.json").write_text(f'{{"page": "{text}"}}')
            script = f"<script type=module src='/assets/app-{text}.js'></script>"
            (root / "index.html").write_text(f"<!doctype html><head><title>{text}</title>{script}</head>")
        return Site.read(root)

    def release(
        self,
        text: str,
        gate: Gate | None = None,
        *,
        broken: bool = False,
        sick: bool = False,
        **more: Any,  # noqa: ANN401
    ) -> Result:
        """Apply code and page of that name, and release them."""
        dry_run = bool(more.pop("dry_run", False))
        version = self.cloud.apply(text, broken=broken, sick=sick)
        port = self.port(text, version, gate, **more)
        return within(lambda: run(port, Timeline(), dry_run=dry_run))

    def port(self, text: str, version: str, gate: Gate | None = None, **more: Any) -> CloudRelease:  # noqa: ANN401
        aws, lock = self._ways(gate)
        given: dict[str, Any] = {"code": f"sha256:{text}", "by": f"a test of {text}"} | more

        async def sleep(seconds: float) -> None:  # a holder that is at work renews its lock: only the canary waits
            self.cloud.watched += seconds
            await anyio.lowlevel.checkpoint()

        times: dict[str, Any] = {"sleep": sleep, "monotonic": lambda: self.cloud.watched}
        return CloudRelease(
            aws,
            stack(version),
            SETTINGS,
            OWN,
            lock,
            cloud=self.cloud,
            page=self.page(text),
            parallel=1,
            **times,
            **given,
        )

    def effects(self, gate: Gate | None = None) -> CloudEffects:
        aws, lock = self._ways(gate)
        newest = list(self.cloud.versions)[-1] if self.cloud.versions else "1"
        return CloudEffects(aws, stack(newest), SETTINGS, OWN, lock, cloud=self.cloud, parallel=1, by="a test")

    def roll_back(self, wanted: str | None = None, gate: Gate | None = None) -> Result:
        return within(lambda: roll_back(self.effects(gate), Timeline(), wanted=wanted))

    def prune(self, gate: Gate | None = None, *, keep: int = 1, days: int = 0) -> PrunePlan:
        """As the verb does it: planned and executed under the lock."""
        effects = self.effects(gate)

        async def go() -> PrunePlan:
            async with effects.exclusive():
                plan = await effects.pruner().plan(keep=keep, days=days)
                await effects.pruner().execute(plan)
            return plan

        self.cloud.clock += 10  # what was just written is older than the second that the clock shows
        return within(go)

    def past(self) -> History:
        return within(self.effects().past)

    def lock(self, gate: Gate | None = None, **more: Any) -> Lock:  # noqa: ANN401
        async def sleep(seconds: float) -> None:
            self.cloud.clock += seconds
            await anyio.lowlevel.checkpoint()

        given: dict[str, Any] = {"lease_s": LEASE_S, "sleep": sleep, "monotonic": lambda: self.cloud.clock} | more
        return Lock(cast("Aws", CloudAws(self.cloud, gate or Gate())), "state", "test", **given)

    def seen(self) -> tuple[str, str, str]:
        """What a visitor gets: the text of page, config.json and API. An index without its assets fails."""
        page, config = self.cloud.site.get("index.html"), self.cloud.site.get("config.json")
        for key in assets_of(page.body if page else b""):
            assert key in self.cloud.site, f"the shown page has lost {key}"
        return (_title(page.body if page else b""), _page(config.body if config else b""), self.api())

    def api(self) -> str:
        assert self.cloud.alias in self.cloud.versions, "the alias leads to a version that is gone"
        return self.cloud.versions[self.cloud.alias].code

    def shown(self) -> str:
        """The release that the index names."""
        page = self.cloud.site.get("index.html")
        mark = mark_of(page.body if page else None)
        return mark.release if mark else ""

    def _ways(self, gate: Gate | None) -> tuple[Aws, Lock]:
        gate = gate or Gate()
        return cast("Aws", CloudAws(self.cloud, gate)), self.lock(gate)


def all_of(text: str) -> tuple[str, str, str]:
    return (text, text, text)


def assets_of(index: bytes) -> list[str]:
    return [found.decode() for found in _ASSET.findall(index)]


def within(work: Callable[[], Awaitable[T]]) -> T:
    async def go() -> T:
        return await work()

    return anyio.run(go)


def stack(version: str) -> Stack:
    names = {name: name for name in Stack.__dataclass_fields__}
    return Stack(
        **{**names, "function_version": version, "bucket": "site", "repository_url": "host/app", "alias": "live"}
    )


def _title(body: bytes) -> str:
    found = re.search(rb"<title>(.*?)</title>", body)
    return found.group(1).decode() if found else ""


def _page(body: bytes) -> str:
    found = re.search(rb'"page": "(.*?)"', body)
    return found.group(1).decode() if found else ""
