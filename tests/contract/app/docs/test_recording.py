"""The recording that the README shows is of today's pipeline."""

from __future__ import annotations

from collections.abc import Iterable

from tasador_release.pipeline import STAGES

from tests.paths import ROOT

PICTURE = ROOT / "docs" / "rehearsal.svg"


def stage_names(picture: str) -> Iterable[str]:
    """The stages that a recording shows."""
    for line in picture.splitlines():
        if line.startswith("<text") and "</tspan> " in line:
            yield line.partition("</tspan> ")[2].split()[0]


def test_the_recording_shows_every_stage_of_the_pipeline() -> None:
    shown = list(stage_names(PICTURE.read_text(encoding="utf-8")))
    assert [name for name in STAGES if name not in shown] == [], "run ./run rehearse, then copy .run/rehearsal.svg"


def test_it_ended_well() -> None:
    assert ">done in " in PICTURE.read_text(encoding="utf-8")
