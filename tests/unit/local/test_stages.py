"""Stages: each begins once what it needs is there, and a failure stops the others."""

import anyio
import pytest
from tasador_release import stages
from tasador_release.report.report import Note, Timeline
from tasador_release.stages import Stage


def noted(name: str, order: list[str], *needs: "Stage[object]", pause: float = 0.0) -> Stage[str]:
    async def work(note: Note) -> str:
        order.append(f"{name} begins")
        await anyio.sleep(pause)
        order.append(f"{name} ends")
        note.say(name)
        return name.upper()

    return Stage(name, needs, work)


def test_a_stage_waits_for_what_it_needs_and_no_other() -> None:
    order: list[str] = []
    first = noted("first", order, pause=0.02)
    beside = noted("beside", order, pause=0.05)
    second = noted("second", order, first)
    anyio.run(stages.run, [second, beside, first], Timeline())
    assert order.index("first ends") < order.index("second begins") < order.index("beside ends")
    assert second.value == "SECOND"


def test_waiting_is_not_part_of_a_stages_time() -> None:
    order: list[str] = []
    slow = noted("slow", order, pause=0.1)
    quick = noted("quick", order, slow)
    timeline = Timeline()
    anyio.run(stages.run, [slow, quick], timeline)
    assert timeline.stages["quick"].seconds < 0.05
    assert timeline.stages["quick"].start >= timeline.stages["slow"].end


def test_a_failure_is_raised_as_it_is_and_stops_the_others() -> None:
    order: list[str] = []

    async def fail(_note: Note) -> None:
        await anyio.sleep(0.01)
        raise ValueError("broken")

    slow = noted("slow", order, pause=5)
    timeline = Timeline()
    with pytest.raises(ValueError, match="broken"):
        anyio.run(stages.run, [slow, Stage("bad", (), fail)], timeline)
    assert timeline.stages["bad"].status == "failed"
    assert timeline.stages["slow"].status == "skipped"
    assert timeline.stages["slow"].detail == "stopped"


def test_what_comes_after_a_failure_never_begins() -> None:
    async def fail(_note: Note) -> None:
        raise ValueError("broken")

    bad = Stage("bad", (), fail)
    order: list[str] = []
    with pytest.raises(ValueError, match="broken"):
        anyio.run(stages.run, [bad, noted("after", order, bad)], Timeline())
    assert order == []


def test_the_closure_holds_each_stage_once_and_after_its_needs() -> None:
    order: list[str] = []
    a = noted("a", order)
    b, c = noted("b", order, a), noted("c", order, a)
    d = noted("d", order, b, c)
    assert [stage.name for stage in stages.closure([d, a])] == ["a", "b", "c", "d"]


def test_a_stage_that_has_not_run_has_found_nothing() -> None:
    assert noted("idle", []).found is None
