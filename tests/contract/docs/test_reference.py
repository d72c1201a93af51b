"""What is made from the code is made from today's code; what is shown of a file is that file."""

from __future__ import annotations

import json
import re

from tests import dagger_calls, reference, renamed
from tests.doubles.whole import NAMED
from tests.paths import ROOT

AGAIN = "run: .run/venv/bin/python -m tests.reference"


def test_the_reference_of_the_functions_is_of_today() -> None:
    assert reference.PLACE.read_text(encoding="utf-8") == reference.render(), AGAIN


def test_the_reference_tells_what_a_number_is_that_nobody_gives() -> None:
    prune = dagger_calls.options(dagger_calls.functions(dagger_calls.MAIN)["prune"])
    told = [f"| `--{name}` | [number, {prune[name].default_value}] |" for name in ("keep", "days")]
    assert [line for line in told if line not in reference.PLACE.read_text(encoding="utf-8")] == []


def test_the_app_that_the_guide_shows_is_the_one_that_is_rehearsed() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs/yours.md").read_text(encoding="utf-8"), re.DOTALL)
    assert json.loads(shown) == json.loads((ROOT / "tests/echo/app.json").read_text(encoding="utf-8"))


def test_the_guide_takes_away_what_the_ring_of_another_app_does() -> None:
    removed = re.findall(r"^git rm -r (.*)$", (ROOT / "docs/yours.md").read_text(encoding="utf-8"), re.MULTILINE)
    own = (*renamed.APP, *(f"tests/{name}" for name in renamed.TESTS_OF_THE_APP))
    assert " ".join(removed).split() == list(own)


def test_the_guide_tells_of_every_part_of_the_contract() -> None:
    told = set(re.findall(r"[a-z_]+", (ROOT / "docs/yours.md").read_text(encoding="utf-8")))
    parts = {*NAMED, *NAMED["function"], *NAMED["site"], *NAMED["health"], *NAMED["samples"][0], *NAMED["warmup"]}
    assert parts - told == set()


def test_the_security_model_tells_of_every_role() -> None:
    text = (ROOT / "docs/operations/security.md").read_text(encoding="utf-8")
    account = json.loads((ROOT / "infra/settings.json").read_text(encoding="utf-8"))["account"]
    kinds = [
        name.removesuffix("_role").replace("_", " ")
        for name in account
        if name in ("deploy_role", "plan_role", "preview_role")
    ]
    assert [kind for kind in (*kinds, "function", "warm-up") if f"| {kind}" not in text.lower()] == []
