"""Cleaning up after oneself, where AWS says less than one would think."""

from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed
from tasador_release.function import warmup
from tasador_release.records.prune import Pruner
from tasador_release.records.retention import PrunePlan
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target


class NotFoundError(Exception):
    """What EventBridge says of a rule that is not there."""


def a_stack() -> Stack:
    return Stack(**{field.name: field.name for field in fields(Stack)})


def aws_with(service: str, client: object) -> Aws:
    return Aws(Target("emulator", "test", "us-east-1", "1" * 12), _clients={service: client})


def test_an_image_that_ecr_did_not_delete_is_an_error() -> None:
    said = {"failures": [{"failureCode": "ImageReferencedByManifestList", "failureReason": "in use"}]}
    client = SimpleNamespace(batch_delete_image=lambda **_: said)
    with pytest.raises(CallFailed, match="in use"):
        anyio.run(Pruner(aws_with("ecr", client), a_stack()).execute, PrunePlan(images=("sha256:1",)))


def test_an_image_that_is_gone_already_is_no_error() -> None:
    asked: list[Any] = []

    def delete(**given: object) -> dict[str, object]:
        asked.append(given["imageIds"])
        return {"failures": [{"failureCode": "ImageNotFound"}]}

    plan = PrunePlan(images=("sha256:1",))
    anyio.run(Pruner(aws_with("ecr", SimpleNamespace(batch_delete_image=delete)), a_stack()).execute, plan)
    assert asked == [[{"imageDigest": "sha256:1"}]]


def test_a_rule_that_could_not_be_made_says_why() -> None:
    def refused(**_: object) -> None:
        raise CallFailed("events:PutRule", "LimitExceededException", "too many rules")

    def absent(**_: object) -> None:
        raise NotFoundError

    client = SimpleNamespace(
        put_rule=refused,
        remove_targets=absent,
        exceptions=SimpleNamespace(ResourceNotFoundException=NotFoundError),
    )

    async def go() -> None:
        async with warmup._twin(aws_with("events", client), "warm", [{"Id": "api", "Arn": "arn"}]):
            pytest.fail("there is no rule to wait behind")

    with pytest.raises(CallFailed, match="too many rules"):
        anyio.run(go)
