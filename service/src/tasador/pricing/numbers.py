"""Numbers and months as people write them: one rule for every number in a text."""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

_PLAIN: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/](0?[1-9]|1[0-2]))?|(0?[1-9]|1[0-2])[-/](\d{4})")
MIDDLE: Final = 6.5  # a year's level is that of its middle, the end of June


def number(text: str, thousands: bool = True) -> float | None:
    """The number in this text, or None. Point and comma both may be the decimal sign; a group of three digits after
    either is thousands ("1.000" is one thousand), except where `thousands` is False (degrees)."""
    plain = text.strip()
    if thousands and _GROUPED.fullmatch(plain):
        decimal = max(plain.rfind("."), plain.rfind(","))
        mixed = "." in plain and "," in plain
        whole, rest = (plain[:decimal], plain[decimal + 1 :]) if mixed else (plain, "")
        return float(re.sub(r"[.,]", "", whole) + "." + (rest or "0"))
    if not _PLAIN.fullmatch(plain):
        return None
    found = float(plain.replace(",", "."))
    return found if isfinite(found) else None


def month(text: str) -> float | None:
    """A year or a month ("2020", "2020-03", "03/2020") in years: a year is its middle, or None."""
    found = _MONTH.fullmatch(text.strip())
    if not found:
        return None
    year, after, before, last = found.groups()
    told = after or before
    return float(year or last) + ((int(told) - MIDDLE) / 12 if told else 0.0)


def month_text(years: float) -> str:
    """The month of these years, as `YYYY-MM`; a year alone is its June."""
    months = round(years * 12 + MIDDLE - 1 - 1e-6)
    return f"{months // 12}-{months % 12 + 1:02d}"
