"""The order of a release, what each failure leaves behind, and that a killed one converges."""

import anyio
import pytest
from tasador_release.errors import AliasConflict, CallFailed, SmokeFailed
from tasador_release.flow.run import run
from tasador_release.report.report import Timeline

from tests.unit.release.fake import FakePort, Killed, World, a_site, a_world, release

BEFORE_SHOWN = ["plan", "record started", "prove 2", "upload"]
SHOWN = ["alias 2", "index 0002", "invalidate"]
RESTORED = ["alias 1", "index 0001", "invalidate", "prove 1"]


def second(world: World, *, fail: str = "", kill: str = "") -> FakePort:
    return FakePort(world, "2", a_site("two"), "0002", fail=fail, kill=kill)


def test_a_release_has_its_effects_in_the_one_order() -> None:
    port = second(a_world())
    result = release(port)
    assert port.events == [*BEFORE_SHOWN, *SHOWN, "smoke", "record done"]
    assert result.changed
    assert result.proof is not None


def test_a_release_leaves_a_record_that_names_its_previous() -> None:
    world = a_world()
    release(second(world))
    record = world.releases["0002"]
    assert (record.outcome, record.previous, record.version) == ("done", "0001", "2")
    assert [step.name for step in record.steps] == [
        "lock",
        "plan",
        "record",
        "prove",
        "upload",
        "alias",
        "index",
        "invalidate",
        "smoke",
    ]


def test_a_dry_run_only_plans() -> None:
    world = a_world()
    port = second(world)
    result = release(port, dry_run=True)
    assert port.events == ["plan"]
    assert not result.changed
    assert world.alias == "1"


def test_the_second_of_two_identical_releases_only_looks() -> None:
    world = a_world()
    release(second(world))
    again = FakePort(world, "2", a_site("two"), "0003")
    result = release(again)
    assert again.events == ["plan", "smoke"]
    assert not result.changed
    assert "0003" not in world.releases


@pytest.mark.parametrize("event", ["prove 2", "upload"])
def test_a_failure_before_anything_is_shown_moves_nothing(event: str) -> None:
    world = a_world()
    index = world.index
    port = second(world, fail=event)
    with pytest.raises(CallFailed):
        release(port)
    assert (world.alias, world.index) == ("1", index)
    assert port.events[-1] == "record failed"
    assert not any(name.startswith("alias") for name in port.events)


@pytest.mark.parametrize("event", ["alias 2", "index 0002", "invalidate", "smoke", "record done"])
def test_a_failure_after_the_alias_moved_puts_back_what_was_good(event: str) -> None:
    world = a_world()
    index = world.index
    port = second(world, fail=event)
    with pytest.raises(CallFailed):
        release(port)
    assert (world.alias, world.index) == ("1", index)
    assert port.events[-5:] == [*RESTORED, "record rolled back"]


def test_a_release_that_lost_its_lock_puts_nothing_back() -> None:
    world = a_world()
    port = second(world, fail="smoke")
    port.robbed = True
    with pytest.raises(CallFailed):
        release(port)
    assert port.events[-2:] == ["smoke", "record failed"]
    assert world.alias == "2"


def test_what_cannot_be_put_back_does_not_hide_the_first_error() -> None:
    class Stuck(FakePort):
        async def invalidate(self, paths: tuple[str, ...]) -> str:
            self.events.append("invalidate")
            raise CallFailed("invalidate", "ServiceUnavailable", f"the {self.events.count('invalidate')}. time")

    port = Stuck(a_world(), "2", a_site("two"), "0002")
    with pytest.raises(CallFailed, match=r"the 1\. time") as raised:
        release(port)
    assert "the 2. time" in "".join(raised.value.__notes__)
    assert port.events[-1] == "record failed"


def test_a_failed_smoke_puts_back_what_was_good_and_says_so() -> None:
    world = a_world()
    world.sick.add("2")
    port = second(world)
    with pytest.raises(SmokeFailed, match="release 0001 again") as raised:
        release(port)
    assert raised.value.restored == "0001"
    assert port.events[-6:] == ["smoke", *RESTORED, "record rolled back"]
    assert world.releases["0002"].error


def test_the_first_release_has_nothing_to_go_back_to_but_its_alias() -> None:
    world = World(alias="", sick={"2"})
    port = second(world)
    with pytest.raises(SmokeFailed) as raised:
        release(port)
    assert raised.value.restored is None
    assert port.events[-1] == "record failed"


def test_an_alias_moved_by_someone_else_is_left_alone() -> None:
    class Contested(FakePort):
        async def move_alias(self, version: str, *expected: str) -> None:
            self.events.append(f"alias {version}")
            raise AliasConflict("live", version)

    port = Contested(a_world(), "2", a_site("two"), "0002")
    with pytest.raises(AliasConflict):
        release(port)
    assert [name for name in port.events if name.startswith("alias")] == ["alias 2"]
    assert not any(name.startswith("index") for name in port.events)
    assert port.events[-1] == "record failed"


def test_a_cancelled_release_puts_back_what_was_good() -> None:
    world = a_world()

    class Slow(FakePort):
        async def smoke(self) -> tuple[()]:
            await anyio.sleep(60)
            return ()

    async def go() -> None:
        with anyio.move_on_after(0.05):
            await run(Slow(world, "2", a_site("two"), "0002"), Timeline())

    anyio.run(go)
    assert world.alias == "1"
    assert world.releases["0002"].outcome == "rolled back"


@pytest.mark.parametrize(
    "event",
    ["record started", "upload", "alias 2", "index 0002", "invalidate", "record done"],
)
def test_a_killed_release_converges_when_it_is_run_again(event: str) -> None:
    world = a_world()
    killed = second(world, kill=event)
    with pytest.raises(Killed):
        release(killed)
    again = FakePort(world, "2", a_site("two"), "0003")
    release(again)
    smooth = a_world()
    release(FakePort(smooth, "2", a_site("two"), "0003"))
    assert (world.alias, world.index) == (smooth.alias, smooth.index)
    done = [item for item in world.releases.values() if item.outcome == "done"]
    assert (done[-1].version, done[-1].site) == ("2", "sha256:two")


def test_a_killed_release_that_showed_its_index_has_it_invalidated_by_the_next() -> None:
    world = a_world()
    with pytest.raises(Killed):
        release(second(world, kill="index 0002"))
    again = FakePort(world, "2", a_site("two"), "0003")
    release(again)
    assert "invalidate" in again.events


def test_a_killed_release_is_not_what_a_failed_next_one_goes_back_to() -> None:
    world = a_world()
    index = world.index
    with pytest.raises(Killed):
        release(second(world, kill="index 0002"))
    world.sick.add("3")
    with pytest.raises(SmokeFailed):
        release(FakePort(world, "3", a_site("three"), "0003"))
    assert (world.alias, world.index) == ("1", index)


def test_what_a_killed_release_showed_is_put_back_by_the_next_even_if_that_cannot_move_the_alias() -> None:
    world = a_world()
    with pytest.raises(Killed):
        release(second(world, kill="alias 2"))
    assert world.alias == "2"
    with pytest.raises(CallFailed):
        release(FakePort(world, "3", a_site("three"), "0003", fail="alias 3"))
    assert world.alias == "1"
    assert world.releases["0003"].outcome == "rolled back"
