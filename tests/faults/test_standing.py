"""What is wrong before a verb begins, or is changed by hand while it is at work."""

from tests.faults.cases import Outcome
from tests.faults.reliability import DOCUMENT, document
from tests.faults.standing import BEFORE, CLOCKS, MEANWHILE, Found

AGAIN = "run: .run/venv/bin/python -m tests.faults.reliability"
NEW = {"release": ("three", "three"), "rollback": ("one", "one"), "prune": ("two", "two")}


def of(wrong: list[Found], *words: str) -> list[Found]:
    return [item for item in wrong if any(word in item.wrong for word in words)]


def test_every_kind_of_wrong_was_met_by_every_verb(wrong: list[Found]) -> None:
    for verb in NEW:
        met = {item.wrong for item in wrong if item.verb == verb}
        assert len(met) >= len(BEFORE) + len(CLOCKS) + len(MEANWHILE) - 1


def test_the_next_release_shows_itself_whole_whatever_was_wrong(wrong: list[Found]) -> None:
    ends = [item for item in wrong if item.verb == "release"]
    assert [item for item in ends if item.after != NEW["release"]] == []


def test_no_clock_no_lock_that_was_left_and_no_newest_record_changes_what_a_verb_does(wrong: list[Found]) -> None:
    met = of(wrong, "clock", "lock", "newest record")
    assert met
    assert [item for item in met if (item.ended, item.state) != ("done", NEW[item.verb])] == []


def test_a_rollback_without_a_readable_record_says_so_and_changes_nothing(wrong: list[Found]) -> None:
    met = [item for item in of(wrong, "every record") if item.verb == "rollback"]
    assert met
    assert [item for item in met if (item.ended, set(item.seen)) != ("NothingToRollBackTo", {("two", "two")})] == []


def test_a_rollback_whose_asset_is_gone_is_refused_and_changes_nothing(wrong: list[Found]) -> None:
    (met,) = [item for item in of(wrong, "asset") if item.verb == "rollback"]
    assert (met.ended, set(met.seen)) == ("RollbackRefused", {("two", "two")})


def test_a_release_that_a_hand_disturbed_fails_and_leaves_nothing_of_its_own(wrong: list[Found]) -> None:
    met = [item for item in of(wrong, "at any call") if item.verb == "release" and item.ended != "done"]
    assert {item.ended for item in met} == {"AliasConflict", "ChangedMeanwhile", "SmokeFailed"}
    assert [item for item in met if "three" in item.state] == []


def test_a_prune_deletes_nothing_that_a_hand_shows_again(wrong: list[Found]) -> None:
    """That each index has its assets, and the alias a version, was looked at between the calls."""
    met = [item for item in wrong if item.verb == "prune"]
    assert [item for item in met if item.state != item.after] == []
    assert {item.ended for item in met} == {"done", "CallFailed"}


def test_the_page_on_reliability_is_what_was_measured(found: list[Outcome], wrong: list[Found]) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(found, wrong), AGAIN
