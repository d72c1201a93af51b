"""A trial's cost, its facts beside the rehearsal's, and the artifacts it changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest
from tasador_release.account import emptying
from tasador_release.image.repeatable import labelled
from tasador_release.trial import cost, facts, left
from tasador_release.trial.run import stage_name
from tasador_release.values import stage, state
from tasador_release.values.artifacts import Image
from tasador_release.values.target import production

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


def test_the_trials_that_were_killed_are_those_whose_states_hold_something(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ("app/trial-1.tfstate", "registry/trial-1.tfstate", "registry/trial-2.tfstate", "app/trial-3.tfstate")
    others = ("app/prod.tfstate", "app/trial-1.tfstate.tflock", "locks/trial-4.json")

    async def keys(*_: object) -> frozenset[str]:
        return frozenset((*kept, *others))

    async def in_state(_: object, key: str) -> tuple[str, ...]:
        return () if key == "app/trial-3.tfstate" else ("aws_a.x",)

    monkeypatch.setattr(emptying, "keys", keys)
    monkeypatch.setattr(left, "in_state", in_state)
    assert anyio.run(left.earlier, production("us-east-1", "1" * 12, None, state_bucket="states")) == (
        "trial-1",
        "trial-2",
    )


def test_a_stage_s_own_keys_are_its_states_their_locks_and_its_lock() -> None:
    assert left.own_keys("trial-1") == {
        "app/trial-1.tfstate",
        "app/trial-1.tfstate.tflock",
        "registry/trial-1.tfstate",
        "registry/trial-1.tfstate.tflock",
        "locks/trial-1.json",
    }
