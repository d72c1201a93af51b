"""What stands, read from the state object: one request, and no Terraform."""

import json
from dataclasses import fields, replace

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import InfraError
from tasador_release.flow import outputs
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tests.aws_calls import Record

pytestmark = pytest.mark.emulator


def state_of(values: dict[str, str]) -> bytes:
    written = {name: {"value": value, "type": "string"} for name, value in values.items()}
    return json.dumps({"version": 4, "outputs": written, "resources": []}).encode()


def test_a_stack_is_one_request(emulated: Target, bucket: str, calls: Record) -> None:
    values = {field.name: f"a-{field.name}" for field in fields(Stack)}
    aws = Aws(replace(emulated, state_bucket=bucket))
    aws.s3.put_object(Bucket=bucket, Key="app/test.tfstate", Body=state_of(values))
    calls.calls.clear()
    assert anyio.run(outputs.read, aws) == Stack(**values)
    assert [call.operation for call in calls.calls] == ["GetObject"]


def test_a_stage_that_was_never_applied_is_said_to_be_empty(emulated: Target, bucket: str) -> None:
    with pytest.raises(InfraError, match="nothing stands there"):
        anyio.run(outputs.read, Aws(replace(emulated, state_bucket=bucket)))
    with pytest.raises(InfraError, match="nothing stands there"):
        anyio.run(outputs.read, Aws(replace(emulated, state_bucket="never-made")))
