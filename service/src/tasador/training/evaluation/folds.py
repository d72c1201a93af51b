"""Cross-validation grouped by place: all that is learned, of places too, is learned within the training folds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Memory, Parallel, delayed

import tasador
from tasador.training.evaluation.baselines import predictions
from tasador.training.fitting import splits
from tasador.training.fitting.atlas import Floats, Integers
from tasador.training.fitting.copies import masked, without_coordinates
from tasador.training.fitting.pipeline import fitted
from tasador.training.fitting.target import target
from tasador.training.progress import Say, Steps
from tasador.training.reading import listings
from tasador.training.settings import TrainingSettings

OURS = "forest"


@dataclass(frozen=True)
class Fold:
    """What one fold's models said of the rows they had not seen."""

    at: Integers
    logs: dict[str, Floats]  # by model
    located: Floats  # the forest's, with locality in place of coordinates
    table: pd.DataFrame
    copies: pd.DataFrame
    copies_table: pd.DataFrame
    copies_logs: Floats


@dataclass(frozen=True)
class Evaluated:
    """Every row priced by the models of the fold it was kept from."""

    rows: pd.DataFrame
    target: Floats
    logs: dict[str, Floats]
    located: Floats
    table: pd.DataFrame
    copies: pd.DataFrame  # of a part of the rows, with fields taken away
    copies_table: pd.DataFrame
    copies_logs: Floats

    @property
    def residual(self) -> Floats:
        found: Floats = self.target - self.logs[OURS]
        return found


def cross_validate(
    rows: pd.DataFrame, settings: TrainingSettings, key: str, memory: Memory, say: Say, steps: Steps | None = None
) -> Evaluated:
    """`key` names the rows' content, so that a fold computed before is read back."""
    steps = steps or Steps()
    rows = sample(rows, settings)
    rows = rows.assign(place=splits.places(rows), copy=False)
    one = memory.cache(_fold, ignore=["rows", "threads"])
    key = " ".join([key, *map(listings.digest, _code())])
    say(f"{settings.folds} folds, {settings.threads} at once")
    asked = (delayed(one)(rows, settings.told(), key, k, threads=1) for k in range(settings.folds))
    steps.begin("folds", settings.folds)
    found = []
    for fold in Parallel(n_jobs=settings.threads, return_as="generator")(asked):
        found.append(fold)
        steps.advance()
    return _joined(rows, found)


def _code() -> list[Path]:
    """This package's source: a fold that other code computed is another fold."""
    return sorted(Path(tasador.__file__).parent.rglob("*.py"))


def sample(rows: pd.DataFrame, settings: TrainingSettings) -> pd.DataFrame:
    """Whole places, drawn until there are rows enough."""
    if settings.evaluated is None or len(rows) <= settings.evaluated:
        return rows
    place = splits.places(rows)
    drawn = np.random.default_rng(settings.seed).random(int(place.max()) + 1)
    return rows[drawn[place] < settings.evaluated / len(rows)].reset_index(drop=True)


def _fold(rows: pd.DataFrame, told: dict[str, object], key: str, k: int, threads: int) -> Fold:
    settings = TrainingSettings(**told, threads=threads)  # type: ignore[arg-type]  # the very fields it was made from
    fold = splits.folds(rows["place"].to_numpy(np.int64), settings.folds, settings.seed)
    train, test = (rows[mask].reset_index(drop=True) for mask in (fold != k, fold == k))
    pipeline = fitted(train, settings)
    features, forest = pipeline.named_steps["features"], pipeline.named_steps["forest"]
    table = features.transform(test)
    known = features.atlas_.survey
    copies = masked(test, known, settings.seed)
    copies = copies.sample(frac=0.3, random_state=settings.seed).reset_index(drop=True)
    copies_table = features.transform(copies)
    return Fold(
        at=np.flatnonzero(fold == k),
        logs={OURS: forest.predict(table), **predictions(train, test, settings)},
        located=forest.predict(features.transform(without_coordinates(test, known))),
        table=table,
        copies=copies,
        copies_table=copies_table,
        copies_logs=forest.predict(copies_table),
    )


def _joined(rows: pd.DataFrame, folds: list[Fold]) -> Evaluated:
    at = np.concatenate([fold.at for fold in folds])
    back = np.argsort(at)
    joined = rows.iloc[at[back]].reset_index(drop=True)
    return Evaluated(
        rows=joined,
        target=target(joined),
        logs={name: np.concatenate([fold.logs[name] for fold in folds])[back] for name in folds[0].logs},
        located=np.concatenate([fold.located for fold in folds])[back],
        table=pd.concat([fold.table for fold in folds], ignore_index=True).iloc[back].reset_index(drop=True),
        copies=pd.concat([fold.copies for fold in folds], ignore_index=True).assign(copy=True),
        copies_table=pd.concat([fold.copies_table for fold in folds], ignore_index=True),
        copies_logs=np.concatenate([fold.copies_logs for fold in folds]),
    )
