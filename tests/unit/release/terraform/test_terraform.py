"""Terraform's steps on a recorded shell: bootstrap's first state, a plan that destroys, what a root is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest
from tasador_release.account.state_bucket import StateBucket
from tasador_release.recipes import Command
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import Overrides
from tasador_release.values import configuration
from tasador_release.values import target as targets
from tasador_release.values.target import Target

from tests.paths import ROOT
from tests.place import OF_ACCOUNT

OUTPUTS = json.dumps({"deploy_role_arn": {"value": "arn:role"}, "state_bucket": {"value": "state"}})
PLAN = {
    "format_version": "1.2",
    "resource_changes": [{"address": "aws_thing.a", "type": "aws_thing", "mode": "managed"}],
}
TARGET = targets.emulator("http://127.0.0.1:4566")


@dataclass(slots=True)
class RecordedShell:
    """Says that a plan creates; remembers the words of each command, and each file written."""

    said: list[tuple[str, ...]] = field(default_factory=list)

    async def run(self, command: Command) -> str:
        self.said.append(command.argv[1:])
        verb = command.argv[2]
        change = {**PLAN["resource_changes"][0], "change": {"actions": ["create"], "after": {}}}  # type: ignore[dict-item]
        plan = json.dumps({**PLAN, "resource_changes": [change]})
        return {"show": plan, "output": OUTPUTS}.get(verb, "")

    async def write(self, path: str, text: str) -> None:
        self.said.append(("write", path))

    async def remove(self, path: str) -> None:
        self.said.append(("remove", path))

    @property
    def verbs(self) -> list[str]:
        return [words[0] if words[0] in ("write", "remove", "bucket") else words[1] for words in self.said]


def bootstrapped(monkeypatch: pytest.MonkeyPatch, **more: Any) -> RecordedShell:  # noqa: ANN401
    shell = RecordedShell()

    async def ensure(bucket: StateBucket) -> bool:
        shell.said.append(("bucket", bucket.name))
        return True

    monkeypatch.setattr(StateBucket, "ensure", ensure)

    def shells(_: Target) -> RecordedShell:
        return shell

    made = Terraform(shells, configuration.read(ROOT), **more)
    account = anyio.run(made.bootstrap, TARGET)
    assert account.deploy_role_arn == "arn:role"
    return shell


def test_bootstrap_has_its_state_in_the_bucket_from_the_first_apply_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = bootstrapped(monkeypatch)
    assert shell.verbs == ["bucket", "write", "init", "plan", "show", "apply", "output"]
    assert shell.said[0] == ("bucket", OF_ACCOUNT["state_bucket"].format(account_id="123456789012"))
    assert "-backend-config=key=bootstrap.tfstate" in shell.said[2]


def test_the_account_is_made_from_its_committed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = bootstrapped(monkeypatch)
    (plan,) = [words for words in shell.said if words[1] == "plan"]
    assert "-var-file=../account.tfvars.json" in plan


def test_what_a_target_needs_besides_is_told_to_every_root(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Overrides(backend={"use_path_style": "true"}, provider='provider "aws" {}', bootstrap={"x": "y"})
    shell = bootstrapped(monkeypatch, overrides=lambda _: own)
    written = [words[1] for words in shell.said if words[0] == "write"]
    overridden = [f"infra/{root}/provider_override.tf" for root in ("bootstrap", "registry", "app")]
    assert written == [*overridden, "infra/app/unset.tfvars.json"]
    assert any("-backend-config=use_path_style=true" in words for words in shell.said)
    assert any("-var=x=y" in words for words in shell.said)
