"""What a release waits for on a real account: edges that are set up, versions that sleep."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed, NotSettled, ReleaseError, SiteError
from tasador_release.function import samples
from tasador_release.function.versions import Function
from tasador_release.site import invalidation
from tasador_release.values.target import emulator

from tests.cloud.world import World
from tests.doubles.whole import OWN, RESULT

DISTRIBUTION: dict[str, Any] = {
    "Id": "E1",
    "ARN": "arn:aws:cloudfront::123456789012:distribution/E1",
    "LastModifiedTime": datetime(2026, 1, 1, tzinfo=UTC),
    "InProgressInvalidationBatches": 0,
    "DomainName": "d1.cloudfront.net",
    "DistributionConfig": {
        "CallerReference": "1",
        "Origins": {"Quantity": 1, "Items": [{"Id": "site", "DomainName": "b.s3.amazonaws.com"}]},
        "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
        "Comment": "",
        "Enabled": True,
    },
}


@dataclass
class Sleeper:
    """Lambda with one version that wakes after a number of calls, each of which fails."""

    fails: int
    calls: list[str] = field(default_factory=list)

    @property
    def lambda_(self) -> "Sleeper":
        return self

    def get_function_configuration(self, FunctionName: str) -> dict[str, str]:
        return {"State": "Active" if len(self.calls) >= self.fails else "Inactive", "LastUpdateStatus": "Successful"}

    def invoke(self, **given: Any) -> dict[str, Any]:  # noqa: ANN401  as boto3 takes them
        self.calls.append(given["Qualifier"])
        asleep = len(self.calls) <= self.fails
        return {"Payload": io.BytesIO(RESULT.encode()), "FunctionError": "Asleep" if asleep else ""}


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """botocore's waiters pause by time.sleep."""
    paused: list[float] = []
    monkeypatch.setattr("botocore.waiter.time.sleep", paused.append)
    return paused


def wait_for_edges(said: Sequence[str], patience_s: float) -> None:
    aws = Aws(emulator("http://127.0.0.1:9"))
    with Stubber(aws.cloudfront) as stubbed:
        for status in said:
            stubbed.add_response("get_distribution", {"Distribution": {**DISTRIBUTION, "Status": status}}, {"Id": "E1"})
        anyio.run(invalidation.deployed, aws, "E1", patience_s)


def test_a_distribution_on_its_way_to_the_edges_is_waited_for(no_pause: list[float]) -> None:
    wait_for_edges(["InProgress", "InProgress", "Deployed"], 60.0)
    assert no_pause == [5, 5]


def test_edges_that_never_get_it_are_told_with_what_to_do() -> None:
    with pytest.raises(SiteError, match="E1 is not at the edges after 0 s"):
        wait_for_edges(["InProgress"], 0.0)


def test_an_invalidation_that_is_refused_meanwhile_is_no_matter_of_time() -> None:
    aws = Aws(emulator("http://127.0.0.1:9"), attempts=1)
    with Stubber(aws.cloudfront) as stubbed:
        stubbed.add_client_error("get_distribution", "AccessDenied")
        with pytest.raises(CallFailed):
            anyio.run(invalidation.deployed, aws, "E1", 60.0)


def invalidate(said: Sequence[str], *, wait: bool) -> str:
    """The invalidation of one path, whose state is told one look after the other; each must be looked at."""
    aws = Aws(emulator("http://127.0.0.1:9"), attempts=1)
    batch = {"Paths": {"Quantity": 1, "Items": ["/index.html"]}, "CallerReference": "r1"}
    made = {"Id": "I1", "CreateTime": datetime(2026, 1, 1, tzinfo=UTC), "InvalidationBatch": batch}
    with Stubber(aws.cloudfront) as stubbed:
        stubbed.add_response(
            "create_invalidation",
            {"Invalidation": {**made, "Status": "InProgress"}},
            {"DistributionId": "E1", "InvalidationBatch": batch},
        )
        for status in said:
            asked = {"DistributionId": "E1", "Id": "I1"}
            if status == "AccessDenied":
                stubbed.add_client_error("get_invalidation", status, expected_params=asked)
            else:
                stubbed.add_response("get_invalidation", {"Invalidation": {**made, "Status": status}}, asked)

        async def act() -> str:
            return await invalidation.invalidate(aws, "E1", ("/index.html",), "r1", wait=wait)

        told = anyio.run(act)
        stubbed.assert_no_pending_responses()
    return told


