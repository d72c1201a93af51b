"""What a release does when somebody or something else was at work on the same stage."""

from datetime import datetime, timedelta, tzinfo
from typing import Self

import anyio
import pytest
from tasador_release.errors import AliasConflict, ChangedMeanwhile, LockLost, SmokeFailed
from tasador_release.flow import planning
from tasador_release.flow.run import run
from tasador_release.report.report import Timeline

from tests.cloud.gate import Gate, Killed
from tests.cloud.world import World, all_of


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


def test_a_share_of_the_requests_that_somebody_led_away_after_our_move_is_read_back_and_no_success(two: World) -> None:
    """The smoke test alone need not meet it: most requests are still answered by the new version."""
    gate = Gate("paused", part="CreateInvalidation", meanwhile=lambda: two.cloud.move("3", {"1": 0.1}))
    with pytest.raises(ChangedMeanwhile, match=r"alias live leads to .*, not to version 3"):
        two.release("three", gate)
    assert two.seen() == all_of("two")
    assert two.cloud.weights == {}
    assert two.past().releases[0].outcome == "rolled back"


def test_an_index_that_is_replaced_after_ours_is_seen_and_left(two: World) -> None:
    gate = Gate("paused", part="GetAlias", at=20, meanwhile=lambda: None)

    def replaced() -> None:
        two.cloud.put("site", "index.html", b"<h1>mine</h1>", content_type="text/html")

    gate.meanwhile, gate.part, gate.at = replaced, "GetObject index.html", 20
    with pytest.raises(ChangedMeanwhile, match="the index is of no release"):
        two.release("three", gate)
    assert two.cloud.site["index.html"].body == b"<h1>mine</h1>"
    assert two.api() == "two"


@pytest.mark.parametrize("key", ["assets/app-two.js", "config.json"])
def test_a_file_that_somebody_wrote_again_with_other_headers_gets_ours_again(two: World, key: str) -> None:
    was = two.cloud.site[key]
    two.cloud.put("site", key, was.body, cache_control="no-store", metadata=was.metadata)
    assert two.release("two").changed
    assert two.cloud.site[key].cache_control == was.cache_control


def test_a_release_that_lost_its_lock_changes_and_puts_back_nothing(two: World) -> None:
    def another() -> None:
        two.release("other")

    gate = Gate("paused", part="PutObject index.html", meanwhile=another)
    with pytest.raises((ChangedMeanwhile, LockLost)):
        two.release("three", gate)
    assert two.seen() == all_of("other")
    assert two.past().releases[0].outcome == "done"


@pytest.mark.parametrize("part", ["UpdateAlias", "PutObject config.json", "PutObject assets/", "PutObject releases/0"])
def test_a_release_that_slept_anywhere_loses_to_the_one_that_went_on(two: World, part: str) -> None:
    gate = Gate("paused", part=part, meanwhile=lambda: two.release("other"))
    with pytest.raises((AliasConflict, ChangedMeanwhile, LockLost)):
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
