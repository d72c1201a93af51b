"""A release whose calls are answered badly, between boto3 and the double that serves it: throttled, aborted, late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from tasador_release import aws as release_aws
from tasador_release.errors import CallFailed

from tests.emulator.late_reads import Body
from tests.emulator.release.test_release_flow import World, world

__all__ = ["world"]
pytestmark = pytest.mark.emulator
XML: Final = "<Error><Code>{code}</Code><Message>spoiled</Message></Error>"


@dataclass
class Faults:
    """Answers the first `times` calls of each of these operations of S3; with `late`, every call after so many."""

    code: str
    status: int
    names: tuple[str, ...]
    times: int = 1
    late: int | None = None
    seen: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: AWSRequest, event_name: str, **_: object) -> AWSResponse | None:
        name = event_name.rpartition(".")[2]
        self.seen[name] += 1
        if self.late is not None:
            return self.answer(request) if sum(self.seen.values()) > self.late else None
        return self.answer(request) if name in self.names and self.seen[name] <= self.times else None

    def answer(self, request: AWSRequest) -> AWSResponse:
        body = Body(XML.format(code=self.code).encode())
        headers = HTTPHeaders.from_dict({"content-type": "application/xml"})
        return AWSResponse(str(request.url), self.status, headers, body)


Spoil = Callable[[Faults], Faults]


@pytest.fixture
def spoil(world: World, monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """From now on every client of S3 is spoiled."""
    own = release_aws.client

    def install(faults: Faults) -> Faults:
        def client(target: Any, service: str, *more: Any) -> Any:  # noqa: ANN401  as boto3's
            made = own(target, service, *more)
            if service == "s3":
                made.meta.events.register("before-send.s3", faults)
            return made

        monkeypatch.setattr(release_aws, "client", client)
        world.aws = release_aws.Aws(world.aws.target)
        return faults

    return install


def index(world: World) -> str:
    """What the bucket shows, by whatever the double serves it."""
    return world.aws.s3.get_object(Bucket=world.stack.bucket, Key="index.html")["Body"].read().decode()


@pytest.mark.parametrize(
    ("code", "status"),
    [("SlowDown", 503), ("ConditionalRequestConflict", 409), ("OperationAborted", 409)],
)
def test_what_aws_takes_back_a_moment_later_is_no_failure(world: World, spoil: Spoil, code: str, status: int) -> None:
    faults = spoil(Faults(code, status, ("PutObject",)))
    assert world.release("one").changed
    assert faults.seen["PutObject"] > faults.times
    assert "one" in index(world)


def test_a_clock_that_is_off_is_told_as_such_and_nothing_is_shown(world: World, spoil: Spoil) -> None:
    spoil(Faults("RequestTimeTooSkewed", 403, ("PutObject",), times=100))
    with pytest.raises(CallFailed, match="RequestTimeTooSkewed") as raised:
        world.release("one")
    assert "clock" in raised.value.next_step
    assert world.live() == "1"


def test_credentials_that_expire_half_way_end_it_and_the_next_run_converges(world: World, spoil: Spoil) -> None:
    faults = spoil(Faults("ExpiredToken", 400, (), late=12))
    with pytest.raises(CallFailed, match="ExpiredToken"):
        world.release("one")
    faults.late = 100_000
    world.aws = release_aws.Aws(world.aws.target)
    assert world.release("one").changed
    assert "one" in index(world)
