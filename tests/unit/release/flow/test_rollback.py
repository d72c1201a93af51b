"""Going back: what it goes back to, what it checks first, and that it can be run again."""

from dataclasses import replace
from functools import partial

import pytest
from tasador_release.errors import (
    AliasConflict,
    CallFailed,
    ChangedMeanwhile,
    LockLost,
    NothingToRollBackTo,
    ProofFailed,
    RollbackRefused,
    SmokeFailed,
)
from tasador_release.values.record import record_key

from tests.cloud.gate import Gate, Killed
from tests.cloud.world import World, all_of


def named(world: World, text: str) -> str:
    """The id of the first release of that code."""
    return next(release.id for release in reversed(world.past().releases) if release.code == f"sha256:{text}")


def test_a_rollback_goes_back_page_entries_and_api_and_is_itself_a_release(two: World) -> None:
    done = two.roll_back().plan.release
    assert two.seen() == all_of("one")
    assert done.restores == named(two, "one")
    assert two.shown() == two.past().releases[0].id == done.id
    assert two.past().releases[0].outcome == "done"


def test_a_rollback_shows_index_and_entries_first_and_moves_the_alias_last(two: World) -> None:
    gate = Gate()
    two.roll_back(gate=gate)
    shown = ("UpdateAlias", "PutObject config.json", "PutObject index.html")
    assert [call for call in gate.calls if call in shown] == list(reversed(shown))


def test_a_rollback_that_is_run_again_does_not_go_further_back(two: World) -> None:
    two.release("three")
    two.roll_back()
    assert not two.roll_back().changed
    assert two.seen() == all_of("two")
    two.roll_back(named(two, "one"))
    assert two.seen() == all_of("one")


def test_a_release_after_a_rollback_goes_back_to_what_users_saw(two: World) -> None:
    two.roll_back()
    two.release("three")
    two.roll_back()
    assert two.seen() == all_of("one")


@pytest.mark.parametrize("part", ["UpdateAlias", "PutObject config.json", "PutObject index.html"])
def test_after_a_killed_release_a_rollback_goes_to_the_last_good_one(two: World, part: str) -> None:
    with pytest.raises(Killed):
        two.release("three", Gate("kill after", part=part))
    two.roll_back()
    assert two.seen() == all_of("two")


def test_the_first_good_release_is_gone_back_to_from_a_killed_second(world: World) -> None:
    world.release("one")
    with pytest.raises(Killed):
        world.release("two", Gate("kill after", part="PutObject index.html"))
    world.roll_back()
    assert world.seen() == all_of("one")


@pytest.mark.parametrize("part", ["PutObject index.html", "UpdateAlias", "CreateInvalidation", "GetObject index.html"])
def test_a_rollback_that_was_killed_has_the_same_target_when_it_is_run_again(two: World, part: str) -> None:
    two.release("three")
    gate = Gate("kill after", part=part, at=12)
    with pytest.raises(Killed):
        two.roll_back(gate=gate)
    two.roll_back()
    assert two.seen() == all_of("two")


def test_a_rollback_that_fails_puts_back_what_was_there(two: World) -> None:
    for part in ("PutObject config.json", "UpdateAlias", "CreateInvalidation"):
        with pytest.raises(CallFailed):
            two.roll_back(gate=Gate("refused", part=part))
        assert two.seen() == all_of("two")
        assert two.past().releases[0].outcome == "rolled back"
    two.roll_back()
    assert two.seen() == all_of("one")


def test_a_rollback_that_fails_its_smoke_puts_back_what_was_there_and_fails(two: World) -> None:
    two.cloud.versions["1"].sick = True
    with pytest.raises(SmokeFailed, match="users see release 000002"):
        two.roll_back()
    assert two.seen() == all_of("two")


def test_a_version_that_gives_no_price_any_more_is_not_gone_back_to(two: World) -> None:
    two.cloud.versions["1"].broken = True
    with pytest.raises(ProofFailed):
        two.roll_back()
    assert two.seen() == all_of("two")


