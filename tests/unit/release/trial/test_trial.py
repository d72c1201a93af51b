"""A trial's cost, its facts beside the rehearsal's, and the artifacts it changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tasador_release.image.repeatable import labelled
from tasador_release.trial import cost, facts
from tasador_release.trial.run import stage_name
from tasador_release.values import stage, state
from tasador_release.values.artifacts import Image

from tests.doubles.whole import OWN
from tests.infra import settings
from tests.unit.release.images import an_image

APP = OWN.app


def test_the_cost_is_the_sum_of_what_is_told_line_by_line() -> None:
    found = cost.items(settings(), APP)
    told = cost.lines(found)
    products = [float(line.rpartition("=")[2]) for line in told[:-1]]
    assert sum(products) * 100 <= cost.cents(found) <= sum(products) * 100 + 1
    assert told[-1].startswith(f"at most {cost.cents(found)} US cents")
    assert "aws.amazon.com/pricing" in told[-1]


def test_more_alarms_and_more_memory_cost_more() -> None:
    raw = settings()
    more = {**raw, "memory_mb": 10240, "alarms": {**raw["alarms"], "one": {}, "two": {}}}
    assert sum(item.usd for item in cost.items(more, APP)) > sum(item.usd for item in cost.items(raw, APP))


def test_what_one_has_and_the_other_has_not_is_told_of_the_steps_that_both_went_through() -> None:
    seen = {"deploy": ("+ a", "+ b"), "destroy": ("- a",)}
    rehearsal = {"deploy": ("+ b", "+ c"), "change": ("~ a",), "destroy": ("- a",)}
    assert facts.differences(seen, rehearsal) == ("deploy: here alone: + a", "deploy: in the rehearsal alone: + c")


def test_facts_are_read_as_they_were_written() -> None:
    found = {"deploy": ("+ a", "+ b"), "destroy": ()}
    assert facts.parse(facts.to_json(found)) == found


def test_a_throw_away_stage_has_a_name_that_a_stage_may_have() -> None:
    name = stage_name(datetime(2026, 11, 26, 19, 45, 2, tzinfo=UTC))
    assert name == "trial-1126194502"
    assert stage.file(name) == f"infra/stages/{name}.tfvars.json"


def test_an_image_with_a_label_has_the_same_layers_and_another_digest(tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path))
    changed = labelled(image, tmp_path / "changed.tar", {"a": "b"})
    assert changed.digest != image.digest
    assert labelled(image, tmp_path / "again.tar", {"a": "b"}).digest == changed.digest


def test_the_addresses_of_a_state_are_those_that_terraform_manages() -> None:
    text = """{"version": 4, "resources": [
        {"mode": "managed", "type": "aws_a", "name": "x", "instances": [{}]},
        {"mode": "managed", "type": "aws_a", "name": "gone", "instances": []},
        {"mode": "data", "type": "aws_b", "name": "y", "instances": [{}]}]}"""
    assert state.managed(text) == ("aws_a.x",)
