"""What a trial costs at most, told before anything is made. Pure.

cost = sum over the items of quantity × price. What is billed by the month counts for `HOURS` of the 730 of a month.
Prices are the list prices of us-east-1 in USD, without the free tier, as docs/operations/operate.md has them (source:
aws.amazon.com/pricing); quantities are above those of the trial that tests make, which count its calls.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.values.app import App

HOURS: Final = 2.0
_MONTH_H: Final = 730
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """So much of something, at USD a unit."""

    what: str
    quantity: float
    unit: str
    usd_each: float

    @property
    def usd(self) -> float:
        return self.quantity * self.usd_each

    def line(self) -> str:
        return f"{self.what:28}{self.quantity:>10,.4g} {self.unit:20} × {self.usd_each:<12.6g} = {self.usd:.4f}"


def items(settings: Mapping[str, Any], app: App) -> tuple[Item, ...]:
    """Of a trial of this app with these settings (the whole of infra/settings.json)."""
    gb = int(settings["memory_mb"]) / 1024
    return (
        _kept("alarms", len(settings["alarms"]) + len(app.alarms), "alarm-months", 0.10),
        _kept("metrics of the service", app.metrics, "metric-months", 0.30),
        _kept("dashboard", 1, "dashboard-months", 3.00),
        _kept("images", 1, "GB-months", 0.10),
        Item("Lambda, requests", 600, "requests", 0.20 / _MILLION),
        Item("Lambda, 300 s of work", 300 * gb, "GB-seconds", 0.0000166667),
        Item("API Gateway", 600, "requests", 3.50 / _MILLION),
        Item("CloudFront", 600, "requests", 1.00 / _MILLION),
        Item("CloudFront, invalidations", 30, "paths", 0.005),
        Item("S3, writes and lists", 2000, "requests", 5.00 / _MILLION),
        Item("S3, reads", 5000, "requests", 0.40 / _MILLION),
        Item("warm-up", 60, "requests", 0.20 / _MILLION),
        Item("logs", 0.01, "GB", 0.50),
    )


def cents(found: tuple[Item, ...]) -> int:
    """All of it in US cents, rounded up."""
    return math.ceil(round(100 * sum(item.usd for item in found), 6))


def lines(found: tuple[Item, ...]) -> tuple[str, ...]:
    """For a reader: each item, and the sum in cents."""
    return (
        *(item.line() for item in found),
        f"at most {cents(found)} US cents, for {HOURS:.0f} hours, by the list prices of us-east-1 without free tier "
        "(aws.amazon.com/pricing; other regions ask more)",
    )


def _kept(what: str, count: float, unit: str, usd_a_month: float) -> Item:
    return Item(what, count * HOURS / _MONTH_H, unit, usd_a_month)
