"""Going back: to what the live release calls its previous, proved before it is shown."""

import anyio
import pytest
from tasador_release.errors import CallFailed, NothingToRollBackTo, SmokeFailed
from tasador_release.flow.rollback import roll_back
from tasador_release.report.report import Timeline
from tasador_release.values.history import Release

from tests.unit.release.fake import FakePort, World, a_site, a_world, release


def back(world: World, wanted: str | None = None, *, fail: str = "") -> Release:
    async def go() -> Release:
        return await roll_back(FakePort(world, "", a_site("none"), "", fail=fail), Timeline(), wanted=wanted)

    return anyio.run(go)


def three_releases() -> World:
    world = a_world()
    for number, text in ((2, "two"), (3, "three")):
        release(FakePort(world, str(number), a_site(text), f"000{number}"))
    return world


def test_a_rollback_goes_one_back_each_time() -> None:
    world = three_releases()
    for wanted in ("2", "1"):
        done = back(world)
        assert world.alias == wanted
        assert world.releases[done.id].outcome == "done"
    with pytest.raises(NothingToRollBackTo):
        back(world)


def test_a_rollback_proves_the_old_version_before_it_is_shown() -> None:
    world = three_releases()
    world.broken_versions.add("2")
    with pytest.raises(CallFailed):
        back(world)
    assert world.alias == "3"
    assert len(world.releases) == 3, "what never began is on record"


def test_a_rollback_to_a_release_by_name() -> None:
    world = three_releases()
    done = back(world, "0001")
    assert (world.alias, done.origin) == ("1", "0001")


def test_a_rollback_that_fails_its_smoke_says_so() -> None:
    world = three_releases()
    world.sick.add("2")
    with pytest.raises(SmokeFailed):
        back(world)
    assert world.alias == "2"


@pytest.mark.parametrize("event", ["alias 2", "index 0002", "invalidate"])
def test_a_rollback_that_does_not_get_there_is_on_record_as_failed_and_can_be_run_again(event: str) -> None:
    world = three_releases()
    with pytest.raises(CallFailed):
        back(world, fail=event)
    assert max(world.releases.values(), key=lambda record: record.id).outcome == "failed"
    done = back(world)
    assert (world.alias, done.outcome) == ("2", "done")


def test_a_release_after_a_rollback_goes_back_to_what_users_saw() -> None:
    world = three_releases()
    back(world)
    index = world.index
    world.sick.add("4")
    with pytest.raises(SmokeFailed):
        release(FakePort(world, "4", a_site("four"), "9999"))
    assert (world.alias, world.index) == ("2", index)
