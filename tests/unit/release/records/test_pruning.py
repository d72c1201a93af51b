"""Pruning: never what is shown, named, newest or needed by what is kept; and nothing that cannot be told."""

import itertools
from dataclasses import replace

import pytest
from tasador_release.errors import CallFailed, LockLost
from tasador_release.records.retention import PrunePlan
from tasador_release.values.record import record_key

from tests.cloud.gate import Fault, Gate, Killed
from tests.cloud.world import World, all_of


def test_what_no_kept_release_needs_goes_and_what_it_needs_stays(two: World) -> None:
    for text in ("three", "four"):
        two.release(text)
    plan = two.prune()
    assert len(plan.records) == 2
    assert {"assets/app-one.js", "assets/app-two.js"} <= set(plan.objects)
    assert set(two.cloud.versions) == {"3", "4"}
    two.roll_back()
    assert two.seen() == all_of("three")


def test_the_page_that_a_killed_release_shows_keeps_every_asset(world: World) -> None:
    world.release("one")
    with pytest.raises(Killed):
        world.release("two", Gate("kill after", part="PutObject index.html"))
    world.prune()
    assert world.seen() == all_of("two")
    world.roll_back()
    assert world.seen() == all_of("one")


def test_an_old_page_that_was_put_back_by_hand_keeps_every_asset(two: World) -> None:
    old = two.cloud.site["index.html"]
    for text in ("three", "four", "five"):
        two.release(text)
    two.cloud.site["index.html"] = old
    two.prune()
    assert two.seen()[0] == "two"


def test_the_version_that_terraforms_output_names_and_the_newest_stay(two: World) -> None:
    two.cloud.apply("applied, not released")
    two.prune()
    assert set(two.cloud.versions) >= {"2", "3"}


def test_versions_that_get_a_part_of_the_requests_stay(two: World) -> None:
    two.release("three")
    two.cloud.move("3", {"1": 0.1})
    two.prune()
    assert "1" in two.cloud.versions


LOOKS = ("ListObjectsV2", "GetObject index.html", "list_versions_by_function", "DescribeImages", "list_aliases")


@pytest.mark.parametrize("look", LOOKS)
def test_a_prune_that_slept_while_it_looked_deletes_nothing(two: World, look: str) -> None:
    for text in ("three", "four"):
        two.release(text)
    gate = Gate("paused", at=3, part=look, meanwhile=lambda: two.release("one"))
    with pytest.raises(LockLost):
        two.prune(gate)
    assert gate.struck
    assert not [call for call in gate.calls if call.startswith(("DeleteObjects", "DeleteFunction", "BatchDelete"))]
    assert two.seen() == all_of("one")


@pytest.mark.parametrize("fault", ["kill before", "kill after"])
def test_a_prune_that_was_killed_at_any_call_leaves_each_release_on_record_whole(two: World, fault: Fault) -> None:
    for text in ("three", "four"):
        two.release(text)
    start = two.cloud
    for at in itertools.count(1):
        world = World(two.folder, start.copied())
        try:
            world.prune(Gate(fault, at=at))
            break  # there are no more calls
        except Killed:
            world.cloud.clock += 100  # its lock is over
        for release in world.past().releases:
            world.roll_back(release.id)  # refused when a part of it is gone: then its record should be gone as well
            assert world.seen() == all_of(release.code.removeprefix("sha256:"))
        world.release("five")
        assert world.seen() == all_of("five")
    assert at > 10


def test_nothing_goes_while_the_files_of_what_is_kept_cannot_be_told(two: World) -> None:
    two.release("three")
    two.cloud.put("site", f"releases/pages/{two.page('three').digest.removeprefix('sha256:')}.json", b"{")
    plan = two.prune()
    assert (plan.objects, plan.versions, plan.images) == ((), (), ())
    assert any("cannot be read" in note for note in plan.lines())


def test_a_young_record_that_cannot_be_read_keeps_all_and_an_old_one_goes(two: World) -> None:
    two.release("three")
    two.cloud.put("site", "releases/000009-what.json", b"\xff")
    young = two.prune(days=30)
    assert (young.objects, young.versions) == ((), ())
    old = two.prune(days=0)
    assert "releases/000009-what.json" in old.records
    assert two.seen() == all_of("three")


def test_what_is_younger_than_asked_stays(two: World) -> None:
    two.release("three")
    assert two.prune(days=1) == PrunePlan()


def test_a_delete_that_fails_for_one_object_is_an_error(two: World) -> None:
    two.release("three")
    with pytest.raises(CallFailed):
        two.prune(Gate("denied", part="DeleteObjects"))
    two.prune()
    assert two.seen() == all_of("three")


def test_a_number_that_was_pruned_is_not_given_again(two: World) -> None:
    with pytest.raises(Killed):
        two.release("three", Gate("kill after", part="PutObject releases/000003"))
    two.release("four")
    two.roll_back()
    newest = two.past().releases[0]
    del two.cloud.site[record_key(newest.id)]
    two.release("five")
    assert two.past().releases[0].sequence > newest.sequence


def test_a_plan_reads_as_what_goes() -> None:
    assert PrunePlan().lines() == ("nothing to prune",)
    assert PrunePlan(records=("releases/1.json",), versions=("3",)).lines() == (
        "record   releases/1.json",
        "version  3",
    )


def test_records_that_cannot_be_read_are_named_and_every_verb_still_works(two: World) -> None:
    good = two.past().releases[0]
    spoiled = {
        "releases/000011-truncated.json": good.to_json().encode()[:80],
        "releases/000012-empty.json": b"",
        "releases/000013-newer.json": good.to_json().replace('"schema": 2', '"schema": 3, "mood": "blue"').encode(),
        "releases/000014-unknown.json": good.to_json().replace('"by"', '"mood": "blue", "by"').encode(),
        "releases/000015-latin.json": good.to_json().replace("a test", "señor").encode("latin-1"),
        "releases/000016-deep.json": b"[" * 200_000,
        "releases/000017-zone.json": replace(good, started_at="2026-11-01T00:00:00").to_json().encode(),
        "releases/000018-kinds.json": good.to_json().replace('"version": "2"', '"version": 2').encode(),
        "releases/not-ours.json": b'"hello"',
    }
    for key, body in spoiled.items():
        two.cloud.put("site", key, body)
    past = two.past()
    assert {item.key for item in past.unreadable} == set(spoiled)
    told = "\n".join(past.lines(two.shown()))
    assert all(key in told for key in spoiled)
    two.release("three")
    assert two.seen() == all_of("three")
    assert two.past().releases[0].sequence == 19
    two.roll_back()
    assert two.seen() == all_of("two")
    two.prune()
    assert two.seen() == all_of("two")
