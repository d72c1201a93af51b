"""Stages: each begins once what it needs is there, and a failure stops the others."""

import anyio
import anyio.lowlevel
import pytest
from tasador_release import stages
from tasador_release.report.report import Note, Timeline
from tasador_release.stages import Stage


def noted(name: str, order: list[str], *needs: "Stage[object]", until: anyio.Event | None = None) -> Stage[str]:
    """Works until the event, if one is given."""

    async def work(note: Note) -> str:
        order.append(f"{name} begins")
        if until:
            await until.wait()
        order.append(f"{name} ends")
        note.say(name)
        return name.upper()

    return Stage(name, needs, work)


def test_a_stage_waits_for_what_it_needs_and_no_other() -> None:
    """`beside` ends only once `second` has begun: were `second` to wait for it, neither would ever end."""
    order: list[str] = []
    begun = anyio.Event()
    first, beside = noted("first", order), noted("beside", order, until=begun)

    async def work(_note: Note) -> str:
        order.append("second begins")
        begun.set()
        return "SECOND"

    second = Stage("second", (first,), work)
    anyio.run(stages.run, [second, beside, first], Timeline())
    assert order.index("first ends") < order.index("second begins") < order.index("beside ends")
    assert second.value == "SECOND"


def test_waiting_is_not_part_of_a_stages_time() -> None:
    now = [0.0]

    async def work(_note: Note) -> None:
        now[0] += 100.0

    slow = Stage("slow", (), work)
    quick = noted("quick", [], slow)
    timeline = Timeline(clock=lambda: now[0])
    anyio.run(stages.run, [slow, quick], timeline)
    assert timeline.stages["slow"].seconds == 100.0
    assert (timeline.stages["quick"].start, timeline.stages["quick"].end) == (100.0, 100.0)


def test_a_failure_is_raised_as_it_is_and_stops_the_others() -> None:
    order: list[str] = []

    async def fail(_note: Note) -> None:
        while not order:
            await anyio.lowlevel.checkpoint()
        raise ValueError("broken")

    slow = noted("slow", order, until=anyio.Event())
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
