"""What a benchmark finds: named measurements, each with its ratio to something else and how that spread. Pure.

Less is better, always: seconds, bytes, a share that went wrong. A ratio below 1 is ours ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any, Final, TypedDict, Unpack

SLIP: Final = 1.15  # times the ratio on record


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours divided by what it stands beside: the median of all pairs, and the middle half of them."""

    median: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure in its unit, what it stands beside, and the most that it may be."""

    name: str
    unit: str
    value: float
    beside: str = ""
    other: float | None = None
    ratio: Ratio | None = None
    ratio_at_most: float | None = None
    at_most: float | None = None
    headline: bool = False  # the README shows it

    @property
    def faults(self) -> tuple[str, ...]:
        """What is more than it may be."""
        over = []
        if self.at_most is not None and self.value > self.at_most:
            over.append(f"{self.name}: {figure(self.value)} {self.unit}, at most {figure(self.at_most)}")
        if self.ratio and self.ratio_at_most is not None and self.ratio.median > self.ratio_at_most:
            over.append(f"{self.name}: {self.ratio.median:.2f} of {self.beside}, at most {self.ratio_at_most:g}")
        return tuple(over)

    def slip(self, kept: Measurement) -> str | None:
        """How much worse than on record, where that is more than it may be."""
        if not self.ratio or not kept.ratio or self.ratio.median <= SLIP * kept.ratio.median:
            return None
        return f"{self.name}: {self.ratio.median:.3g} of {self.beside}, on record {kept.ratio.median:.3g}"

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Measurement:
        return cls(**{**raw, "ratio": Ratio(**raw["ratio"]) if raw["ratio"] else None})


class Limits(TypedDict, total=False):
    """What may be said of a measurement beside its figures."""

    ratio_at_most: float
    at_most: float
    headline: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """One benchmark: what it is about, how it is measured, and why it cannot be here, if so."""

    title: str
    measured: Callable[[], Iterable[Measurement]]
    missing: Callable[[], str | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Found:
    """What one run of a benchmark yielded; `skipped` says why nothing was measured."""

    name: str
    title: str
    seconds: float = 0.0
    skipped: str = ""
    measurements: tuple[Measurement, ...] = ()
    on: dict[str, Any] = field(default_factory=dict)  # which machine, and when; empty before it is kept

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(fault for one in self.measurements for fault in one.faults)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Found:
        made = tuple(Measurement.from_dict(one) for one in raw["measurements"])
        return cls(**{**{key.name: raw[key.name] for key in fields(cls)}, "measurements": made})


def compared(
    name: str, unit: str, beside: str, pairs: Sequence[tuple[float, float]], **limits: Unpack[Limits]
) -> Measurement:
    """Ours beside another, measured in pairs (ours, other), one right after the other."""
    own, other = (median(values) for values in zip(*pairs, strict=True))
    return Measurement(name, unit, own, beside, other, ratio_of([mine / its for mine, its in pairs]), **limits)


def alone(name: str, unit: str, values: Sequence[float], **limits: Unpack[Limits]) -> Measurement:
    """A figure that nothing stands beside."""
    return Measurement(name, unit, median(values), **limits)


def ratio_of(ratios: Sequence[float]) -> Ratio:
    ordered = sorted(ratios)
    last = len(ordered) - 1
    return Ratio(median(ordered), ordered[round(last * 0.25)], ordered[round(last * 0.75)], len(ordered))


def figure(value: float) -> str:
    """Three digits that matter, and no exponent."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:#.3g}".rstrip(".")
