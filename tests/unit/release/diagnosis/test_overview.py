"""One screen for an operator: what is live, what is loud, what cannot be known."""

from __future__ import annotations

from tasador_release.diagnosis.overview import Overview
from tasador_release.function.logs import Line
from tasador_release.values.history import History

from tests.unit.release.fake import a_release

RELEASE = a_release(
    "000007-ab12cd34",
    started_at="2026-11-26T20:11:00+00:00",
    finished_at="2026-11-26T20:11:41+00:00",
    by="ana@laptop",
    version="7",
    code="repo@sha256:" + "a" * 64,
    site="sha256:" + "b" * 64,
    revision="0f1e2d3",
)
SEEN = Overview("000007-ab12cd34", "7", History((RELEASE,)))


def test_what_is_live_is_told_with_its_release_its_time_and_its_author() -> None:
    lines = SEEN.lines()
    assert lines[0] == "live    000007-ab12cd34, version 7, since 2026-11-26 20:11 UTC"
    assert lines[1].split() == ["by", "ana@laptop,", "commit", "0f1e2d3"]


def test_an_alias_that_leads_elsewhere_than_the_release_on_show_is_told() -> None:
    assert Overview("000007-ab12cd34", "9", History((RELEASE,))).lines()[0] == (
        "live    000007-ab12cd34, version 9, though the release is of version 7, since 2026-11-26 20:11 UTC"
    )


def test_only_what_rings_is_named_among_the_alarms() -> None:
    alarms = (("api-5xx", "ALARM", "2026-11-26 20:30"), ("api-p95", "OK", ""), ("warmup", "INSUFFICIENT_DATA", ""))
    lines = Overview(alarms=alarms).lines()
    assert "alarms  1 in alarm, 1 quiet, 1 without data yet" in lines
    assert "        api-5xx since 2026-11-26 20:30" in lines


def test_the_last_errors_are_shown_and_all_are_counted() -> None:
    errors = tuple(Line(str(n), n, "s", f"ERROR {n}") for n in range(5))
    lines = Overview(errors=errors).lines()
    assert "errors  5 lines in the last 24 hours" in lines
    assert [line.split()[-1] for line in lines if "ERROR" in line] == ["2", "3", "4"]


def test_what_could_not_be_asked_says_why_in_its_place() -> None:
    lines = Overview(unknown={"alarms": "not known: AccessDenied", "live": "not known: no alias"}).lines()
    assert "alarms  not known: AccessDenied" in lines
    assert lines[0] == "live    not known: no alias"


def test_a_line_belongs_to_the_version_that_its_stream_names() -> None:
    line = Line("1", 0, "2026/11/26/[7]0f1e2d", "x")
    assert line.of_version("7")
    assert not line.of_version("17")


def test_a_release_on_record_tells_when_who_what_and_how_long() -> None:
    told = list(RELEASE.lines(shown=True))
    assert told[0] == "* 000007-ab12cd34  done         version 7  2026-11-26 20:11  41 s"
    assert told[1] == f"    by ana@laptop, commit 0f1e2d3, image {'a' * 12}, page {'b' * 12}"
