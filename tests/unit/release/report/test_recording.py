"""A report as a picture of the terminal."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

from tasador_release.report import recording
from tasador_release.report.report import Report, StageTime

STAGES = (
    StageTime("image", 0.0, 4.0, "ok", "sha256:1234"),
    StageTime("site", 0.0, 8.0, "ok", "<b>4 files</b> & more " + "x" * 200),
    StageTime("release", 8.0, 16.0, "failed", "no price"),
    StageTime("prove", 8.0, 12.0, "ok", "USD 1", group="release"),
)
REPORT = Report("Rehearsal", "emulator", "none", "2026-01-01", STAGES)


def lines(picture: str) -> list[tuple[str, str]]:
    """Text and delay of every line, as an XML parser reads them."""
    found = ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314  our own
    return [("".join(item.itertext()), item.get("style") or "") for item in found]


def test_lines_appear_in_the_order_in_which_stages_ended() -> None:
    picture = recording.svg(REPORT, "./run rehearse")
    assert [text.split()[1] for text, _ in lines(picture)[1:5]] == ["image", "site", "prove", "release"]
    assert lines(picture)[0][0] == "$ ./run rehearse"
    delays = [float(style.removeprefix("animation-delay:").removesuffix("s")) for _, style in lines(picture)]
    assert delays == sorted(delays)
    assert delays[1] == 3.0


def test_the_verdict_is_the_last_line() -> None:
    assert lines(recording.svg(REPORT, "x"))[-1][0] == "failed in 16.0 s"


def test_whatever_a_stage_says_stays_text_and_fits() -> None:
    said = [text for text, _ in lines(recording.svg(REPORT, "./run <x>"))]
    assert any("<b>4 files</b> & more" in text for text in said)
    assert max(map(len, said)) <= recording.COLUMNS + 2


def test_an_inner_stage_is_indented() -> None:
    said = [text for text, _ in lines(recording.svg(REPORT, "x"))]
    assert any(text.startswith("✓   prove") for text in said)
    assert any(text.startswith("✗ release") for text in said)


def test_the_window_holds_every_line_with_a_margin() -> None:
    picture = ET.fromstring(recording.svg(REPORT, "x"))  # noqa: S314  our own
    _, _, width, height = map(float, str(picture.get("viewBox")).split())
    texts = list(picture.iter("{http://www.w3.org/2000/svg}text"))
    left = {float(text.get("x", "0")) for text in texts}
    tops = [float(text.get("y", "0")) for text in texts]
    assert left == {16}
    assert width == round(recording.COLUMNS * 7.85) + 2 * 16
    assert {below - above for above, below in itertools.pairwise(tops)} == {20}
    assert height - tops[-1] == tops[0] - 36
