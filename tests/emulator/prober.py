"""A visitor who never rests: the page, each asset that its index names, and a price through the page's own origin."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import anyio
from tasador_release.function.http import Answer, fetch
from tasador_release.values.target import Address

_ASSET = re.compile(r"/(assets/[\w.-]+)")
_TITLE = re.compile(r"<title>r(\d+)</title>")
HOME = json.dumps({"l2": "Capital Federal", "bedrooms": 1, "bathrooms": 1, "surface_covered": 45}).encode()


@dataclass
class Prober:
    """What it saw: pages and prices by the number of their release; and what no visitor may see."""

    site: Address
    requests: int = 0
    visits: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    pairs: set[tuple[int, int]] = field(default_factory=set)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self, visitors: int = 2) -> Iterator[None]:
        threads = [threading.Thread(target=anyio.run, args=(self._go,)) for _ in range(visitors)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()
            self.seconds = time.monotonic() - begun

    async def _go(self) -> None:
        while not self._over.is_set():
            before = await self._price()
            index = await self._get("/")
            await self._assets(index)
            after = await self._price()
            self._compare(_number(index.text()), before, after)
            self.visits += 1

    async def _assets(self, index: Answer) -> None:
        for name in dict.fromkeys(_ASSET.findall(index.text())):
            found = await self._get(f"/{name}")
            if found.headers.get("content-type", "").startswith("text/html"):
                self.faults.append(f"{name} is missing: the index came instead")

    async def _price(self) -> int:
        """The release whose service answers: its price says so."""
        found = await self._ask("/api/predict", method="POST", body=HOME)
        return round((json.loads(found.body)["precio_predicho"] - 100_000) / 1000) if found.status == 200 else 0

    async def _get(self, path: str) -> Answer:
        return await self._ask(path, method="GET")

    async def _ask(self, path: str, *, method: str, body: bytes | None = None) -> Answer:
        given = {"Content-Type": "application/json"} if body else {}
        found = await fetch(self.site.at(path), method=method, body=body, headers=given)
        self.requests += 1
        if found.status != 200:
            self.faults.append(f"{method} {path} answered {found.status}: {found.text()[:120]}")
        return found

    def _compare(self, page: int, before: int, after: int) -> None:
        """A verb moves the API one way, so that it was never newer than the newer of both looks."""
        self.pairs.add((page, after))
        if page > max(before, after):
            self.faults.append(f"page {page} with the API of release {max(before, after)}")


def _number(index: str) -> int:
    found = _TITLE.search(index)
    return int(found.group(1)) if found else 0
