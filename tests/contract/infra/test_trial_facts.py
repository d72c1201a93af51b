"""What the rehearsal of a trial saw, held against the files that it applied (without Terraform); and its prices."""

from __future__ import annotations

import re

import pytest
from tasador_release.trial import cost, facts

from tests.doubles.whole import OWN
from tests.infra import resources, settings
from tests.paths import ROOT

SEEN = facts.rehearsed()
ROOTS = {"bootstrap": ("bootstrap",), "deploy": ("registry", "app")}
OPERATE = (ROOT / "docs" / "operations" / "operate.md").read_text(encoding="utf-8")

APP = OWN.app


def addresses(step: str) -> set[str]:
    return {line.split()[1].partition("[")[0] for line in SEEN[step] if line[:2] in ("+ ", "- ")}


@pytest.mark.parametrize("step", ROOTS)
def test_everything_that_is_always_made_was_made_and_nothing_that_is_declared_nowhere(step: str) -> None:
    declared = {address: body for root in ROOTS[step] for address, body in resources(root).items()}
    always = {address for address, body in declared.items() if not {"count", "for_each"} & set(body)}
    assert always <= addresses(step) <= set(declared), (
        "run tests/emulator/rehearsal/test_trial.py and write down what it saw"
    )


def test_what_was_deployed_was_destroyed() -> None:
    assert addresses("deploy") == addresses("destroy")


def test_deploying_again_changed_nothing_and_the_rollback_led_back() -> None:
    assert SEEN["deploy again"] == ()
    assert SEEN["rollback"] == ("version 1",)
    assert "version 2" in SEEN["change"]


@pytest.mark.parametrize(
    ("what", "row", "per"),
    [
        ("API Gateway", "API Gateway, REST", 1_000_000),
        ("Lambda, requests", "Lambda, requests", 1_000_000),
        ("CloudFront", "CloudFront, https requests", 1_000_000),
        ("metrics of the service", "Twelve metrics of the service", 12),
        ("alarms", "Nine alarms", 9),
        ("images", "Images, 1 GB", 1),
    ],
)
def test_a_price_is_the_one_that_the_operators_page_has(what: str, row: str, per: int) -> None:
    (item,) = [one for one in cost.items(settings(), APP) if one.what == what]
    (said,) = re.findall(rf"^\| {re.escape(row)} \| ([0-9.]+) \|$", OPERATE, re.MULTILINE)
    assert item.usd_each * per == pytest.approx(float(said))
