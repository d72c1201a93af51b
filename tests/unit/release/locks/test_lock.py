"""The lock: no date decides, one that stands still is taken over, one that moves is not, and nobody frees another's."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed, LockHeld, LockLost
from tasador_release.locks import lease
from tasador_release.locks.lock import Lock, holding
from tasador_release.values.target import Credentials, production

from tests.cloud.gate import Gate
from tests.cloud.state import refused
from tests.cloud.world import LEASE_S, World, within

KEY = "locks/test.json"


def left(world: World, text: bytes) -> None:
    world.cloud.put("state", KEY, text)


@pytest.mark.parametrize("since", ["9999-12-31T23:59:59+00:00", "1970-01-01T00:00:00+00:00", "yesterday", ""])
def test_a_lock_of_any_date_is_told_at_once_and_taken_over_after_one_lease(world: World, since: str) -> None:
    left(world, lease.Lease("ana@laptop", "t", since).to_json().encode())
    told: list[tuple[float, str]] = []
    lock = world.lock(tell=lambda said: told.append((world.cloud.clock, said)))
    held = within(lambda: lock.take("ben", "2"))
    assert held.lease.owner == "ben"
    assert LEASE_S <= world.cloud.clock < LEASE_S + 2
    assert told[0][0] == 0.0
    assert "held by ana@laptop" in told[0][1]


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b'{"owner": 3}'])
def test_a_lock_that_cannot_be_read_is_taken_over_all_the_same(world: World, text: bytes) -> None:
    left(world, text)
    within(lambda: world.lock().take("ben", "2"))
    assert world.cloud.clock >= LEASE_S


def test_a_lock_that_moves_belongs_to_a_release_at_work(world: World) -> None:
    def moves(lock: Lock) -> Callable[[], Any]:
        async def go() -> None:
            await lock.take("ben", "2")

        return go

    beats = iter(range(1000))
    left(world, lease.Lease("ana", "t", "now").to_json().encode())
    lock = world.lock()

    async def sleep(seconds: float) -> None:
        world.cloud.clock += seconds
        left(world, lease.Lease("ana", "t", "now", next(beats)).to_json().encode())
        await anyio.lowlevel.checkpoint()

    lock.sleep = sleep
    with pytest.raises(LockHeld, match="ana"):
        within(moves(lock))
    assert world.cloud.clock < LEASE_S
    patient = world.lock(patience_s=60.0)
    patient.sleep = sleep
    with pytest.raises(LockHeld, match="ana"):
        within(moves(patient))
    assert 60.0 <= world.cloud.clock < 70.0


def test_a_holder_that_slept_for_two_thirds_of_a_lease_holds_no_more(world: World) -> None:
    lock = world.lock()
    within(lambda: lock.take("ana", "1"))
    lock.still_held()
    world.cloud.clock += LEASE_S * 0.7
    with pytest.raises(LockLost):
        lock.still_held()
    assert lock.lost


def test_a_renewal_counts_from_when_it_was_asked(world: World) -> None:
    lock = world.lock()
    within(lambda: lock.take("ana", "1"))
    gate = lock.aws.gate  # type: ignore[attr-defined]

    def slow() -> None:
        world.cloud.clock += LEASE_S * 0.6

    gate.fault, gate.part, gate.meanwhile = "paused", "PutObject", slow
    within(lock.renew)
    lock.still_held()
    world.cloud.clock += LEASE_S * 0.2
    with pytest.raises(LockLost):
        lock.still_held()


def test_the_lock_is_freed_only_while_it_is_as_we_wrote_it(world: World) -> None:
    lock = world.lock()
    within(lambda: lock.take("ana", "1"))
    left(world, lease.Lease("ben", "2", "now").to_json().encode())
    within(lock.free)
    assert KEY in world.cloud.buckets["state"]
    other = world.lock()
    within(lambda: other.take("eva", "3"))
    within(other.renew)
    within(other.free)
    assert KEY not in world.cloud.buckets["state"]


def test_an_error_of_the_body_is_not_hidden_by_a_lock_that_cannot_be_freed(world: World) -> None:
    class Expiring(Gate):
        def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
            if name.startswith("DeleteObject"):
                raise refused("ExpiredToken", 400, name)
            return super().__call__(name, act)

    async def go() -> None:
        async with holding(world.lock(Expiring()), "ana", "1"):
            raise RuntimeError("the first cause")

    with pytest.raises(RuntimeError, match="the first cause"):
        within(go)


def test_a_renewal_that_fails_is_tried_again_until_the_lease_is_in_doubt(world: World) -> None:
    class Deaf(Gate):
        def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
            if name.startswith("PutObject") and len(self.calls) > 3:
                raise refused("SlowDown", 503, name)
            return super().__call__(name, act)

    lock = world.lock(Deaf(calls=[""] * 2), beat_s=0.001)

    async def go() -> None:
        async with holding(lock, "ana", "1"):
            await anyio.sleep(0.05)
            world.cloud.clock += LEASE_S
            await anyio.sleep_forever()

    with pytest.raises(LockLost, match="could not be renewed"):
        within(go)


def test_a_bucket_that_is_not_there_is_an_error_and_no_wait(world: World) -> None:
    class Gone(Gate):
        def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
            raise refused("NoSuchBucket", 404, name)

    with pytest.raises(CallFailed, match="NoSuchBucket"):
        within(lambda: world.lock(Gone()).take("ana", "1"))


def test_a_renewal_that_finds_the_lock_in_other_hands_ends_it_at_once_and_names_them(world: World) -> None:
    lock = world.lock()
    within(lambda: lock.take("ana", "1"))
    left(world, lease.Lease("ben", "2", "now").to_json().encode())
    with pytest.raises(LockLost, match="ben"):
        within(lock.renew)
    assert lock.lost
    with pytest.raises(LockLost):
        lock.still_held()


def test_a_renewal_that_hangs_is_noticed_before_the_lease_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(_: Lock) -> None:
        world.cloud.clock += 0.021  # more than two thirds of the lease
        await anyio.sleep_forever()

    monkeypatch.setattr(Lock, "renew", hangs)

    async def go() -> None:
        with anyio.fail_after(10):
            async with holding(world.lock(beat_s=0.001, lease_s=0.03), "ana", "1"):
                await anyio.sleep_forever()

    with pytest.raises(LockLost, match="could not be renewed"):
        within(go)


def test_whatever_the_bucket_answers_comes_or_times_out_before_two_thirds_of_a_lease() -> None:
    target = production("us-east-1", "1" * 12, Credentials("a", "b"), state_bucket="states")
    settings: Any = Lock(Aws(target), "states", "test")._objects.aws.s3.meta.config
    longest_s = settings.retries["total_max_attempts"] * (settings.connect_timeout + settings.read_timeout)
    assert longest_s < lease.LEASE_S * 2 / 3
