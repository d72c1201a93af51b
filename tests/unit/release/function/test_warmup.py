"""A warm-up fired now: by a second rule with the same targets, which is gone afterwards."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed
from tasador_release.function import logs, warmup
from tasador_release.values.target import emulator

RULE, SCHEDULE = "warm", "rate(5 minutes)"
TARGETS = [{"Id": "api", "Arn": "arn:aws:events:us-east-1:000000000000:api-destination/warm/1"}]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    """The function writes its line to the log at once."""

    async def seen(*_: object) -> list[str]:
        return ['{"event":"WARMUP"}']

    async def now(*_: object) -> int:
        return 0

    monkeypatch.setattr(logs, "wait_for", seen)
    monkeypatch.setattr(logs, "server_ms", now)
    return Aws(emulator("http://127.0.0.1:9"), attempts=1)


def fired(aws: Aws, state: str = "ENABLED", schedule: str = SCHEDULE, patience_s: float = 60.0) -> str:
    """What is said of the warm-up of a rule that stands so; each request that is expected must be made."""
    with Stubber(aws.events) as stubbed:
        stubbed.add_response("describe_rule", {"State": state, "ScheduleExpression": schedule}, {"Name": RULE})
        stubbed.add_response("list_targets_by_rule", {"Targets": TARGETS}, {"Rule": RULE})
        if schedule == SCHEDULE:
            pattern = f'{{"source": ["{warmup.SOURCE}"], "detail-type": ["{RULE}"]}}'
            own = {"Name": "warm-now", "EventPattern": pattern, "State": "ENABLED", "Description": "one warm-up, now"}
            stubbed.add_response("put_rule", {}, own)
            none = {"FailedEntryCount": 0, "FailedEntries": []}
            stubbed.add_response("put_targets", none, {"Rule": "warm-now", "Targets": TARGETS})
            event = {"Source": warmup.SOURCE, "DetailType": RULE, "Detail": "{}"}
            stubbed.add_response("put_events", {"Entries": [{"EventId": "1"}]}, {"Entries": [event]})
            stubbed.add_response("remove_targets", none, {"Rule": "warm-now", "Ids": ["api"]})
            stubbed.add_response("delete_rule", {}, {"Name": "warm-now"})
        try:
            return anyio.run(warmup.fire, aws, RULE, SCHEDULE, "/aws/lambda/fn", "WARMUP", patience_s)
        finally:
            stubbed.assert_no_pending_responses()


def test_a_second_rule_of_the_same_targets_fires_once_and_is_removed(aws: Aws) -> None:
    assert fired(aws) == "WARMUP in the log after 1 event"


def test_a_schedule_that_is_switched_off_is_told(aws: Aws) -> None:
    assert fired(aws, state="DISABLED").endswith("; its schedule is switched off")


def test_a_rule_of_another_schedule_or_without_a_target_fires_nothing(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"runs at rate\(1 day\), not rate\(5 minutes\)"):
        fired(aws, schedule="rate(1 day)", patience_s=0.0)

    async def told(*_: object) -> tuple[dict[str, str], list[object]]:
        return {"ScheduleExpression": SCHEDULE}, []

    monkeypatch.setattr(warmup, "_told", told)
    with pytest.raises(ValueError, match="rule warm has no target"):
        anyio.run(warmup.fire, aws, RULE, SCHEDULE, "/aws/lambda/fn", "WARMUP", 0.0)


def test_what_an_apply_made_just_now_may_look_as_it_was_before() -> None:
    is_late: Any = warmup._is_late
    assert not is_late(SCHEDULE, ({"ScheduleExpression": SCHEDULE}, TARGETS))
    assert is_late(SCHEDULE, ({"ScheduleExpression": "rate(1 day)"}, TARGETS))
    assert is_late(SCHEDULE, ({"ScheduleExpression": SCHEDULE}, []))
    assert is_late(SCHEDULE, CallFailed("events:DescribeRule", "ResourceNotFoundException", "no such rule"))
    assert not is_late(SCHEDULE, CallFailed("events:DescribeRule", "AccessDenied", "no"))


def test_a_second_rule_that_cannot_be_removed_is_named_and_stops_nothing(aws: Aws) -> None:
    with Stubber(aws.events) as stubbed:
        stubbed.add_client_error("remove_targets", "AccessDenied", "no")
        said = anyio.run(warmup._removed, aws, "warm-now", ["api"])
    assert said == ["; rule warm-now was left for the next smoke to remove (AccessDenied: no)"]


def test_a_second_rule_that_is_gone_already_is_removed(aws: Aws) -> None:
    with Stubber(aws.events) as stubbed:
        stubbed.add_client_error("remove_targets", "ResourceNotFoundException")
        assert anyio.run(warmup._removed, aws, "warm-now", ["api"]) == []
