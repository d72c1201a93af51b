"""The account before a release: its lock, and whether the credentials open it."""

from dataclasses import replace

import anyio
import pytest
from tasador_release.account import preflight
from tasador_release.aws import Aws
from tasador_release.diagnosis import doctor
from tasador_release.diagnosis import facts as account_facts
from tasador_release.errors import (
    AccountMismatch,
    CallFailed,
    CredentialsRefused,
    LockHeld,
    LockLost,
    PreflightError,
)
from tasador_release.locks.lock import Lock, holding
from tasador_release.values import settings
from tasador_release.values.target import Credentials, Target

from tests.emulator.faulty import Faults, spoiling
from tests.paths import ROOT

pytestmark = pytest.mark.emulator
SETTINGS = settings.read(ROOT / "infra" / "settings.json")


def a_lock(target: Target, bucket: str) -> Lock:
    return Lock(Aws(target), bucket, "test", beat_s=0.1)


def test_of_many_at_once_one_gets_the_lock(emulated: Target, bucket: str) -> None:
    won: list[str] = []

    async def refused(_: float) -> None:
        raise LockHeld("another", "now")

    async def one(name: str) -> None:
        lock = a_lock(emulated, bucket)
        lock.sleep = refused  # whoever would wait has lost
        try:
            await lock.take(name, name)
            won.append(name)
        except LockHeld:
            pass

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(one, f"owner-{number}")

    anyio.run(all_of_them)
    assert len(won) == 1


def test_a_lock_is_free_after_its_holder_is_done_or_has_failed(emulated: Target, bucket: str) -> None:
    async def go() -> None:
        lock = a_lock(emulated, bucket)
        async with holding(lock, "ana", "1"):
            held = await lock.peek()
            assert held is not None
            assert held.lease.owner == "ana"
        with pytest.raises(RuntimeError, match="broken"):
            async with holding(lock, "ana", "2"):
                raise RuntimeError("broken")
        assert await lock.peek() is None

    anyio.run(go)


def test_a_living_holder_is_not_waited_for(emulated: Target, bucket: str) -> None:
    async def go() -> None:
        lock = a_lock(emulated, bucket)
        async with holding(lock, "ana", "1"):
            with pytest.raises(LockHeld, match="ana"):
                await a_lock(emulated, bucket).take("ben", "2")

    anyio.run(go)


def test_a_lock_in_a_bucket_that_is_not_there_is_an_error_and_no_wait(emulated: Target) -> None:
    async def go() -> None:
        with anyio.fail_after(10), pytest.raises(CallFailed, match="NoSuchBucket"):
            await a_lock(emulated, "no-such-bucket").take("ana", "1")

    anyio.run(go)


def test_a_renewal_whose_answer_was_lost_keeps_the_lock(emulated: Target, bucket: str) -> None:
    async def go(endpoint: str) -> None:
        lock = a_lock(replace(emulated, endpoint=endpoint), bucket)
        await lock.take("ana", "1")
        faults.queue.append("lost answer")
        await lock.renew()
        await lock.renew()
        found = await lock.peek()
        assert found is not None
        assert (found.lease.token, found.lease.beat) == ("1", 2)

    faults = Faults("PUT")
    with spoiling(str(emulated.endpoint), faults) as endpoint:
        anyio.run(go, endpoint)
    assert faults.spoiled == 1


def test_a_lock_that_somebody_else_wrote_is_neither_renewed_nor_freed(emulated: Target, bucket: str) -> None:
    async def go() -> None:
        lock = a_lock(emulated, bucket)
        await lock.take("ana", "1")
        lock.aws.s3.put_object(Bucket=bucket, Key=lock.key, Body=b'{"owner": "ben", "token": "2", "since": "now"}')
        with pytest.raises(LockLost, match="ben"):
            await lock.renew()
        await lock.free()
        found = await lock.peek()
        assert found is not None
        assert found.lease.owner == "ben"

    anyio.run(go)


def test_sound_credentials_for_the_account_pass(emulated: Target, bucket: str) -> None:
    target = replace(emulated, state_bucket=bucket)
    who = anyio.run(preflight.check, Aws(target), SETTINGS.names("test"))
    assert who.account == emulated.account_id


def test_credentials_of_another_account_are_refused(emulated: Target) -> None:
    target = replace(emulated, account_id="210987654321")
    with pytest.raises(AccountMismatch, match=emulated.account_id):
        anyio.run(preflight.check, Aws(target), SETTINGS.names("test"))


def test_credentials_that_aws_does_not_know_are_refused(emulated: Target) -> None:
    target = replace(emulated, credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "wrong"))
    with pytest.raises(CredentialsRefused, match="log in again"):
        anyio.run(preflight.check, Aws(target), SETTINGS.names("test"))


def test_a_missing_state_bucket_is_told_before_anything_is_written(emulated: Target) -> None:
    with pytest.raises(PreflightError, match="bootstrap"):
        anyio.run(preflight.check, Aws(replace(emulated, state_bucket="not-there")), SETTINGS.names("test"))


def test_the_doctor_sees_what_is_there(emulated: Target, bucket: str) -> None:
    async def go() -> doctor.Facts:
        target = replace(emulated, state_bucket=bucket)
        await a_lock(target, bucket).take("ana", "1")
        return await account_facts.collect(Aws(target), "tasador.example", 3008)

    facts = anyio.run(go)
    assert (facts.account, facts.state_bucket, facts.lock_owner) == (emulated.account_id, True, "ana")
    found = {item.name: item.ok for item in doctor.examine(replace(emulated, state_bucket=bucket), facts)}
    assert (found["credentials"], found["release lock"], found["certificate"]) == (True, False, False)
    assert (found["concurrency"], found["memory"]) == (True, True)
    assert "cloudfront" in found


def test_the_doctor_reports_bad_credentials_and_goes_on(emulated: Target) -> None:
    target = replace(emulated, credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "wrong"))
    facts = anyio.run(account_facts.collect, Aws(target), "tasador.example", 3008)
    assert facts.identity is None
    assert "does not accept" in facts.credentials_error


def test_an_emulator_that_is_gone_is_one_clear_error() -> None:
    aws = Aws(Target("emulator", "test", "us-east-1", "1" * 12, Credentials("a", "b"), "http://127.0.0.1:9"), 1)
    with pytest.raises(CallFailed, match="EndpointConnectionError") as raised:
        anyio.run(preflight.identity, aws)
    assert "network" in raised.value.next_step
