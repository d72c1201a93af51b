"""What a release waits for on a real account: edges that are set up, versions that sleep."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import NotSettled, SiteError
from tasador_release.function.versions import Function
from tasador_release.site import invalidation

PRICE = b'{"statusCode": 200, "body": "{\\"precio_predicho\\": 100000, \\"moneda\\": \\"USD\\"}"}'


@dataclass
class Edges:
    """CloudFront, whose status changes with each look."""

    said: list[str]

    @property
    def cloudfront(self) -> "Edges":
        return self

    def get_distribution(self, Id: str) -> dict[str, Any]:
        return {"Distribution": {"Id": Id, "Status": self.said.pop(0) if len(self.said) > 1 else self.said[0]}}


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
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr(anyio, "sleep", pause)
    return paused


def wait_for_edges(said: Sequence[str], patience_s: float) -> None:
    anyio.run(invalidation.deployed, cast("Aws", Edges(list(said))), "E1", patience_s)


def test_a_distribution_on_its_way_to_the_edges_is_waited_for(no_pause: list[float]) -> None:
    wait_for_edges(["InProgress", "InProgress", "Deployed"], 60.0)
    assert len(no_pause) == 2


def test_edges_that_never_get_it_are_told_with_what_to_do() -> None:
    with pytest.raises(SiteError, match="E1 is still InProgress after 0 s"):
        wait_for_edges(["InProgress"], 0.0)


def sleeping(aws: Sleeper, settle_s: float) -> Function:
    async def at_once(_: float) -> None:
        await anyio.lowlevel.checkpoint()

    return Function(cast("Aws", aws), "fn", settle_s, at_once)


def test_a_version_that_sleeps_is_woken_before_it_is_judged() -> None:
    aws = Sleeper(fails=2)
    proof = anyio.run(sleeping(aws, 60.0).prove, "7")
    assert proof.price == 100000
    assert set(aws.calls) == {"7"}
    assert len(aws.calls) == 2 + proof.requests


def test_a_version_that_never_wakes_is_told_as_such() -> None:
    with pytest.raises(NotSettled, match="fn:7 is still Inactive"):
        anyio.run(sleeping(Sleeper(fails=1000), 0.0).prove, "7")
