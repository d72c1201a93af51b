"""One training run: read, clean, evaluate, fit, export, check."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import Memory

from tasador.pricing import artifact
from tasador.pricing.artifact import ARTIFACT
from tasador.pricing.model import Model
from tasador.pricing.trees.forest import Forest
from tasador.training import further
from tasador.training.cleaning import schema
from tasador.training.cleaning.rules import clean
from tasador.training.evaluation import intervals, learning
from tasador.training.evaluation.folds import Evaluated, cross_validate
from tasador.training.evaluation.growth import growth
from tasador.training.evaluation.intervals import Bounds, Errors
from tasador.training.evaluation.twins import twins
from tasador.training.evaluation.usual import usual
from tasador.training.export import content, forests
from tasador.training.faults import DataError
from tasador.training.fitting import boost
from tasador.training.fitting.atlas import Survey, explore
from tasador.training.fitting.pipeline import fitted, parts
from tasador.training.fitting.target import target
from tasador.training.fitting.turns import FIRST_SLOPE, Forests
from tasador.training.further import Further
from tasador.training.progress import Say, Steps
from tasador.training.reading import listings
from tasador.training.reports import report
from tasador.training.reports.card import card, level
from tasador.training.saving import whole
from tasador.training.settings import TrainingSettings, adapted

CHECKED = 3_400  # rows, each checked as it is, with holes and on thresholds: 10,200 in all

NONE = Further()


@dataclass(frozen=True)
class Outcome:
    """A finished run, before and after it is written."""

    card: dict[str, Any]
    packed: bytes
    settings: TrainingSettings
    evaluated: Evaluated
    bounds: Bounds


def train(
    file: Path,
    settings: TrainingSettings,
    memory: Memory,
    say: Say,
    trainer: boost.Trainer = boost.here,
    more: Further = NONE,
    columns: Sequence[str] = (),
    steps: Steps | None = None,
) -> Outcome:
    steps = steps or Steps()
    steps.begin("reading")
    cleaned, digest = clean(listings.read(file, columns), str(file)), listings.digest(file)
    schema.prove(cleaned.rows, str(file))
    say(f"{cleaned.read:,} rows read, {len(cleaned.rows):,} kept")
    for finding in cleaned.findings:
        say(f"  {finding}{finding.shown}")
    settings = adapted(settings, len(cleaned.rows))
    evaluated = cross_validate(cleaned.rows, settings, digest, memory, say, steps)
    steps.begin("ranges")
    bounds = intervals.fit(errors(evaluated, settings), settings)
    steps.begin("model")
    pipeline = fitted(cleaned.rows, settings, trainer)
    atlas, grown = parts(pipeline)
    packed = packed_forests(grown, bounds, evaluated.table)
    steps.begin("checks")  # of every leaf, against xgboost
    check(grown, bounds, packed, evaluated.table)
    steps.begin("levels")
    learned = cleaned.rows[~cleaned.rows["suspect"]].reset_index(drop=True)
    held = content.content(learned, atlas, packed)
    told = card(cleaned, digest, settings, evaluated, bounds) | {"twins": twins(evaluated.rows, evaluated.residual)}
    return Outcome(*_completed(told, held, learned, atlas.survey, more), settings, evaluated, bounds)


def _completed(
    told: dict[str, Any], held: dict[str, Any], learned: pd.DataFrame, survey: Survey, more: Further
) -> tuple[dict[str, Any], bytes]:
    """The card and the artifact with what the further files teach."""
    held, taught = further.completed(held, learned, survey, more)
    model, seed = Model(held, {}, ""), told["settings"]["seed"]
    told = told | {"monotone": growth(model, learned, seed), "usual": usual(model, learned, seed)}
    packed = artifact.written(held)
    sealed = {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)}
    levels = {"level": {**level(held["levels"]), **taught.pop("level", {})}}
    return told | levels | taught | sealed, packed


def renew(
    file: Path, folder: Path, more: Further, say: Say, columns: Sequence[str] = ()
) -> tuple[dict[str, Any], bytes]:
    """The model of this folder with levels, extras and comparables learned again; its forests stay as they are."""
    packed = (folder / ARTIFACT).read_bytes()
    held, told = artifact.read(packed), artifact.card_of(folder / ARTIFACT, hashlib.sha256(packed).hexdigest())
    cleaned = clean(listings.read(file, columns), str(file))
    learned = cleaned.rows[~cleaned.rows["suspect"]].reset_index(drop=True)
    survey = explore(learned)
    if [one[:2] for one in held["places"]["localities"]] != [list(name) for name in survey.names]:
        raise DataError(str(file), ["the model of this folder was trained on other listings"])
    say("levels, extras and comparables; the forests stay")
    return _completed(told, held, learned, survey, more)


def errors(evaluated: Evaluated, settings: TrainingSettings) -> Errors:
    """The rows as they are, and the copies with missing fields, which weigh less."""
    rows = pd.concat([evaluated.rows, evaluated.copies], ignore_index=True)
    table = pd.concat([evaluated.table, evaluated.copies_table], ignore_index=True)
    residual = np.concatenate([evaluated.residual, target(evaluated.copies) - evaluated.copies_logs])
    return Errors(rows, table, residual, np.where(rows["copy"], settings.masked, 1.0))


def packed_forests(grown: Forests, bounds: Bounds, usual: pd.DataFrame) -> dict[str, Any]:
    """An explanation starts from the mean of `usual` homes."""
    return {
        "price": forests.pack_forest(grown.price, grown.base, usual),
        "slope": forests.pack_forest(grown.slope, FIRST_SLOPE),
        "open": forests.pack_forest(grown.open),
        "low": forests.pack_forest(bounds.low),
        "high": forests.pack_forest(bounds.high),
        "corrections": {name: list(pair) for name, pair in bounds.corrections.items()},
    }


def check(grown: Forests, bounds: Bounds, packed: Mapping[str, Any], table: pd.DataFrame) -> None:
    probes = table.sample(min(CHECKED, len(table)), random_state=0)
    boosters = {"price": grown.price, "slope": grown.slope, "open": grown.open, "low": bounds.low, "high": bounds.high}
    for name, one in boosters.items():
        forests.check(one, Forest(packed[name]), probes)


def publish(outcome: Outcome, page: Path, say: Say) -> Outcome:
    """The HTML report; its learning curve costs four more, lighter, fits, and goes into the card as well."""
    say("learning curve")
    curve = learning.curve(outcome.evaluated.rows, outcome.settings)
    page.parent.mkdir(parents=True, exist_ok=True)
    told = outcome.card | {"learning_curve": {"rows_and_median_ape": curve, "how": learning.HOW}}
    whole(page, report.page(told, outcome.evaluated, outcome.bounds, curve).encode())
    say(f"report: {page}")
    return replace(outcome, card=told)
