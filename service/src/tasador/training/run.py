"""One training run: read, clean, judge, fit, export, check, compare, write."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from joblib import Memory

from tasador.pricing.forest import Forest
from tasador.pricing.model import ARTIFACT, CARD
from tasador.training import boost, compare, content, dataset, export, further, intervals, learning, report, schema
from tasador.training.atlas import Survey, explore
from tasador.training.card import card, level
from tasador.training.clean import clean
from tasador.training.evaluate import Judged, cross_validate
from tasador.training.faults import DataError
from tasador.training.further import Further
from tasador.training.growth import growth
from tasador.training.intervals import Bounds, Errors
from tasador.training.pipeline import PriceForest, fitted, parts
from tasador.training.settings import Settings, adapted
from tasador.training.target import target
from tasador.training.twins import twins

CHECKED = 3_400  # rows, each checked as it is, with holes and on thresholds: 10,200 in all

Say = Callable[[str], None]
NONE = Further()


@dataclass(frozen=True)
class Outcome:
    """A finished run, before and after it is written."""

    card: dict[str, Any]
    packed: bytes
    settings: Settings
    judged: Judged
    bounds: Bounds


def train(
    file: Path,
    settings: Settings,
    memory: Memory,
    say: Say,
    trainer: boost.Trainer = boost.here,
    more: Further = NONE,
) -> Outcome:
    cleaned = clean(dataset.read(file), str(file))
    digest = dataset.digest(file)
    schema.prove(cleaned.rows, str(file))
    say(f"{cleaned.read:,} rows read, {len(cleaned.rows):,} kept")
    for finding in cleaned.findings:
        say(f"  {finding}")
    settings = adapted(settings, len(cleaned.rows))
    judged = cross_validate(cleaned.rows, settings, digest, memory, say)
    say("ranges")
    bounds = intervals.fit(errors(judged, settings), settings)
    say("the model itself, on all rows")
    pipeline = fitted(cleaned.rows, settings, trainer)
    atlas, grown = parts(pipeline)
    forests = packed_forests(grown, bounds, judged.table)
    say("checking every leaf against xgboost")
    check(grown.booster_, bounds, forests, judged.table)
    learned = cleaned.rows[~cleaned.rows["suspect"]].reset_index(drop=True)
    held = content.content(learned, atlas, grown.trend_, forests)
    told = card(cleaned, digest, settings, judged, bounds) | {
        "monotone": growth(pipeline, learned, settings.seed),
        "twins": twins(judged.rows, judged.residual),
    }
    told, packed = _completed(told, held, learned, atlas.survey, more)
    return Outcome(told, packed, settings, judged, bounds)


def _completed(
    told: dict[str, Any], held: dict[str, Any], learned: pd.DataFrame, survey: Survey, more: Further
) -> tuple[dict[str, Any], bytes]:
    """The card and the artifact with what the further files teach."""
    held, taught = further.completed(held, learned, survey, more)
    packed = export.compressed(held)
    sealed = {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)}
    levels = {"level": {**level(held["levels"]), **taught.pop("level", {})}}
    return told | levels | taught | sealed, packed


def renew(file: Path, folder: Path, more: Further, say: Say) -> tuple[dict[str, Any], bytes]:
    """The model of this folder with levels, extras and comparables learned again; its forests stay as they are."""
    held = json.loads(gzip.decompress((folder / ARTIFACT).read_bytes()))
    told = json.loads((folder / CARD).read_text())
    cleaned = clean(dataset.read(file), str(file))
    learned = cleaned.rows[~cleaned.rows["suspect"]].reset_index(drop=True)
    survey = explore(learned)
    if [one[:2] for one in held["places"]["localities"]] != [list(name) for name in survey.names]:
        raise DataError(str(file), ["the model of this folder was trained on other listings"])
    say("levels, extras and comparables; the forests stay")
    return _completed(told, held, learned, survey, more)


def errors(judged: Judged, settings: Settings) -> Errors:
    """The rows as they are, and the copies with missing fields, which weigh less."""
    rows = pd.concat([judged.rows, judged.copies], ignore_index=True)
    table = pd.concat([judged.table, judged.copies_table], ignore_index=True)
    residual = np.concatenate([judged.residual, target(judged.copies) - judged.copies_logs])
    return Errors(rows, table, residual, np.where(rows["copy"], settings.masked, 1.0))


def packed_forests(grown: PriceForest, bounds: Bounds, usual: pd.DataFrame) -> dict[str, Any]:
    """An explanation starts from the mean of `usual` homes."""
    return {
        "price": export.pack_forest(grown.booster_, grown.base_, usual),
        "low": export.pack_forest(bounds.low),
        "high": export.pack_forest(bounds.high),
        "corrections": {name: list(pair) for name, pair in bounds.corrections.items()},
    }


def check(booster: xgb.Booster, bounds: Bounds, forests: Mapping[str, Any], table: pd.DataFrame) -> None:
    probes = table.sample(min(CHECKED, len(table)), random_state=0)
    for name, one in (("price", booster), ("low", bounds.low), ("high", bounds.high)):
        export.check(one, Forest(forests[name]), probes)


def write(outcome: Outcome, folder: Path, force: bool, say: Say) -> None:
    """Unless it is forced, a model that is worse than the current one is not written."""
    if not force:
        say(compare.refuse_worse(outcome.card, folder))
    save(outcome.card, outcome.packed, folder)


def save(told: dict[str, Any], packed: bytes, folder: Path) -> None:
    """The artifact first: a card without its artifact would be refused at load."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ARTIFACT).write_bytes(packed)
    (folder / CARD).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def publish(outcome: Outcome, page: Path, say: Say) -> Outcome:
    """The HTML report; its learning curve costs four more, lighter, fits, and goes into the card as well."""
    say("learning curve")
    curve = learning.curve(outcome.judged.rows, outcome.settings)
    page.parent.mkdir(parents=True, exist_ok=True)
    told = outcome.card | {"learning_curve": {"rows_and_median_ape": curve, "how": learning.HOW}}
    page.write_text(report.page(told, outcome.judged, outcome.bounds, curve))
    say(f"report: {page}")
    return replace(outcome, card=told)
