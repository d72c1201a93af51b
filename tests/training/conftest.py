"""A model trained on made-up listings, once for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from joblib import Memory
from tasador.training import run, saving
from tasador.training.evaluation import growth, usual
from tasador.training.settings import TrainingSettings

from tests.listings import made

SMALL = TrainingSettings(folds=2, inner_folds=3, trees=30, leaves=16, rate=0.3, bound_trees=10, threads=1)


@pytest.fixture(scope="session", autouse=True)
def few_homes() -> Iterator[None]:
    """The card's curves are drawn over a few homes: they are priced by the way the function does, 40 times each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growth, "SAMPLE", 100)
        patch.setattr(usual, "SAMPLE", 50)
        yield


@pytest.fixture(scope="session")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "listings.csv"
    made(4500).to_csv(file, index=False)
    return file


@pytest.fixture(scope="session")
def outcome(listings: Path) -> run.Outcome:
    return run.train(listings, SMALL, Memory(None, verbose=0), lambda _: None)


@pytest.fixture(scope="session")
def trained(outcome: run.Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the artifact and its card."""
    folder = tmp_path_factory.mktemp("model")
    saving.write(outcome.card, outcome.packed, folder, force=False, say=lambda _: None)
    return folder
