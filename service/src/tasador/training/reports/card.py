"""The model's card: what it was trained on, what it is given, and how well it did on places it had not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tasador.pricing.features import FACTORS, FEATURES
from tasador.training.cleaning.rules import Cleaned
from tasador.training.evaluation import figures
from tasador.training.evaluation.folds import OURS, Evaluated
from tasador.training.evaluation.intervals import Bounds
from tasador.training.fitting.atlas import Floats
from tasador.training.settings import TrainingSettings

TENTHS = 10
FOLDS = "grouped by place (coordinates rounded to 0.001°), all that is learned of places learned within the fold"


def card(
    cleaned: Cleaned, digest: str, settings: TrainingSettings, evaluated: Evaluated, bounds: Bounds
) -> dict[str, Any]:
    errors = {name: figures.ape(logs, evaluated.target) for name, logs in evaluated.logs.items()}
    covered = bounds.coverage[: len(evaluated.rows)]
    return {
        "data": data(cleaned, digest),
        "settings": settings.told(),
        "features": list(FEATURES),
        "factors": list(FACTORS),
        "folds": {"number": settings.folds, "how": FOLDS, "rows": len(evaluated.rows)},
        "median_ape": figures.medians(errors[OURS], evaluated.rows),
        "median_ape_without_suspects": without_suspects(evaluated),
        "median_ape_without_coordinates": without_coordinates(evaluated),
        "median_ape_by_region": _medians("l2", evaluated, errors[OURS]),
        "median_ape_by_type": _medians("property_type", evaluated, errors[OURS]),
        "baselines": {name: figures.medians(e, evaluated.rows) for name, e in errors.items() if name != OURS},
        "interval": {
            "nominal": settings.coverage,
            "coverage": round(float(covered.mean()), 4),
            "coverage_fields_missing": round(float(bounds.coverage[len(evaluated.rows) :].mean()), 4),
            "by_region": figures.by("l2", evaluated.rows, covered),
            "by_type": figures.by("property_type", evaluated.rows, covered),
            **tails(evaluated, bounds),
        },
        "limits": "asking prices, not prices paid; regions with fewer than 300 adverts get a warning and a wide range",
    }


def tails(evaluated: Evaluated, bounds: Bounds) -> dict[str, Any]:
    """The shares of asking prices beyond each bound, of all and by tenths of the predicted price, cheapest first."""
    below, above = (~bounds.within[: len(evaluated.rows)]).astype(float).T
    tenth = pd.qcut(evaluated.logs[OURS], TENTHS, labels=False, duplicates="drop")
    shares = pd.DataFrame({"below": below, "above": above}).groupby(tenth).mean()
    return {
        "below": round(float(below.mean()), 4),
        "above": round(float(above.mean()), 4),
        "by_tenth_of_price": [
            {"below": round(low, 4), "above": round(high, 4), "coverage": round(1 - low - high, 4)}
            for low, high in shares.itertuples(index=False)
        ],
    }


def level(packed: dict[str, Any]) -> dict[str, Any]:
    """`packed` as the artifact holds it."""
    return {
        "index_usd_m2": packed["index"],
        "of": "median USD of a covered m² of a flat in Capital Federal, by year",
        "today": packed["today"],
        "how": "the forest is asked for the nearest year with adverts of the region and type; the index and what the "
        "locality, the rooms and the bathrooms moved apart from it bring that year's level to the one stated, and the "
        "range widens with the years",
        "moves_percent": {name: round(100 * float(np.expm1(move)), 1) for name, move in packed["moves"].items()},
        "moves_by_number_percent": {
            l2: {name: [round(100 * float(np.expm1(move)), 1) for move in moves] for name, moves in fields.items()}
            for l2, fields in packed["counted"].items()
        },
        "widening_log": packed["widening"],
    }


def data(cleaned: Cleaned, digest: str) -> dict[str, Any]:
    rows = cleaned.rows
    return {
        "sha256": digest,
        "read": cleaned.read,
        "rows": len(rows),
        "learned_from": int((~rows["suspect"]).sum()),
        "findings": [str(finding) for finding in cleaned.findings],
        "years": {str(year): int(n) for year, n in rows["year"].astype(int).value_counts().sort_index().items()},
        "regions": {str(l2): int(n) for l2, n in rows["l2"].value_counts().items()},
    }


def without_suspects(evaluated: Evaluated) -> dict[str, float]:
    """Of adverts whose price is likely what was asked: the others are priced, and missed by far."""
    sound = ~evaluated.rows["suspect"].to_numpy(bool)
    return figures.medians(figures.ape(evaluated.logs[OURS], evaluated.target)[sound], evaluated.rows[sound])


def without_coordinates(evaluated: Evaluated) -> dict[str, float]:
    """Priced by locality alone: of rows that name theirs, and of all rows, by the locality they lie in."""
    errors = figures.ape(evaluated.located, evaluated.target)
    named = evaluated.rows["locality"].notna().to_numpy(bool)
    told = {"locality named in the advert": figures.percent(errors[named])} if named.any() else {}
    by_cohort = figures.medians(errors, evaluated.rows)
    return told | {f"locality by place: {name}": value for name, value in by_cohort.items()}


def _medians(column: str, evaluated: Evaluated, errors: Floats) -> dict[str, tuple[int, float]]:
    groups = pd.Series(errors).groupby(evaluated.rows[column].astype(object).fillna("?").to_numpy())
    return {
        str(name): (len(one), figures.percent(np.asarray(one))) for name, one in groups if len(one) >= figures.LEAST
    }
