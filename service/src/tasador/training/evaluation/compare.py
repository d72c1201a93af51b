"""Whether a new model may take the place of the current one: only if it is no worse on the same folds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasador.pricing.artifact import ARTIFACT, card_of
from tasador.training.faults import WorseError

TOLERANCE = 0.05  # points of median error by which two models may differ by chance


def current(folder: Path) -> dict[str, Any] | None:
    try:
        file = folder / ARTIFACT
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
        found: dict[str, Any] = card_of(file, digest)
    except (OSError, ValueError):
        return None
    return found


def same_folds(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The same rows, cut the same way."""
    return all(
        one.get("data", {}).get("sha256") == other.get("data", {}).get("sha256")
        and one.get("folds") == other.get("folds")
        and one.get("settings", {}).get(name) == other.get("settings", {}).get(name)
        for name in ("seed", "evaluated")
    )


def worse(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    """The figures that got worse, in words."""
    before, now = old.get("median_ape", {}), new["median_ape"]
    return [
        f"{name}: {now[name]:.2f} % instead of {before[name]:.2f} %"
        for name in now
        if name in before and now[name] > before[name] + TOLERANCE
    ]


def refuse_worse(new: Mapping[str, Any], folder: Path) -> str:
    """What the comparison came to; WorseError where it forbids to go on."""
    old = current(folder)
    if old is None:
        return "there is no current model to compare with"
    if not same_folds(new, old):
        return "the current model was evaluated on other rows: not comparable"
    found = worse(new, old)
    if found:
        raise WorseError(found)
    return "no worse than the current model on the same folds"
