"""What a release waits for on a real account: edges that are set up, versions that sleep."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed, NotSettled, SiteError
from tasador_release.function import samples
from tasador_release.function.versions import Function
from tasador_release.site import invalidation
from tasador_release.values import app
from tasador_release.values.target import emulator

from tests.paths import ROOT

OWN = app.read(ROOT)
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
PRICE = b'{"statusCode": 200, "body": "{\\"precio_predicho\\": 100000, \\"moneda\\": \\"USD\\"}"}'


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
        return {"Payload": io.BytesIO(PRICE), "FunctionError": "Asleep" if asleep else ""}


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


def sleeping(aws: Sleeper, settle_s: float) -> Function:
    async def at_once(_: float) -> None:
        await anyio.lowlevel.checkpoint()

    return Function(cast("Aws", aws), "fn", settle_s, at_once)


def test_a_version_that_sleeps_is_woken_before_it_is_judged() -> None:
    aws = Sleeper(fails=2)
    proof = anyio.run(sleeping(aws, 60.0).prove, "7", samples.requests(OWN))
    assert proof.said == "USD 100,000"
    assert set(aws.calls) == {"7"}
    assert len(aws.calls) == 2 + proof.requests


def test_a_version_that_never_wakes_is_told_as_such() -> None:
    with pytest.raises(NotSettled, match="fn:7 is still Inactive"):
        anyio.run(sleeping(Sleeper(fails=1000), 0.0).prove, "7", samples.requests(OWN))
