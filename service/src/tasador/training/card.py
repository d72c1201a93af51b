"""The model's card: what it was trained on, what it is given, and how well it did on places it had not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tasador.pricing.features import FACTORS, FEATURES
from tasador.training import figures
from tasador.training.atlas import Floats
from tasador.training.clean import Cleaned
from tasador.training.evaluate import OURS, Judged
from tasador.training.intervals import Bounds
from tasador.training.settings import Settings

FOLDS = "grouped by place (coordinates rounded to 0.001°), all that is learned of places learned within the fold"


def card(cleaned: Cleaned, digest: str, settings: Settings, judged: Judged, bounds: Bounds) -> dict[str, Any]:
    errors = {name: figures.ape(logs, judged.target) for name, logs in judged.logs.items()}
    covered = bounds.coverage[: len(judged.rows)]
    return {
        "data": data(cleaned, digest),
        "settings": settings.told(),
        "features": list(FEATURES),
        "factors": list(FACTORS),
        "folds": {"number": settings.folds, "how": FOLDS, "rows": len(judged.rows)},
        "median_ape": figures.medians(errors[OURS], judged.rows),
        "median_ape_without_coordinates": without_coordinates(judged),
        "median_ape_by_region": _medians("l2", judged, errors[OURS]),
        "median_ape_by_type": _medians("property_type", judged, errors[OURS]),
        "baselines": {name: figures.medians(e, judged.rows) for name, e in errors.items() if name != OURS},
        "interval": {
            "nominal": settings.coverage,
            "coverage": round(float(covered.mean()), 4),
            "coverage_fields_missing": round(float(bounds.coverage[len(judged.rows) :].mean()), 4),
            "by_region": figures.by("l2", judged.rows, covered),
            "by_type": figures.by("property_type", judged.rows, covered),
        },
        "limits": "asking prices, not prices paid; regions with fewer than 300 adverts get a warning and a wide range",
    }


def level(packed: dict[str, Any]) -> dict[str, Any]:
    """`packed` as the artifact holds it."""
    return {
        "index_usd_m2": packed["index"],
        "of": "median USD of a covered m² of a flat in Capital Federal, by year",
        "today": packed["today"],
        "how": "the forest is asked for the nearest year with adverts of the region and type; the index and what the "
        "locality moved apart from it bring that year's level to the one stated, and the range widens with the years",
        "moves_percent": {name: round(100 * float(np.expm1(move)), 1) for name, move in packed["moves"].items()},
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


def without_coordinates(judged: Judged) -> dict[str, float]:
    """Priced by locality alone: of rows that name theirs, and of all rows, by the locality they lie in."""
    errors = figures.ape(judged.located, judged.target)
    named = judged.rows["locality"].notna().to_numpy(bool)
    told = {"locality named in the advert": figures.percent(errors[named])} if named.any() else {}
    return told | {f"locality by place: {name}": value for name, value in figures.medians(errors, judged.rows).items()}


def _medians(column: str, judged: Judged, errors: Floats) -> dict[str, tuple[int, float]]:
    groups = pd.Series(errors).groupby(judged.rows[column].astype(object).fillna("?").to_numpy())
    return {
        str(name): (len(one), figures.percent(np.asarray(one))) for name, one in groups if len(one) >= figures.LEAST
    }
