"""The report: as a value, as JSON, as a table, as a page."""

import html.parser
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tasador_release.errors import ProofFailed, TasadorError
from tasador_release.report import page, table
from tasador_release.report.report import Failure, Report, StageTime, Timeline


class Clock:
    """Time that passes only when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def a_report(*stages: StageTime, **more: object) -> Report:
    made = Report("Deploy", "emulator", "r1", "2026-11-24T00:00:00+00:00", stages)
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name, in tests only


def test_a_timeline_times_what_runs_side_by_side() -> None:
    clock = Clock()
    timeline = Timeline(clock=clock)
    with timeline.stage("outer") as note:
        clock.now += 1
        with timeline.stage("inner"):
            clock.now += 2
        note.say("both")
    report = a_report(*timeline.stages.values())
    assert [(item.name, item.start, item.end) for item in report.stages] == [("outer", 0, 3), ("inner", 1, 3)]
    assert report.stages[0].detail == "both"
    assert (report.ok, report.exit_code, report.seconds) == (True, 0, 3)


def test_a_failed_stage_carries_its_reason_and_the_error_goes_on() -> None:
    timeline = Timeline()
    with pytest.raises(ProofFailed) as raised, timeline.stage("prove"):
        raise ProofFailed("2", "answered 500")
    report = a_report(*timeline.stages.values(), failure=Failure.of(raised.value))
    assert report.stages[0].status == "failed"
    assert "answered 500" in report.stages[0].detail
    assert not report.ok
    assert report.exit_code == 7
    assert report.failure is not None
    assert report.failure.where == "function"


def test_a_stage_that_failed_side_by_side_says_what_came_first() -> None:
    timeline = Timeline()
    with pytest.raises(ExceptionGroup), timeline.stage("prove"):
        raise ExceptionGroup("both", [ProofFailed("2", "answered 500"), ValueError("an echo")])
    assert "answered 500" in timeline.stages["prove"].detail


def test_a_skipped_stage_says_why() -> None:
    timeline = Timeline()
    with timeline.stage("index") as note:
        note.skip("unchanged")
    assert (timeline.stages["index"].status, timeline.stages["index"].detail) == ("skipped", "unchanged")


def test_a_listener_hears_of_the_beginning_and_the_end() -> None:
    heard: list[str] = []
    timeline = Timeline(listener=lambda stage: heard.append(stage.status))
    with timeline.stage("one"):
        pass
    assert heard == ["running", "ok"]


def test_of_errors_that_came_in_a_group_the_first_is_the_one_that_is_told() -> None:
    error = TasadorError("no earlier release on record", "deploy once more", where="rollback")
    told = Failure.of(BaseExceptionGroup("tasks", [ExceptionGroup("tasks", [error]), KeyError("x")]))
    assert told == Failure.of(error)


def test_an_error_that_nobody_foresaw_is_a_bug_and_says_so() -> None:
    failure = Failure.of(KeyError("x"))
    assert failure.next_step == "report this as a bug"
    assert failure.exit_code == 1


def test_the_json_has_all_of_it() -> None:
    report = a_report(StageTime("plan", 0, 1.5, "ok", "done"), facts=(("price", "USD 1"),))
    read = json.loads(report.to_json())
    assert (read["ok"], read["seconds"], read["stages"][0]["name"]) == (True, 1.5, "plan")


def test_the_table_shows_stage_fact_and_failure() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    failed = StageTime("prove", 0, 1, "failed", "no price")
    table.show(a_report(failed, facts=(("site", "sha256:1"),), failure=Failure("f", "w", "n", 7)), console)
    text = console.export_text()
    for part in ("✗", "prove", "no price", "site", "f: w", "next: n"):
        assert part in text


class Outline(html.parser.HTMLParser):
    """Checks that what opens closes, and collects text and addresses."""

    VOID = frozenset({"meta", "link", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(report: Report) -> Outline:
    parser = Outline()
    parser.feed(page.render(report))
    parser.close()
    assert parser.open == []
    return parser


statuses = st.sampled_from(["running", "ok", "failed", "skipped"])
stages = st.builds(
    lambda name, start, took, status, detail: StageTime(name, start, start + took, status, detail),
    st.text(min_size=1),
    st.floats(0, 500),
    st.floats(0, 500),
    statuses,
    st.text(),
)


@given(st.lists(stages, max_size=5), st.text())
def test_whatever_was_said_stays_text_in_the_page(listed: list[StageTime], said: str) -> None:
    page_ = outline(a_report(*listed, facts=((said, said),), failure=Failure(said, said, said, 1)))
    assert page_.addresses == []


@given(st.lists(stages, min_size=1, max_size=5))
def test_no_bar_leaves_its_lane(listed: list[StageTime]) -> None:
    found = re.findall(r"margin-left:([\d.]+)%;width:([\d.]+)%", page.render(a_report(*listed)))
    assert len(found) == len(listed)
    for left, width in found:
        assert float(left) + float(width) <= 100.02


@pytest.mark.parametrize(
    ("start", "end", "left", "width"),
    [(0, 1, 0, 25), (1, 3, 25, 50), (0, 4, 0, 100), (2, 2, 50, 0.4), (4, 4, 99.6, 0.4), (0, 0.004, 0, 0.4)],
)
def test_a_bar_is_as_long_as_its_stage_took_of_the_whole(start: float, end: float, left: float, width: float) -> None:
    made = page.render(a_report(StageTime("whole", 0, 4, "ok"), StageTime("one", start, end, "ok")))
    assert re.findall(r"margin-left:([\d.]+)%;width:([\d.]+)%", made)[1] == (f"{left:.2f}", f"{width:.2f}")


def test_the_page_asks_nothing_of_any_other_host_and_runs_no_script() -> None:
    text = page.render(a_report(StageTime("plan", 0, 1, "ok"), links=(("page", "https://x.example/"),)))
    assert "<script" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_only_what_a_browser_may_follow_becomes_a_link() -> None:
    page_ = outline(a_report(links=(("good", "https://x.example/"), ("bad", "javascript:alert(1)"))))
    assert page_.addresses == ["https://x.example/"]


def test_a_status_is_told_in_words_and_not_by_colour_alone() -> None:
    words = "".join(outline(a_report(StageTime("prove", 0, 1, "failed", "no price"))).text)
    assert "failed" in words
    assert "no price" in words


def test_a_stage_of_a_stage_stands_below_it() -> None:
    outer, inner = StageTime("release", 0, 2, "ok"), StageTime("prove", 0, 1, "ok", group="release")
    both = a_report(outer, inner)
    assert (both.inner(outer), both.inner(inner)) == (False, True)
    assert not a_report(inner).inner(inner)
    assert 'class="ok inner"' in page.render(both)
    console = Console(width=60, record=True, file=io.StringIO())
    table.show(both, console)
    assert "✓    prove" in console.export_text()


def test_what_a_stage_says_steers_no_terminal_neither_at_work_nor_at_its_end() -> None:
    heard: list[str] = []
    timeline = Timeline(listener=lambda stage: heard.append(stage.detail))
    with timeline.stage("lock") as note:
        note.say("held by \x1b[2Jana")
    assert heard == ["", "held by \\x1b[2Jana", "held by \\x1b[2Jana"]