def test_nobody_waits_for_an_invalidation_unless_asked_to(no_pause: list[float]) -> None:
    assert invalidate([], wait=False) == "1 paths (I1)"
    assert no_pause == []


def test_who_waits_for_an_invalidation_gets_its_end(no_pause: list[float]) -> None:
    assert invalidate(["InProgress", "InProgress", "Completed"], wait=True) == "1 paths (I1)"
    assert no_pause == [5, 5]


def test_an_invalidation_that_takes_too_long_is_told_with_what_to_do(no_pause: list[float]) -> None:
    looks = invalidation.WAIT_S // 5
    with pytest.raises(SiteError, match="invalidation I1 is not complete after 900 s") as caught:
        invalidate(["InProgress"] * looks, wait=True)
    assert len(no_pause) == looks - 1
    assert "without --wait" in str(caught.value)


def test_an_invalidation_that_may_not_be_looked_at_is_told_as_such(no_pause: list[float]) -> None:
    with pytest.raises(CallFailed, match="AccessDenied"):
        invalidate(["AccessDenied"], wait=True)
    assert no_pause == []


@pytest.mark.parametrize("wait", [True, False])
def test_the_edges_are_waited_for_as_the_caller_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: bool
) -> None:
    asked: list[bool] = []

    async def told(*_: object, wait: bool) -> str:
        asked.append(wait)
        return "1 paths"

    monkeypatch.setattr(invalidation, "invalidate", told)
    effects = World(tmp_path).effects()
    effects.wait_for_edges = wait
    anyio.run(effects.invalidate, ("/index.html",))
    assert asked == [wait]


def sleeping(aws: Sleeper, settle_s: float) -> Function:
    async def at_once(_: float) -> None:
        await anyio.lowlevel.checkpoint()

    return Function(cast("Aws", aws), "fn", settle_s, at_once)


def test_a_version_that_sleeps_is_woken_before_it_is_judged() -> None:
    aws = Sleeper(fails=2)
    proof = anyio.run(sleeping(aws, 60.0).prove, "7", samples.requests(OWN))
    assert proof.said == "EUR 5.00"
    assert set(aws.calls) == {"7"}
    assert len(aws.calls) == 2 + proof.requests


def test_a_version_that_never_wakes_is_told_as_such() -> None:
    with pytest.raises(NotSettled, match="fn:7 is still Inactive"):
        anyio.run(sleeping(Sleeper(fails=1000), 0.0).prove, "7", samples.requests(OWN))


def settle(*told: tuple[str, str], settle_s: float = 60.0) -> list[float]:
    """The pauses of a function that is looked at so often, each time in a state and with the state of its update."""
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    aws = Aws(emulator("http://127.0.0.1:9"))
    with Stubber(aws.lambda_) as stubbed:
        for state, update in told:
            said = {"State": state, "LastUpdateStatus": update, "LastUpdateStatusReason": "no such layer"}
            stubbed.add_response("get_function_configuration", said, {"FunctionName": "fn"})
        anyio.run(Function(aws, "fn", settle_s, pause).settled)
        stubbed.assert_no_pending_responses()
    return paused


def test_a_function_is_settled_once_its_state_and_its_update_are() -> None:
    assert settle(("Pending", "InProgress"), ("Active", "InProgress"), ("Active", "Successful")) == [0.5, 0.5]
    assert settle(("Inactive", "Successful")) == []


@pytest.mark.parametrize("told", [("Failed", "Successful"), ("Active", "Failed")])
def test_an_update_that_failed_is_told_with_its_reason(told: tuple[str, str]) -> None:
    with pytest.raises(ReleaseError, match="fn failed to update: no such layer") as caught:
        settle(told)
    assert caught.value.where == "function"


def test_a_function_that_does_not_settle_is_told_as_it_was_last_seen() -> None:
    with pytest.raises(NotSettled, match="Pending/InProgress"):
        settle(("Pending", "InProgress"), settle_s=0.0)
