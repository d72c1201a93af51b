"""What the start of the service costs: only what it needs is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.paths import ROOT

HEAVY = {"numpy", "pandas", "scipy", "sklearn", "xgboost", "boto3", "botocore", "httpx", "requests", "joblib"}
# Documentation is made when somebody asks for it; pydantic's old API is what declared body models would import.
LAZY = ("tasador.api.openapi", "tasador.api.responses", "tasador.api.docs_page", "tasador.training", "pydantic.v1")


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that are there after the import of the handler and a first price through the gateway's event."""
    script = (
        "import json, pathlib, sys, tasador.entry.handler as entry\n"
        f"event = json.loads(pathlib.Path({str(ROOT / 'tests/events/rest_predict_v1.json')!r}).read_text())\n"
        "assert entry.handler(event, None)['statusCode'] == 200\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "service/src")}
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_a_price_needs_nothing_heavy(loaded: set[str]) -> None:
    assert "tasador.pricing.model" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_what_a_price_does_not_need_is_not_imported(loaded: set[str]) -> None:
    assert not [name for name in loaded if f"{name}.".startswith(tuple(f"{lazy}." for lazy in LAZY))]
