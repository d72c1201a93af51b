"""What a price costs without xgboost, beside xgboost's own `inplace_predict` of one forest of the same size.

All in one process, in turns, by processor time: a busy machine stretches that less than the clock's.
"""

from __future__ import annotations

import gc
import io
import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from itertools import cycle
from typing import Final

from tasador.pricing import artifact, features
from tasador.pricing.features import FEATURES
from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.pricing.trees.forest import LEAF
from tasador.pricing.trees.points import Points
from tasador.pricing.vocabulary import TYPES

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Limits, Measurement, compared
from tests.paths import ROOT

ROUNDS = rounds(25)
BATCH = 500
RIVAL: Final = "one row by xgboost"
WHOLE: Final = "price with range, reasons and comparables"
MANY: Final = f"batch of {BATCH} homes"
LOAD: Final = "load of the model"
EVENT: Final = "answer of the handler, event to body"
LIMITS: Final[dict[str, Limits]] = {
    EVENT: {"headline": True},
    WHOLE: {"ratio_at_most": 1.2},
    "price alone": {},
    MANY: {"at_most": 250.0, "headline": True},
    LOAD: {"at_most": 80.0},
}
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
    """Of processor time: nothing here waits, and what else a machine does is no part of it."""
    started = time.process_time()
    for _ in range(times):
        task()
    return (time.process_time() - started) / times * 1e3


def tasks(loaded: Model) -> dict[str, tuple[Callable[[], object], int]]:
    """What is timed, and how often in one round."""
    asked = homes(loaded, BATCH)
    turn = cycle(asked)
    location = features.locate(asked[0], loaded.localities, loaded.smoother)
    told = Points([features.values(asked[0], 2020.0, location)])
    forests = (loaded.forest, *loaded.slopes)
    return {
        RIVAL: (rival(loaded), 50),
        WHOLE: (lambda: loaded.appraise(next(turn)), 20),
        "price alone": (lambda: [forest.margins(forest.reached(told)) for forest in forests], 20),
        MANY: (lambda: loaded.appraise_many(asked), 1),
        LOAD: (artifact.load, 1),
        EVENT: (invoked(), 20),
    }


def invoked() -> Callable[[], object]:
    """One request of API Gateway through the whole handler; what it logs goes nowhere."""
    with redirect_stdout(io.StringIO()):
        from tasador.entry.handler import handler
    event = json.loads((ROOT / "tests/events/rest_predict_v1.json").read_text(encoding="utf-8"))

    def once() -> object:
        with redirect_stdout(io.StringIO()):
            return handler(event, None)

    assert "USD" in str(once())
    return once


def measured() -> Iterator[Measurement]:
    loaded = artifact.load()
    made = tasks(loaded)
    gc.collect()
    gc.freeze()  # xgboost and what it brings: a function holds none of it, and an answer would pay for its objects
    times: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, (task, often) in made.items():
            times[name].append(milliseconds(task, often))
    for name, limits in LIMITS.items():
        yield compared(name, "ms", RIVAL, list(zip(times[name], times[RIVAL], strict=True)), **limits)
    each = [many / BATCH for many in times[MANY]]
    yield compared("one home of such a batch", "ms", WHOLE, list(zip(each, times[WHOLE], strict=True)))


BENCH = Bench("Answers, beside one row through xgboost's own inplace_predict of a forest of the same size", measured)
