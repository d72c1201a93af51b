"""A new version gets a share of the requests first; whatever it does worse ends that."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from tasador_release.errors import AliasConflict, CanaryFailed, UsageError
from tasador_release.function.traffic import CanaryLimits, Traffic, breach
from tasador_release.values.canary import CanaryStep, parse

from tests.cloud.gate import Gate, Killed
from tests.cloud.world import SETTINGS, World, all_of, stack

STEPS = parse("10%:5m,50%:5m")
ALARM = next(name for name in SETTINGS.alarms(stack("1").stage, ()) if name.endswith("api-5xx"))


class Traced(Gate):
    """Notes the alias after each move, with the time that passed; `at_look` acts at each look at the alarms."""

    def __init__(self, world: World, at_look: Callable[[int], None] = lambda _: None, **given: Any) -> None:  # noqa: ANN401
        super().__init__(**given)
        self.world, self.at_look, self.looks = world, at_look, 0
        self.moves: list[tuple[str, dict[str, float], float]] = []

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
        if name == "DescribeAlarms":
            self.looks += 1
            self.at_look(self.looks)
        found = super().__call__(name, act)
        if name == "UpdateAlias":
            cloud = self.world.cloud
            self.moves.append((cloud.alias, dict(cloud.weights), cloud.watched))
        return found


def test_the_shares_follow_each_other_for_their_times_and_then_the_version_has_all(two: World) -> None:
    two.cloud.traffic = {"2": (900, 0, 8.0), "3": (100, 0, 9.0)}
    gate = Traced(two)
    begun = two.cloud.watched
    two.release("three", gate, steps=STEPS)
    moves = [(version, weights, when - begun) for version, weights, when in gate.moves]
    assert moves == [("2", {"3": 0.1}, 0.0), ("2", {"3": 0.5}, 300.0), ("3", {}, 600.0)]
    assert two.seen() == all_of("three")


def test_what_visitors_saw_of_each_version_is_on_record(two: World) -> None:
    two.cloud.traffic = {"2": (900, 1, 8.0), "3": (100, 0, 9.0)}
    two.release("three", steps=STEPS)
    steps = {step.name: step.detail for step in two.past().releases[0].steps}
    said = "version 2: 900 requests, 1 errors, p95 8 ms; version 3: 100 requests, 0 errors, p95 9 ms"
    assert (steps["canary 0.1"], steps["canary 0.5"]) == (said, said)


@pytest.mark.parametrize(
    ("traffic", "ringing", "reason"),
    [
        ((100, 5, 8.0), "", "5.0% errors, version 2 has 0.1%"),
        ((100, 0, 90.0), "", "p95 90 ms, version 2 has 8 ms"),
        ((100, 0, 8.0), ALARM, f"alarm {ALARM}"),
    ],
)
def test_the_first_breach_leads_all_requests_back(
    two: World, traffic: tuple[int, int, float], ringing: str, reason: str
) -> None:
    two.cloud.traffic = {"2": (900, 1, 8.0), "3": (100, 0, 8.0)}

    def at_look(number: int) -> None:
        if number == 4:  # before it began, and two looks that were good
            two.cloud.traffic["3"] = traffic
            two.cloud.ringing |= {ringing} - {""}

    gate, begun = Traced(two, at_look), two.cloud.watched
    with pytest.raises(CanaryFailed, match=reason):
        two.release("three", gate, steps=STEPS)
    assert two.cloud.watched - begun == 90.0
    assert (two.cloud.alias, two.cloud.weights) == ("2", {})
    assert two.seen() == all_of("two")
    record = two.past().releases[0]
    assert record.outcome == "rolled back"
    assert reason in record.error
    assert "version 3: 100 requests" in record.error


def test_an_alarm_that_rang_before_is_no_breach(two: World) -> None:
    two.cloud.ringing = {ALARM}
    two.release("three", steps=STEPS)
    assert two.seen() == all_of("three")


def test_an_alarm_of_another_stage_is_nobodys_business_here(two: World) -> None:
    two.release("three", Traced(two, lambda _: two.cloud.ringing.add("other-api-5xx")), steps=STEPS)
    assert two.seen() == all_of("three")


@pytest.mark.parametrize("fault", ["kill before", "kill after"])
@pytest.mark.parametrize("look", [2, 3, 9, 14])
@pytest.mark.parametrize("verb", ["release", "rollback"])
def test_the_weights_of_a_canary_that_was_killed_are_cleared_by_whatever_comes_next(
    two: World, fault: Literal["kill before", "kill after"], look: int, verb: str
) -> None:
    def kill(number: int) -> None:
        gate.fault, gate.at = (fault, 0) if number == look else (None, 0)

    gate = Traced(two, kill)
    with pytest.raises(Killed):
        two.release("three", gate, steps=STEPS)
    assert two.seen() == all_of("two")
    if verb == "release":
        two.release("four")
    else:
        two.roll_back()
    wanted = "four" if verb == "release" else "two"
    assert two.cloud.weights == {}
    assert two.seen() == all_of(wanted)


def test_a_canary_after_a_killed_one_stands_beside_the_last_good_version(two: World) -> None:
    with pytest.raises(Killed):
        two.release("three", Gate("kill after", part="UpdateAlias"))
    assert two.cloud.alias == "3"
    gate = Traced(two)
    two.release("four", gate, steps=STEPS)
    assert [move[:2] for move in gate.moves] == [("2", {"4": 0.1}), ("2", {"4": 0.5}), ("4", {})]


@pytest.mark.parametrize(("look", "seconds"), [(1, 0.0), (3, 90.0)], ids=["before the first share", "meanwhile"])
def test_an_alias_that_somebody_moves_is_a_conflict_at_once_and_left(two: World, look: int, seconds: float) -> None:
    gate, begun = Traced(two, lambda number: two.cloud.move("1") if number == look else None), two.cloud.watched
    with pytest.raises(AliasConflict, match="moved by someone else to version 1"):
        two.release("three", gate, steps=STEPS)
    assert two.cloud.watched - begun == seconds
    assert (two.cloud.alias, two.cloud.weights) == ("1", {})


def test_where_nothing_stands_beside_it_a_version_gets_all_at_once(world: World) -> None:
    gate = Traced(world)
    result = world.release("one", gate, steps=STEPS)
    assert result.plan.canary == ()
    assert gate.looks == 0
    assert world.seen() == all_of("one")


def test_a_plan_tells_the_shares(two: World) -> None:
    lines = two.release("three", dry_run=True, steps=STEPS).plan.lines()
    assert "canary      version 3 gets 0.1 of the requests for 300 s" in lines


def test_steps_are_read_as_shares_and_times() -> None:
    assert parse("2.5%:90s, 50%:1h") == (CanaryStep(0.025, 90.0), CanaryStep(0.5, 3600.0))
    assert parse("") == ()


@pytest.mark.parametrize(
    "text", ["10%", "10:5m", "0%:5m", "100%:5m", "10%:0s", "10%:5d", "50%:5m,10%:5m", "5%:1m,5%:1m"]
)
def test_what_is_no_share_and_time_or_does_not_grow_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="such as"):
        parse(text)


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [
        (Traffic("1"), Traffic("2"), True),
        (Traffic("1", 1000, 100), Traffic("2", 1000, 90), True),
        (Traffic("1", 1000, 0), Traffic("2", 1000, 10), True),
        (Traffic("1", 1000, 0), Traffic("2", 1000, 11), False),
        (Traffic("1", 1000, 0, 10.0), Traffic("2", 49, 0, 900.0), True),
        (Traffic("1", 1000, 0, 10.0), Traffic("2", 50, 0, 61.0), False),
        (Traffic("1", 1000, 0, 10.0), Traffic("2", 50, 0, 60.0), True),
        (Traffic("1", 1000, 0, 200.0), Traffic("2", 50, 0, 299.0), True),
        (Traffic("1", 1000, 0, 200.0), Traffic("2", 50, 0, 301.0), False),
    ],
)
def test_a_version_is_worse_by_errors_or_by_a_latency_that_enough_requests_tell(
    old: Traffic, new: Traffic, *, holds: bool
) -> None:
    assert (breach(old, new, (), CanaryLimits()) is None) == holds
