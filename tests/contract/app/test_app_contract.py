"""What is the app's and what is the pipeline's: ci/ and infra/ know of the app what app.json says, and no more."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tasador import metrics
from tasador_ci import project
from tasador_release.values import app

from tests.paths import ROOT

OWN = app.read(ROOT)
ECHO = app.read(ROOT / "tests" / "echo")
APPS = [(ROOT, OWN), (ROOT / "tests" / "echo", ECHO)]
# AWS's own words that hold one of ours
AWS = re.compile(r"price_class|PriceClass|budget_usd|monthly_usd")
COST = "trial/cost.py"  # what AWS asks for
WORDS = re.compile(
    r"predict|precio|moneda|surface_|PRED_LOG|card\.json|price\.gz"
    r"|\b(prices?|flats?|homes|the model)\b",
    re.IGNORECASE,
)


def lines() -> Iterator[tuple[str, str]]:
    """Every line of the pipeline, with where it stands."""
    for folder, pattern in (("ci/src", "*.py"), ("infra", "*.tf"), ("infra", "*.json")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{path.relative_to(ROOT)}:{number}", AWS.sub("", line)


def test_the_pipeline_knows_no_word_of_the_app() -> None:
    assert [f"{place}: {line.strip()}" for place, line in lines() if WORDS.search(line) and COST not in place] == []


def test_the_pipeline_names_no_file_of_the_app() -> None:
    """Its folders are in one place, the list of what may leave the machine; other paths come from app.json."""
    folders = re.compile(r"[\"'/](service|web)/")
    allowed = "ci/src/tasador_ci/project.py"
    assert [
        f"{place}: {line}" for place, line in lines() if folders.search(line) and not place.startswith(allowed)
    ] == []


def test_each_value_of_the_app_stands_in_its_file_alone() -> None:
    own = {OWN.app.function.handler, OWN.app.warmup.log_event, *OWN.app.log_events, str(OWN.app.batch_path)}
    own |= {sample.path for sample in OWN.app.samples} | {f'"{key}"' for body in OWN.bodies.values() for key in body}
    assert [f"{place}: {value}" for place, line in lines() for value in own if value in line] == []


@pytest.mark.parametrize(("root", "contract"), APPS, ids=["tasador", "echo"])
def test_what_an_app_names_is_there(root: Path, contract: app.Contract) -> None:
    own = contract.app
    named = (*own.function.inputs, own.function.path, *own.locks, *own.bodies, own.site.folder, *own.site.setup)
    made = [path for one in (own.function.openapi, own.site.types) if one for path in (*one.paths, *one.files)]
    named = (*named, *made)
    assert [path for path in named if not (root / path).exists()] == []
    assert [pattern for pattern in own.site.sources if not list(root.glob(pattern))] == []


@pytest.mark.parametrize(("root", "contract"), APPS, ids=["tasador", "echo"])
def test_the_module_sends_what_the_app_names_to_the_engine(root: Path, contract: app.Contract) -> None:
    """SOURCES is an allow-list: a folder that is not on it would be missing in a container."""
    allowed = [entry.removeprefix("!") for entry in project.SOURCES if entry.startswith("!")]
    own = contract.app
    for path in (app.FILE, *own.function.inputs, *own.locks, *own.bodies, own.site.folder):
        assert any(fnmatch.fnmatch(path.partition("/")[0], entry) for entry in allowed), path


def test_as_many_metrics_are_billed_as_the_function_writes() -> None:
    assert OWN.app.metrics == len(metrics.UNITS)


def test_the_payload_has_one_home() -> None:
    """The first sample is also the warm-up, and no other JSON file repeats it, save recorded events."""
    assert OWN.app.samples[0].body == OWN.app.warmup.body
    body = OWN.warmup_body
    same = [path for path in ROOT.glob("*/**/*.json") if not {".run", "node_modules", "events"} & {*path.parts}]
    assert [str(path.relative_to(ROOT)) for path in same if _holds(path, body)] == [OWN.app.warmup.body]


def _holds(path: Path, body: object) -> bool:
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")) == body)
    except ValueError:
        return False


def test_the_entry_points_of_the_function_are_there_and_its_training_is_not_in_it() -> None:
    function = OWN.app.function
    for place in (function.handler.rpartition(".")[0], function.asgi.partition(":")[0]):
        assert (ROOT / function.path / place.replace(".", "/")).with_suffix(".py").is_file(), place
    assert [copy.exclude for copy in function.sources if copy.destination == "tasador"] == [("training", "__pycache__")]
