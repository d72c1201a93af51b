"""The same fit on a Dask cluster: two workers, the same figures within tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tasador.training import run
from tasador.training.faults import TrainingError
from tasador.training.fitting import boost

from tests.training.conftest import SMALL

distributed = pytest.importorskip("distributed")
cluster = pytest.importorskip("tasador.training.fitting.cluster")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local.scheduler_address


@pytest.mark.filterwarnings("default")  # the cluster's own, of ports and of closing
def test_two_workers_find_what_one_process_finds(outcome: run.Outcome, address: str) -> None:
    table, label = outcome.evaluated.table, outcome.evaluated.target - 12
    recipe = boost.price(SMALL)
    whole = replace(recipe, parameters={**recipe.parameters, "subsample": 1.0, "colsample_bynode": 1.0})
    weight = np.ones(len(label))
    trainers: list[boost.Trainer] = [boost.here, cluster.trainer(address)]
    grown = [trainer(whole, table, weight)(whole, boost.Aim(label)) for trainer in trainers]
    here, there = (boost.predict(booster, table) for booster in grown)
    errors = [np.median(np.abs(np.expm1(told - label))) for told in (here, there)]
    assert errors[1] == pytest.approx(errors[0], rel=0.05)
    assert np.median(np.abs(here - there)) < 0.03


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", "1s")
    with pytest.raises(TrainingError, match=r"127\.0\.0\.1:9"), cluster._client("tcp://127.0.0.1:9"):
        pass
