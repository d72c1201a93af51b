"""The order of a release, what each failure leaves behind, and that a killed one converges."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from tasador_release.errors import CallFailed, NotAdopted, ProofFailed, SmokeFailed
from tasador_release.flow.run import run
from tasador_release.report.report import Timeline
from tasador_release.site.shown import Mark, mark_of, stamped, unstamped

from tests.cloud.gate import ERRORS, Gate
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
