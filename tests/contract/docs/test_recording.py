"""The recording that the README shows is of today's pipeline."""

from __future__ import annotations

from tasador_release.pipeline import STAGES
from tasador_release.report import recording

from tests.paths import ROOT

PICTURE = ROOT / "docs" / "rehearsal.svg"


def test_the_recording_shows_every_stage_of_the_pipeline() -> None:
    shown = list(recording.stage_names(PICTURE.read_text(encoding="utf-8")))
    assert [name for name in STAGES if name not in shown] == [], "run ./run rehearse, then copy .run/rehearsal.svg"


def test_it_ended_well() -> None:
    assert ">done in " in PICTURE.read_text(encoding="utf-8")
