"""Each call of a release, a rollback and a prune, spoiled in each way."""

from typing import get_args

from tests.faults.cases import Outcome, Verb, sound


def test_every_call_was_spoiled_in_every_way(found: list[Outcome]) -> None:
    struck = [item for item in found if item.struck]
    assert len(struck) >= 400
    for verb in get_args(Verb):
        assert len({item.call for item in struck if item.verb == verb}) >= 10


def test_no_visitor_saw_a_page_that_its_api_does_not_know(found: list[Outcome]) -> None:
    """That each index had its assets was looked at between the calls: a case without them ends the run."""
    assert [item for item in found for seen in (*item.seen, item.state, item.after) if not sound(seen)] == []


def test_a_release_is_shown_whole_by_the_next_run(found: list[Outcome]) -> None:
    ends = [item for item in found if item.verb == "release"]
    assert [item for item in ends if item.after != ("three", "three")] == []


def test_a_rollback_reaches_its_target_by_the_next_run(found: list[Outcome]) -> None:
    ends = [item for item in found if item.verb == "rollback" and item.fault != "paused"]
    assert [item for item in ends if item.after != ("one", "one")] == []


def test_a_prune_changes_nothing_that_is_shown(found: list[Outcome]) -> None:
    ends = [item for item in found if item.verb == "prune" and item.fault != "paused"]
    assert {seen for item in ends for seen in (*item.seen, item.after)} == {("two", "two")}


def test_what_fails_and_can_still_act_leaves_page_and_api_of_one_release(found: list[Outcome]) -> None:
    cut_off = {"kill before", "kill after", "expired"}
    ends = [item for item in found if item.fault not in cut_off]
    assert [item for item in ends if item.state[0] != item.state[1]] == []
