"""What a price costs without xgboost, beside xgboost's own `inplace_predict` of one forest of the same size.

All in one process, in turns, so that a busy machine slows both alike; the best of many rounds is compared.
Exit 1 when loading, one answer (price, range, reasons, comparables) or a batch costs more than it may.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from tasador.pricing import artifact, features
from tasador.pricing.features import FEATURES
from tasador.pricing.fields import Home
from tasador.pricing.forest import LEAF, point
from tasador.pricing.model import Model
from tasador.pricing.vocabulary import TYPES

ROUNDS = 25
BATCH = 500
RATIO_LIMIT = 1.2
LOAD_LIMIT_MS = 80.0
BATCH_LIMIT_MS = 250.0
ROWS = 20_000  # that the rival forest is grown on


def homes(loaded: Model, number: int) -> list[Home]:
    """Homes all over: with coordinates, with a locality only, with fields missing."""
    drawn = random.Random(1)  # noqa: S311 - no secret is made of it
    places = [place for place in loaded.places() if place["lat"] is not None]
    return [_home(drawn, drawn.choice(places)) for _ in range(number)]


def _home(drawn: random.Random, place: dict[str, object]) -> Home:
    lat, lon = float(str(place["lat"])), float(str(place["lon"]))
    own = drawn.random() < 0.8
    covered = round(drawn.lognormvariate(4.2, 0.5))
    return Home(
        l2=str(place["l2"]),
        locality=str(place["name"]) if drawn.random() < 0.5 or not own else None,
        property_type=drawn.choice(TYPES),
        rooms=max(1, covered // 22),
        bedrooms=covered // 30,
        bathrooms=None if drawn.random() < 0.3 else 1 + covered // 90,
        surface_total=None if drawn.random() < 0.2 else round(covered * drawn.uniform(1, 1.5)),
        surface_covered=covered,
        lat=lat + drawn.gauss(0, 0.01) if own else None,
        lon=lon + drawn.gauss(0, 0.01) if own else None,
    )


def rival(loaded: Model) -> Callable[[], object]:
    """One row through xgboost: a forest with as many trees and leaves, on as many features."""
    import numpy as np
    import xgboost as xgb

    forests = (loaded.forest, *loaded.slopes)
    trees = sum(len(forest.roots) for forest in forests)
    leaves = max(2, sum(forest.index.count(LEAF) for forest in forests) // trees)
    drawn = np.random.default_rng(1)
    made = drawn.normal(size=(ROWS, len(FEATURES))).astype(np.float32)
    label = made[:, 0] + made[:, 1] * made[:, 2] + drawn.normal(size=ROWS)
    parameters = {"max_leaves": leaves, "grow_policy": "lossguide", "max_depth": 0, "eta": 0.05, "nthread": 1}
    grown = xgb.train(parameters, xgb.DMatrix(made, label), trees)
    row = made[:1]
    return lambda: grown.inplace_predict(row)


def milliseconds(task: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        task()
    return (time.perf_counter() - started) / times * 1e3


def main() -> int:
    loaded = artifact.load()
    asked = homes(loaded, BATCH)
    turn = iter(asked * ROUNDS)
    location = features.locate(asked[0], loaded.localities, loaded.smoother)
    told = point(features.values(asked[0], 2020.0, location))
    forests = (loaded.forest, *loaded.slopes)
    tasks: dict[str, tuple[Callable[[], object], int]] = {
        "xgboost inplace_predict, one row": (rival(loaded), 50),
        "one price, range, reasons, comparables": (lambda: loaded.appraise(next(turn)), 20),
        "one price alone": (lambda: [forest.margins(forest.reached([told])) for forest in forests], 20),
        f"batch of {BATCH}": (lambda: loaded.appraise_many(asked), 1),
        "load": (artifact.load, 1),
    }
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(ROUNDS):
        for name, (task, times) in tasks.items():
            best[name] = min(best[name], milliseconds(task, times))
    return verdict(best, sum(len(forest.roots) for forest in forests))


def verdict(best: dict[str, float], trees: int) -> int:
    for name, taken in best.items():
        print(f"{name:42} {taken:9.3f} ms")
    whole, theirs = best["one price, range, reasons, comparables"], best["xgboost inplace_predict, one row"]
    limits = {
        f"one answer / inplace_predict of {trees} trees": (whole / theirs, RATIO_LIMIT),
        "load, ms": (best["load"], LOAD_LIMIT_MS),
        f"batch of {BATCH}, ms": (best[f"batch of {BATCH}"], BATCH_LIMIT_MS),
    }
    for name, (taken, limit) in limits.items():
        print(f"{name:42} {taken:9.2f}   limit {limit:g}{'' if taken <= limit else '   TOO MUCH'}")
    return int(any(taken > limit for taken, limit in limits.values()))


if __name__ == "__main__":
    sys.exit(main())
