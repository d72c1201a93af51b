"""The verification list, gone through for real. Every line is a check with what was seen."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import anyio

from tasador_release.aws import Aws
from tasador_release.concurrency import each
from tasador_release.errors import TasadorError
from tasador_release.function import answers, logs, samples, warmup
from tasador_release.function.gateway import fetch
from tasador_release.function.http import Answer
from tasador_release.function.samples import Request
from tasador_release.site import invalidation
from tasador_release.text import plain
from tasador_release.values.app import Contract
from tasador_release.values.results import Check
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Target

OpenPage: TypeAlias = Callable[[Address], Awaitable[Check]]
# a new rule takes up to a minute to be heard, edges some seconds; what is broken never heals
PATIENCE_S: Final = 90.0
Look: TypeAlias = Callable[[], Awaitable[str]]
_UNTOLD: Final = "not looked at: the stack does not tell its origins until it is applied again"


@dataclass(frozen=True, slots=True)
class Expected:
    """What must answer: the revision of the service ("" = its version names none), the hash of the index."""

    revision: str = ""
    index: str = ""
    record: str = "releases/none.json"


@dataclass(frozen=True, slots=True)
class Smoke:
    """What the checks need. `browser` opens the page; without it that line is left out."""

    aws: Aws
    target: Target
    stack: Stack
    settings: Settings
    contract: Contract
    expected: "Expected"
    browser: OpenPage | None = None
    patience_s: float = PATIENCE_S

    async def run(self) -> tuple[Check, ...]:
        """All checks, side by side, the browser after them; never stops at the first that fails."""
        since = await logs.server_ms(self.aws, self.stack.log_group)
        api = await each(lambda item: self._check(*item), self._api_checks())
        rest = await each(lambda item: self._check(*item), self._other_checks(since))
        seen = [await self.browser(self.target.page(self.stack))] if self.browser else []
        return (*api, *rest, *seen)

    def _api_checks(self) -> list[tuple[str, Look]]:
        return [
            (f"GET {self.contract.app.health.path} is ok, of this revision", self._alive),
            *((request.sample.name, partial(self._sampled, request)) for request in samples.requests(self.contract)),
            ("preflight names the origin", self._preflight),
            ("answer names the origin", self._answer_origin),
        ]

    def _other_checks(self, since: int) -> list[tuple[str, Look]]:
        return [
            ("page and its assets through the CDN", self._page),
            (f"{self._first.sample.name}, through the CDN", self._same_origin),
            ("records stay private", self._private),
            ("audit lines in the log", lambda: self._audit(since)),
            ("warm-up through EventBridge", self._warmup),
        ]

    async def _check(self, name: str, look: Look) -> Check:
        start = time.monotonic()
        try:
            detail, ok = await look(), True
        except (ValueError, TasadorError) as error:
            detail, ok = (error.what if isinstance(error, TasadorError) else str(error)), False
        return Check(name, ok, plain(detail), round(time.monotonic() - start, 3))

    async def _alive(self) -> str:
        health = self.contract.app.health
        answer = await fetch(self.target.api(self.stack).at(health.path))
        return answers.alive(answer, health, self.expected.revision)

    @property
    def _first(self) -> Request:
        return samples.requests(self.contract)[0]

    async def _sampled(self, request: Request) -> str:
        answer = await _post(self.target.api(self.stack).at(request.sample.path), request.body)
        return answers.sampled(answer, request)

    async def _preflight(self) -> str:
        origin = self.stack.origin
        if not origin:
            return _UNTOLD
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        address = self.target.api(self.stack).at(self._first.sample.path)
        return answers.allows(await fetch(address, method="OPTIONS", headers=asked), origin, methods=True)

    async def _answer_origin(self) -> str:
        origin = self.stack.origin
        if not origin:
            return _UNTOLD
        address = self.target.api(self.stack).at(self._first.sample.path)
        return answers.allows(await _post(address, self._first.body, {"Origin": origin}), origin)

    async def _page(self) -> str:
        await self._edges()
        site = self.target.site(self.stack)
        assets = await _patiently(lambda: self._index(site, self.expected.index), self.patience_s)
        for path in assets:
            answers.asset(await fetch(site.at(path)), path)
        return f"index and {len(assets)} assets"

    async def _index(self, site: Address, shown: str) -> tuple[str, ...]:
        return answers.page(await fetch(site.at("/")), shown)

    async def _edges(self) -> None:
        await invalidation.deployed(self.aws, self.stack.distribution_id)

    async def _same_origin(self) -> str:
        await self._edges()
        path = f"{self.settings.base_path}{self._first.sample.path}"
        return answers.sampled(await _post(self.target.site(self.stack).at(path), self._first.body), self._first)

    async def _private(self) -> str:
        await self._edges()
        return answers.private(await fetch(self.target.site(self.stack).at(self.expected.record)))

    async def _audit(self, since: int) -> str:
        wanted = self.contract.app.log_events
        enough = answers.logged(*wanted)
        lines = await logs.wait_for(self.aws, self.stack.log_group, since, enough, self.patience_s)
        absent = answers.missing(lines, wanted)
        if absent:
            raise ValueError(f"no {', '.join(absent)} in {self.stack.log_group}")
        return ", ".join(wanted) or "none expected"

    async def _warmup(self) -> str:
        return await warmup.fire(
            self.aws,
            self.stack.warmup_rule,
            self.settings.warmup.schedule,
            self.stack.log_group,
            self.contract.app.warmup.log_event,
            self.patience_s,
        )


async def _post(address: Address, body: object, headers: Mapping[str, str] | None = None) -> Answer:
    given = {"Content-Type": "application/json", **(headers or {})}
    return await fetch(address, method="POST", body=json.dumps(body).encode(), headers=given)


async def _patiently(look: Callable[[], Awaitable[tuple[str, ...]]], patience_s: float) -> tuple[str, ...]:
    """Look again until it holds or patience ends."""
    end = time.monotonic() + patience_s
    while True:
        try:
            return await look()
        except ValueError:
            if time.monotonic() >= end:
                raise
        await anyio.sleep(0.5)
