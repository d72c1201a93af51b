"""The same requests answered by two versions, before anybody gets the new one: which numbers moved, and how far.

The requests are those on record in the function's log (as `app.json` says where) and the app's samples. A new model is
a release too: that its numbers differ is no fault, but whoever releases it shall see by how much.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.aws import Aws
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed, ProofFailed
from tasador_release.function import logs, samples
from tasador_release.function.events import post_event
from tasador_release.function.versions import Function
from tasador_release.values.app import Comparison, Contract

WINDOW_MS: Final = 24 * 3600 * 1000
MOST: Final = 100  # requests that are compared
_READ: Final = 10_000  # lines of the log that are read for them
_TOLD: Final = 20  # that are listed by name
_AT_ONCE: Final = 4
_WORDS: Final = 160


@dataclass(frozen=True, slots=True)
class Pair:
    """One request and the number in each version's answer."""

    body: str
    old: float
    new: float

    @property
    def moved(self) -> float:
        """By which share of the old number."""
        return self.new / self.old - 1 if self.old else float(self.new != self.old)

    def line(self) -> str:
        return f"{self.old:,.0f} → {self.new:,.0f} ({self.moved:+.1%}) for {self.body[:_WORDS]}"


@dataclass(frozen=True, slots=True)
class Differences:
    """What both answered, and how many only the new one did."""

    pairs: tuple[Pair, ...]
    only_new: int = 0

    def beyond(self, share: float) -> tuple[Pair, ...]:
        """Those that moved by more than this share, the farthest first."""
        return tuple(sorted((p for p in self.pairs if abs(p.moved) > share), key=lambda p: -abs(p.moved)))

    def lines(self, share: float) -> tuple[str, ...]:
        """For a reader: how many moved by more than the share, and the farthest of them."""
        moved = self.beyond(share)
        also = f", {self.only_new} only by the new version" if self.only_new else ""
        most = f"{100 * share:.3g} % of what they were"
        head = f"{len(moved)} of {len(self.pairs)} answers moved by more than {most}{also}"
        more = (f"and {len(moved) - _TOLD} more",) if len(moved) > _TOLD else ()
        return (head, *(pair.line() for pair in moved[:_TOLD]), *more)


@dataclass(frozen=True, slots=True)
class Comparer:
    """One function, its log, and what of an answer is compared."""

    aws: Aws
    function: Function
    log_group: str
    contract: Contract

    async def compare(self, old: str, new: str) -> Differences:
        """ProofFailed when the new version does not answer what the old one did."""
        comparison = self.contract.app.comparison
        if comparison is None:
            return Differences(())
        bodies = list(dict.fromkeys([*self._samples(comparison), *await self._recorded(comparison)]))
        before = await each(lambda body: self._number(old, comparison, body), bodies, at_once=_AT_ONCE)
        after = await each(lambda body: self._number(new, comparison, body), bodies, at_once=_AT_ONCE)
        return _differences(new, bodies, before, after)

    def _samples(self, comparison: Comparison) -> list[str]:
        of_path = (sample for sample in self.contract.app.samples if sample.path == comparison.path)
        return [json.dumps(self.contract.bodies[sample.body]) for sample in of_path]

    async def _recorded(self, comparison: Comparison) -> list[str]:
        """A sample of the last day's requests, evenly over those that were read."""
        if not comparison.log_event:
            return []
        since = await logs.server_ms(self.aws, self.log_group) - WINDOW_MS
        pattern = f'{{ $.event = "{comparison.log_event}" }}'
        lines = await logs.lines(self.aws, self.log_group, since, pattern, _READ)
        bodies = list(dict.fromkeys(_requests((line.message for line in lines), comparison)))
        return bodies[:: max(1, len(bodies) // MOST)][:MOST]

    async def _number(self, version: str, comparison: Comparison, body: str) -> float | None:
        """None when it gives none: a record is cut, and need not be a request that can be answered."""
        try:
            result = await self.function.result(version, post_event(comparison.path, json.loads(body)))
            found = samples.at(samples.parsed(samples.parsed(result)["body"]), comparison.number)
        except (ProofFailed, CallFailed, ValueError, KeyError, TypeError):
            return None
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _differences(
    new: str, bodies: Sequence[str], before: Sequence[float | None], after: Sequence[float | None]
) -> Differences:
    both, only_new = [], 0
    for body, one, other in zip(bodies, before, after, strict=True):
        if one is not None and other is None:
            raise ProofFailed(new, f"the version that users have answers {body[:_WORDS]}, and this one does not")
        if one is not None and other is not None:
            both.append(Pair(body, one, other))
        only_new += one is None and other is not None
    return Differences(tuple(both), only_new)


def _requests(lines: Iterable[str], comparison: Comparison) -> Iterable[str]:
    for line in lines:
        try:
            found = samples.at(samples.parsed(line), comparison.request)
        except ValueError:
            continue
        if isinstance(found, Mapping):
            yield json.dumps(_given(found))


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was left out of the request, which a log line names as null."""
    return {name: value for name, value in body.items() if value is not None}
