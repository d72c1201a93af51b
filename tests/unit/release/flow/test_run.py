"""The order of a release, what each failure leaves behind, and that a killed one converges."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any, Self

import anyio
import pytest
from tasador_release.errors import AliasConflict, CallFailed, LockLost, Meddled, NotAdopted, ProofFailed, SmokeFailed
from tasador_release.flow import planning
from tasador_release.flow.run import run
from tasador_release.report.report import Timeline
from tasador_release.site.shown import Mark, mark_of, stamped, unstamped

from tests.cloud.gate import ERRORS, Gate, Killed
from tests.cloud.state import refused
from tests.cloud.world import World, all_of

WRITES = ("Put", "Update", "Create", "Delete")
SHOWN = ["UpdateAlias", "PutObject config.json", "PutObject index.html"]


def writes(gate: Gate) -> list[str]:
    """What it changed of what users see, in order."""
    seen = ("UpdateAlias", "PutObject config.json", "PutObject index.html", "CreateInvalidation distribution_id")
    return [call for call in gate.calls if call in seen]


def test_a_release_shows_alias_entries_and_index_in_this_order(world: World) -> None:
    world.release("one")
    gate = Gate()
    result = world.release("two", gate)
    assert writes(gate) == [*SHOWN, "CreateInvalidation distribution_id"]
    assert result.changed
    assert world.seen() == all_of("two")


def test_the_index_carries_its_release_and_the_page_is_otherwise_as_it_was_built(two: World) -> None:
    newest = two.past().releases[0]
    assert two.shown() == newest.id
    built = (two.folder / "two" / "index.html").read_bytes()
    assert unstamped(two.cloud.site["index.html"].body) == built
    assert two.cloud.site["index.html"].body != built


def test_the_same_page_shown_again_has_another_etag(two: World) -> None:
    first = two.cloud.site["index.html"].etag
    two.release("one")
    two.release("two")
    assert two.seen() == all_of("two")
    assert two.cloud.site["index.html"].etag != first


@pytest.mark.parametrize("page", [b"<html><head lang=x><title>a", b"<!DOCTYPE html><title>a", b"a", b"", b"\xff\xfe"])
def test_a_mark_is_put_in_and_taken_out_of_any_page(page: bytes) -> None:
    mark = Mark("000001-abcd", "sha256:ff", "00ff")
    assert mark_of(stamped(page, mark)) == mark
    assert unstamped(stamped(stamped(page, mark), mark)) == page


def test_a_release_leaves_a_record_that_names_its_previous(two: World) -> None:
    newest, before = two.past().releases
    assert (newest.outcome, newest.previous, newest.version) == ("done", before.id, "2")
    named = "lock plan record prove upload alias index invalidate smoke read_back"
    assert [step.name.replace(" ", "_") for step in newest.steps] == named.split()


def test_a_dry_run_writes_nothing(world: World) -> None:
    world.release("one")
    gate = Gate()
    result = world.release("two", gate, dry_run=True)
    assert not [call for call in gate.calls if call.startswith(WRITES)]
    assert "alias       function_name:live from version 1 to version 2" in result.plan.lines()
    assert world.seen() == all_of("one")


def test_the_second_of_two_identical_releases_only_looks(two: World) -> None:
    gate = Gate()
    assert not two.release("two", gate).changed
    assert [call for call in gate.calls if call.startswith(WRITES)] == [
        "PutObject locks/test.json",
        "DeleteObject locks/test.json",
    ]


def test_a_version_without_a_price_moves_nothing(world: World) -> None:
    world.release("one")
    gate = Gate()
    with pytest.raises(ProofFailed):
        world.release("two", gate, broken=True)
    assert writes(gate) == []
    assert world.seen() == all_of("one")
    assert world.past().releases[0].outcome == "failed"


def test_a_failed_smoke_puts_back_page_first_then_alias_and_says_so(two: World) -> None:
    good, gate = two.shown(), Gate()
    with pytest.raises(SmokeFailed, match=f"users see release {good} again"):
        two.release("three", gate, sick=True)
    undone = ["PutObject index.html", "PutObject config.json", "UpdateAlias", "CreateInvalidation distribution_id"]
    assert writes(gate) == [*SHOWN, "CreateInvalidation distribution_id", *undone]
    assert two.seen() == all_of("two")
    assert two.shown() == good
    assert two.past().releases[0].outcome == "rolled back"


@pytest.mark.parametrize("part", [*SHOWN, "CreateInvalidation", "GetAlias"])
def test_a_failure_once_users_may_see_something_new_puts_back_what_was_good(two: World, part: str) -> None:
    at = 20 if part == "GetAlias" else 0  # the one that reads back, not the one that plans
    with pytest.raises(CallFailed):
        two.release("three", Gate("refused", part=part, at=at))
    assert two.seen() == all_of("two")
    assert two.past().releases[0].outcome == "rolled back"


def test_a_first_release_that_fails_takes_its_page_away_and_claims_nothing(world: World) -> None:
    with pytest.raises(SmokeFailed) as raised:
        world.release("one", sick=True)
    assert raised.value.restored is None
    assert "users see" not in str(raised.value)
    assert "index.html" not in world.cloud.site
    assert "config.json" not in world.cloud.site


def test_a_foreign_index_is_refused_without_adopt_and_put_back_byte_by_byte_when_an_adoption_fails(
    world: World,
) -> None:
    world.cloud.put("site", "index.html", b"<h1>ours since 2019</h1>", content_type="text/html")
    gate = Gate()
    with pytest.raises(NotAdopted):
        world.release("one", gate)
    assert writes(gate) == []
    with pytest.raises(SmokeFailed, match="the page that stood there again"):
        world.release("bad", sick=True, adopt=True)
    assert world.cloud.site["index.html"].body == b"<h1>ours since 2019</h1>"
    world.release("one", adopt=True)
    assert world.seen() == all_of("one")


def test_weights_that_somebody_left_on_the_alias_are_cleared(two: World) -> None:
    two.cloud.move("2", {"1": 0.5})
    assert two.release("two").changed
    assert (two.cloud.alias, two.cloud.weights) == ("2", {})


def test_an_alias_that_an_operator_moved_by_hand_is_what_a_failing_release_restores(two: World) -> None:
    two.cloud.move("1", {"2": 0.25})
    with pytest.raises(SmokeFailed):
        two.release("three", sick=True)
    assert (two.cloud.alias, two.cloud.weights) == ("1", {"2": 0.25})


def test_an_alias_that_is_moved_before_ours_is_a_conflict_and_left(two: World) -> None:
    gate = Gate("paused", part="UpdateAlias", meanwhile=lambda: two.cloud.move("1"))
    with pytest.raises(AliasConflict, match="moved by someone else to version 1"):
        two.release("three", gate)
    assert two.cloud.alias == "1"
    assert two.seen()[:2] == ("two", "two")


def test_an_alias_that_is_moved_after_ours_is_seen_and_left_while_the_page_goes_back(two: World) -> None:
    gate = Gate("paused", part="CreateInvalidation", meanwhile=lambda: two.cloud.move("1"))
    with pytest.raises(SmokeFailed) as raised:
        two.release("three", gate)
    assert any("left alias live at version 1" in note for note in raised.value.__notes__)
    assert two.cloud.alias == "1"
    assert two.seen()[:2] == ("two", "two")
    assert two.past().releases[0].outcome == "failed"


def test_an_index_that_is_replaced_after_ours_is_seen_and_left(two: World) -> None:
    gate = Gate("paused", part="GetAlias", at=20, meanwhile=lambda: None)

    def replaced() -> None:
        two.cloud.put("site", "index.html", b"<h1>mine</h1>", content_type="text/html")

    gate.meanwhile, gate.part, gate.at = replaced, "GetObject index.html", 20
    with pytest.raises(Meddled, match="the index is of no release"):
        two.release("three", gate)
    assert two.cloud.site["index.html"].body == b"<h1>mine</h1>"
    assert two.api() == "two"


@pytest.mark.parametrize("fault", ["conflict", "aborted", "arrived twice"])
@pytest.mark.parametrize("part", ["PutObject index.html", "PutObject config.json", "PutObject locks/"])
def test_a_busy_object_or_an_answer_that_was_lost_once_is_no_failure(two: World, part: str, fault: str) -> None:
    gate = Gate(fault, part=part)  # type: ignore[arg-type]
    two.release("three", gate)
    assert gate.struck
    assert two.seen() == all_of("three")


def test_an_alias_move_that_arrived_twice_is_no_conflict(two: World) -> None:
    two.release("three", Gate("arrived twice", part="UpdateAlias"))
    assert two.seen() == all_of("three")


@pytest.mark.parametrize("part", ["PutObject assets/", "PutObject index.html", "UpdateAlias", "PutObject releases/0"])
def test_a_success_that_is_a_proxys_page_is_none(two: World, part: str) -> None:
    with pytest.raises(CallFailed, match="not AWS's answer"):
        two.release("three", Gate("a proxy's page", part=part))
    assert two.seen() == all_of("two")


def test_credentials_that_expire_after_the_alias_moved_are_the_cause_that_is_told(two: World) -> None:
    gate = Gate("expired", part="PutObject config.json")
    with pytest.raises(CallFailed, match=r"s3:PutObject config.json failed: ExpiredToken") as raised:
        two.release("three", gate)
    assert "putting back what stood failed" in "".join(raised.value.__notes__)
    assert two.seen()[:2] == ("two", "two")
    two.cloud.clock += 100
    two.release("three")
    assert two.seen() == all_of("three")


def test_what_the_first_error_was_is_told_when_putting_back_fails_too(two: World) -> None:
    class Stuck(Gate):
        def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
            if name.startswith(("PutObject index.html", "PutObject config")):
                raise refused(*ERRORS["denied"], name)
            return super().__call__(name, act)

    with pytest.raises(CallFailed, match=r"config.json failed: AccessDenied"):
        two.release("three", Stuck())
    assert two.api() == "two"


def test_a_cancelled_release_puts_back_what_was_good(two: World) -> None:
    version, scopes = two.cloud.apply("three"), list[anyio.CancelScope]()

    class Interrupted(Gate):
        def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
            if name.startswith("CreateInvalidation"):
                scopes[0].cancel()
            return super().__call__(name, act)

    async def go() -> None:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            await run(two.port("three", version, Interrupted()), Timeline())

    anyio.run(go)
    assert two.seen() == all_of("two")
    assert two.past().releases[0].outcome == "rolled back"


def test_a_release_that_lost_its_lock_changes_and_puts_back_nothing(two: World) -> None:
    def another() -> None:
        two.release("other")

    gate = Gate("paused", part="PutObject index.html", meanwhile=another)
    with pytest.raises((Meddled, LockLost)):
        two.release("three", gate)
    assert two.seen() == all_of("other")
    assert two.past().releases[0].outcome == "done"


@pytest.mark.parametrize("part", ["UpdateAlias", "PutObject config.json", "PutObject assets/", "PutObject releases/0"])
def test_a_release_that_slept_anywhere_loses_to_the_one_that_went_on(two: World, part: str) -> None:
    gate = Gate("paused", part=part, meanwhile=lambda: two.release("other"))
    with pytest.raises((AliasConflict, Meddled, LockLost)):
        two.release("three", gate)
    api, page = two.api(), two.seen()[0]
    assert (api, page) == ("other", "other")


def test_a_failed_release_after_a_killed_one_shows_the_last_good_one_page_and_api(two: World) -> None:
    for part in ("PutObject index.html", "UpdateAlias"):
        with pytest.raises(Killed):
            two.release(f"killed {part[:3]}".replace(" ", "-"), Gate("kill after", part=part))
        with pytest.raises(SmokeFailed):
            two.release("sick", sick=True)
        assert two.seen() == all_of("two")


def test_a_version_that_was_pruned_though_terraform_names_it_is_published_again(two: World) -> None:
    async def go() -> None:
        await run(two.port("three", "99"), Timeline())

    anyio.run(go)
    assert two.cloud.alias in two.cloud.versions
    assert two.seen()[0] == "three"


def test_a_clock_that_is_hours_slow_or_a_day_fast_changes_no_order(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, off in (("three", timedelta(hours=-2)), ("four", timedelta(days=1)), ("five", timedelta(minutes=-10))):

        class Off(datetime):
            shift = off

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return super().now(tz) + cls.shift

        monkeypatch.setattr(planning, "datetime", Off)
        two.release(text)
        assert two.past().releases[0].code == f"sha256:{text}"
    assert [release.sequence for release in two.past().releases] == [5, 4, 3, 2, 1]