def refusal(world: World) -> str:
    """Why a rollback is refused; it must have changed nothing, and say what comes next."""
    gate = Gate()
    with pytest.raises(RollbackRefused) as raised:
        world.roll_back(gate=gate)
    assert raised.value.exit_code != 0
    assert "dagger call history" in raised.value.next_step
    assert [call for call in gate.calls if call.startswith(("Put", "Update")) and "locks/" not in call] == []
    assert world.seen() == all_of("two")
    return str(raised.value)


def test_a_target_without_one_of_its_assets_is_refused_before_anything_changed(two: World) -> None:
    del two.cloud.site["assets/app-one.js"]
    assert "assets/app-one.js is gone" in refusal(two)


def test_a_target_with_an_asset_of_another_content_is_refused(two: World) -> None:
    two.cloud.put("site", "assets/app-one.js", b"something else")
    assert "assets/app-one.js is gone" in refusal(two)


def test_a_target_without_its_kept_index_or_entry_is_refused(two: World) -> None:
    manifest = two.roll_back().plan.manifest
    two.release("two")
    kept = two.cloud.site.pop(f"releases/kept/{manifest.index.sha256}")
    assert "releases/kept/" in refusal(two)
    two.cloud.site[f"releases/kept/{manifest.index.sha256}"] = kept
    two.cloud.put("site", f"releases/kept/{manifest.entries[0].sha256}", b"{}")
    assert "kept of config.json is damaged" in refusal(two)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000, b'{"page": "x", "files": []}', b"null"])
def test_a_target_whose_list_of_files_cannot_be_read_is_refused(two: World, text: bytes) -> None:
    two.cloud.put("site", f"releases/pages/{two.page('one').digest.removeprefix('sha256:')}.json", text)
    assert "cannot be read" in refusal(two)


def test_a_target_whose_version_is_gone_is_refused(two: World) -> None:
    del two.cloud.versions["1"]
    assert "version 1 of function_name is gone" in refusal(two)


def test_a_target_whose_image_is_gone_is_refused(world: World) -> None:
    image = f"host/app@sha256:{'a' * 64}"
    world.release("one", code="sha256:one")
    world.cloud.images["sha256:" + "a" * 64] = world.cloud.now
    old = world.past().releases[0]
    body = replace(old, code=image).to_json().encode()
    world.cloud.put("site", record_key(old.id), body)
    world.release("two")
    world.roll_back()
    assert world.seen() == all_of("one")
    world.release("two")
    world.cloud.images.clear()
    with pytest.raises(RollbackRefused, match=r"image host/app@sha256:a+ is gone"):
        world.roll_back()


def test_weights_that_somebody_left_are_cleared_by_a_rollback(two: World) -> None:
    two.cloud.move("2", {"1": 0.3})
    two.roll_back()
    assert (two.cloud.alias, two.cloud.weights) == ("1", {})


def test_a_rollback_without_any_earlier_release_says_so(world: World) -> None:
    with pytest.raises(NothingToRollBackTo):
        world.roll_back()
    world.release("one")
    with pytest.raises(NothingToRollBackTo):
        world.roll_back()


def test_a_release_that_failed_is_nothing_to_go_back_to(two: World) -> None:
    with pytest.raises(SmokeFailed):
        two.release("sick", sick=True)
    with pytest.raises(NothingToRollBackTo, match="000003"):
        two.roll_back(named(two, "sick"))


def test_a_rollback_that_slept_loses_to_a_release_that_went_on(two: World) -> None:
    for part in ("PutObject index.html", "PutObject config.json", "UpdateAlias"):
        name = part.replace(" ", "").replace("/", "").replace(".", "")
        gate = Gate("paused", part=part, meanwhile=partial(two.release, name))
        with pytest.raises((AliasConflict, LockLost, ChangedMeanwhile)):
            two.roll_back(gate=gate)
        assert two.seen()[0] == two.api() == name
