"""Answers that AWS gives for a while are waited for, with a bound; a refusal is told at once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from botocore.exceptions import ClientError
from tasador_release import aws, patience
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed
from tasador_release.function import gateway, http, warmup
from tasador_release.function.http import Answer
from tasador_release.values.target import Address, Target

ROLE = "The role defined for the function cannot be assumed by Lambda."
IMAGE = "Lambda does not have permission to access the ECR image. Check the ECR permissions."
UPDATING = "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:f"
PENDING = "The operation cannot be performed at this time. The function is currently in the following state: Pending"
TARGETS = "Rule can't be deleted since it has targets."

FOR_A_WHILE = [
    ("lambda:UpdateFunctionCode", "InvalidParameterValueException", ROLE),
    ("lambda:UpdateFunctionCode", "InvalidParameterValueException", IMAGE),
    ("lambda:UpdateAlias", "ResourceConflictException", UPDATING),
    ("lambda:Invoke", "ResourceConflictException", PENDING),
    ("lambda:PublishVersion", "ResourceConflictException", UPDATING),
    ("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress", "Processing your request will cause you to"),
    ("events:DeleteRule", "ValidationException", TARGETS),
    ("events:PutRule", "ConcurrentModificationException", "There is concurrent modification on the resource."),
    (
        "s3:PutObject releases/1.json",
        "OperationAborted",
        "A conflicting conditional operation is in progress",
    ),
]
REFUSALS = [
    ("lambda:UpdateAlias", "PreconditionFailedException", "The RevisionId provided does not match the latest"),
    ("lambda:UpdateAlias", "ResourceConflictException", "Alias already exists: arn:aws:lambda:f:live"),
    ("lambda:UpdateFunctionCode", "InvalidParameterValueException", "Source image x does not exist."),
    ("lambda:UpdateFunctionCode", "AccessDeniedException", "User is not authorized to perform this"),
    ("cloudfront:CreateInvalidation", "AccessDenied", "not authorized"),
    ("events:DeleteRule", "ValidationException", "1 validation error detected"),
    ("s3:PutObject locks/prod.json", "PreconditionFailed", "At least one of the pre-conditions you specified"),
]


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (patience, gateway):
        monkeypatch.setattr(module, "monotonic", made.monotonic)
        monkeypatch.setattr(module, "sleep", made.sleep)
    return made


class Answering:
    """A call that fails so many times with one error of AWS, and then succeeds."""

    def __init__(self, code: str, said: str, times: int) -> None:
        self.code, self.said, self.times, self.asked = code, said, times, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.asked > self.times:
            return "done"
        raise ClientError({"Error": {"Code": self.code, "Message": self.said}}, "Operation")


@pytest.mark.parametrize(("name", "code", "said"), FOR_A_WHILE)
def test_what_aws_says_for_a_while_is_waited_for(clock: Clock, name: str, code: str, said: str) -> None:
    asked = Answering(code, said, 3)
    assert anyio.run(aws.call, name, asked) == "done"
    assert clock.slept == [1, 2, 4]


@pytest.mark.parametrize(("name", "code", "said"), FOR_A_WHILE)
def test_patience_has_an_end(clock: Clock, name: str, code: str, said: str) -> None:
    with pytest.raises(CallFailed, match=code):
        anyio.run(aws.ask, name, Answering(code, said, 10_000))
    assert 50 <= clock.now <= 300


@pytest.mark.parametrize(("name", "code", "said"), REFUSALS)
def test_a_refusal_is_told_at_once(clock: Clock, name: str, code: str, said: str) -> None:
    asked = Answering(code, said, 1)
    with pytest.raises(CallFailed, match=code):
        anyio.run(aws.call, name, asked)
    assert (asked.asked, clock.slept) == (1, [])


def an_answer(status: int, kind: str = "", body: object = None) -> Answer:
    headers = {"x-amzn-errortype": kind} if kind else {}
    return Answer(status, headers, json.dumps(body or {"message": "Internal server error"}).encode())


EARLY = [
    an_answer(403, "MissingAuthenticationTokenException"),
    an_answer(403, "ForbiddenException"),
    an_answer(500, "InternalServerErrorException"),
    Answer(0, {}, b"gaierror: [Errno -2] Name or service not known"),
]
SETTLED = [
    an_answer(200),
    an_answer(500),  # the service's own
    an_answer(403),
    an_answer(403, "AccessDeniedException"),  # a resource policy refuses
    an_answer(502, "InternalServerErrorException"),  # the function failed
    Answer(0, {}, b"ConnectionRefusedError: [Errno 111]"),
]


def answers(monkeypatch: pytest.MonkeyPatch, given: list[Answer]) -> Answer:
    async def fetch(_: Address, **__: object) -> Answer:
        await anyio.lowlevel.checkpoint()
        return given.pop(0) if len(given) > 1 else given[0]

    monkeypatch.setattr(http, "fetch", fetch)
    return anyio.run(gateway.fetch, Address("http://api"))


@pytest.mark.parametrize("early", EARLY)
def test_a_stage_just_made_gets_its_seconds(clock: Clock, monkeypatch: pytest.MonkeyPatch, early: Answer) -> None:
    assert answers(monkeypatch, [early, early, an_answer(200)]).status == 200
    assert clock.slept == [1, 1]


@pytest.mark.parametrize("early", EARLY)
def test_a_stage_that_never_answers_is_told_as_it_answers(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, early: Answer
) -> None:
    assert answers(monkeypatch, [early]) is early
    assert clock.now <= gateway.PATIENCE_S


@pytest.mark.parametrize("settled", SETTLED)
def test_what_the_service_answers_is_the_answer(clock: Clock, monkeypatch: pytest.MonkeyPatch, settled: Answer) -> None:
    assert answers(monkeypatch, [settled, an_answer(200)]) is settled
    assert clock.slept == []


class Rules:
    """EventBridge, whose rule counts its targets for a while after they were removed, or for good."""

    def __init__(self, code: str, times: int) -> None:
        self.deleted = Answering(code, TARGETS, times)
        self.exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)

    def remove_targets(self, **_: object) -> dict[str, Any]:
        return {}

    def delete_rule(self, **_: object) -> str:
        return self.deleted()


def removed(rules: Rules) -> list[str]:
    target = Target("production", "prod", "us-east-1", "1" * 12)
    return anyio.run(warmup._removed, Aws(target, _clients={"events": rules}), "warm-now", ["1"])


def test_a_rule_that_cannot_be_deleted_for_a_while_is_deleted_after_it(clock: Clock) -> None:
    assert removed(Rules("ValidationException", 3)) == []
    assert clock.slept == [1, 2, 4]


@pytest.mark.parametrize("code", ["ValidationException", "AccessDeniedException", "InternalException"])
def test_a_rule_that_cannot_be_deleted_decides_nothing(clock: Clock, code: str) -> None:
    said = removed(Rules(code, 10_000))
    assert len(said) == 1
    assert "left for the next smoke" in said[0]
