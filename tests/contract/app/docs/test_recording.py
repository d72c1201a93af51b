"""The recording that the README shows is of today's pipeline and of today's model."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tasador.entry import verify
from tasador.entry.handler import app
from tasador_emulator.environment import SCHEDULE_SPEED
from tasador_release.pipeline import STAGES

from tests.paths import ROOT
from tests.unit.service.asking import JSON, ask

PICTURE = ROOT / "docs" / "rehearsal.svg"
AGAIN = "run ./run rehearse, then copy .run/rehearsal.svg"


def stage_names(picture: str) -> Iterable[str]:
    """The stages that a recording shows."""
    for line in picture.splitlines():
        if line.startswith("<text") and "</tspan> " in line:
            yield line.partition("</tspan> ")[2].split()[0]


def test_the_recording_shows_every_stage_of_the_pipeline() -> None:
    shown = list(stage_names(PICTURE.read_text(encoding="utf-8")))
    assert [name for name in STAGES if name not in shown] == [], AGAIN


def test_it_ended_well() -> None:
    assert ">done in " in PICTURE.read_text(encoding="utf-8")


def test_its_schedule_ran_as_fast_as_today_s() -> None:
    assert f" {SCHEDULE_SPEED:.0f} times faster" in PICTURE.read_text(encoding="utf-8"), AGAIN


def test_it_shows_the_model_and_the_prices_of_today() -> None:
    verified = verify.price()
    sample = json.loads((ROOT / "app.json").read_text(encoding="utf-8"))["samples"][0]
    proved = ask(app, "POST", sample["path"], (ROOT / sample["body"]).read_bytes(), JSON).json["precio_predicho"]
    said = (f"{verified['version']} prices a flat at USD {verified['price']:,.0f}", f"USD {proved:,.0f} (first ")
    picture = PICTURE.read_text(encoding="utf-8")
    assert [one for one in said if one not in picture] == [], AGAIN
