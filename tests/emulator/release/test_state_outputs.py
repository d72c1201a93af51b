"""What stands, read from the state object: one request, and no Terraform."""

import json
from dataclasses import fields, replace
from functools import partial
from typing import Never, cast

import anyio
import dagger
import pytest
from tasador_ci import targets
from tasador_ci.infra import shell
from tasador_ci.project import Project
from tasador_ci.verbs import operate
from tasador_release.aws import Aws
from tasador_release.errors import InfraError
from tasador_release.terraform import outputs
from tasador_release.values import app, settings
from tasador_release.values.app import Contract
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tests.aws.aws_calls import Record
from tests.emulator.release_stack import Builder
from tests.paths import ROOT

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


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, emulated: Target, builder: Builder, bucket: str) -> Project:
    """A stack whose state lies in the bucket, and a module that may run no Terraform."""
    return without_terraform(monkeypatch, replace(emulated, state_bucket=bucket), builder.build())


def without_terraform(monkeypatch: pytest.MonkeyPatch, target: Target, stack: Stack) -> Project:
    """The module where the stack's state lies in the bucket; it has no engine either."""
    key = f"app/{target.stage}.tfstate"
    Aws(target).s3.put_object(Bucket=target.state, Key=key, Body=state_of(stack.to_dict()))

    async def standing(_: Project) -> Target:
        await anyio.lowlevel.checkpoint()
        return target

    async def read_settings(_: Project) -> Settings:
        await anyio.lowlevel.checkpoint()
        return settings.read(ROOT / "infra" / "settings.json")

    async def contract(_: Project) -> Contract:
        await anyio.lowlevel.checkpoint()
        return app.read(ROOT)

    async def terraform(*_: object, **__: object) -> Never:
        await anyio.lowlevel.checkpoint()
        raise AssertionError("Terraform was asked for")

    monkeypatch.setattr(targets, "standing", standing)
    monkeypatch.setattr(targets, "read_settings", read_settings)
    monkeypatch.setattr(targets, "contract", contract)
    monkeypatch.setattr(shell, "terraform", terraform)
    nothing = cast("dagger.Directory", None)
    return Project(source=nothing, dotenv=nothing, stage=target.stage)


def test_what_stands_is_told_without_terraform(project: Project) -> None:
    assert "no release on record" in anyio.run(operate.history, project)
    assert "nothing to prune" in anyio.run(partial(operate.prune, project, 1, 0, dry_run=True))
    assert "1 paths" in anyio.run(partial(operate.invalidate, project, ["/index.html"], wait=False))


def test_a_stage_that_was_never_applied_is_said_to_be_empty(emulated: Target, bucket: str) -> None:
    with pytest.raises(InfraError, match="nothing stands there"):
        anyio.run(outputs.read, Aws(replace(emulated, state_bucket=bucket)))
    with pytest.raises(InfraError, match="nothing stands there"):
        anyio.run(outputs.read, Aws(replace(emulated, state_bucket="never-made")))
