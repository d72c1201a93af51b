"""What a training run may be told, and how it adapts to a large file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

LARGE: Final = 200_000  # rows from which one fit costs minutes, so that fewer trees and folds have to do


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """What decides the artifact's bytes besides the rows and the code."""

    seed: int = 1
    folds: int = 5
    inner_folds: int = 20
    place_rounds: int = 3  # times that homes and places are fitted in turn, to tell what each adds
    trees: int = 420
    leaves: int = 160
    depth: int = 12
    rate: float = 0.12
    bins: int = 256
    weight: float = 10.0  # least hessian in a leaf
    tail: float = 0.2  # error in log from which an advert counts for less than half
    rows: float = 0.8
    columns: float = 0.5
    copied: float = 1.0  # share of rows with a copy from which fields were taken away
    masked: float = 0.8  # weight of such a copy; 0: no copies
    bound_trees: int = 50
    bound_depth: int = 4
    coverage: float = 0.8
    threads: int = 2
    evaluated: int | None = None  # rows that cross-validation draws; None: all

    def told(self) -> dict[str, object]:
        """For the card: threads change nothing in the result."""
        return {name: value for name, value in asdict(self).items() if name != "threads"}


def adapted(settings: TrainingSettings, rows: int) -> TrainingSettings:
    """On a large file: cross-validation on a sample, no masked copies, fewer and shallower trees."""
    if rows < LARGE:
        return settings
    return replace(
        settings,
        folds=3,
        inner_folds=10,
        place_rounds=1,
        trees=150,
        depth=8,
        rate=0.15,
        bins=128,
        masked=0.0,
        evaluated=60_000,
    )
