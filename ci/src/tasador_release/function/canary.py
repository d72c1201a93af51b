"""A new version gets a share of the requests while what visitors get from it is watched.

The alias keeps the old version and gives the new one a weight, on condition of its RevisionId like every move. The
first breach raises CanaryFailed, whose recovery leads all requests back to the old version; so does a kill, once
anything is released or rolled back again: each move says the weights too.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import anyio

from tasador_release.errors import AliasConflict, CanaryFailed
from tasador_release.function.aliases import Aliases
from tasador_release.function.traffic import CanaryLimits, Watch, breach
from tasador_release.values.alias import Alias
from tasador_release.values.canary import CanaryStep

LOOK_S: Final = 30.0


@dataclass(slots=True)
class Canary:
    """The steps of one release. `sleep` and `monotonic` are the time by which the steps last."""

    aliases: Aliases
    watch: Watch
    limits: CanaryLimits = field(default_factory=CanaryLimits)
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    monotonic: Callable[[], float] = time.monotonic
    _rang: frozenset[str] | None = None  # alarms that rang before: the new version may be their cure

    async def step(self, step: CanaryStep, seen: Alias, old: str, new: str) -> tuple[Alias, str]:
        """Give version `new` its share and watch it for its time; the alias as it is then, and what visitors saw."""
        alarms = await self.watch.ringing()
        self._rang = alarms.ringing if self._rang is None else self._rang
        stands = await self.aliases.move(seen, Alias(old, ((new, step.share),)))
        end, saw = self.monotonic() + step.seconds, ""
        while (left := end - self.monotonic()) > 0:
            await self.sleep(min(LOOK_S, left))
            saw = await self._looked(step, stands, new, alarms.at)
        return stands, saw

    async def _looked(self, step: CanaryStep, stands: Alias, version: str, since: datetime) -> str:
        now = await self.aliases.read()
        if not now.same(stands):
            raise AliasConflict(self.aliases.name, stands.line(), now.line())
        alarms = await self.watch.ringing()
        old, new = await self.watch.seen((stands.version, version), since, alarms.at)
        saw = f"{old.line()}; {new.line()}"
        reason = breach(old, new, alarms.ringing - (self._rang or frozenset()), self.limits)
        if reason is not None:
            raise CanaryFailed(version, step.line(), reason, saw)
        return saw
