"""The first deploy as the docs have it, command by command, in another region; then a second stage beside it.

The account is empty and the repository new: GitHub knows it by its ids. What the two stages share is made once.
Each command is done by the functions that it calls; that the words of `gh` and `dagger` are understood is held in
tests/contract/infra/test_first_deploy.py. Not gone through: GitHub itself, the engine's own reading of .env
(tests/engine), and what is set once a domain or previews are wanted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import anyio
import pytest
from botocore.exceptions import ClientError
from tasador_emulator.destination import Emulated
from tasador_emulator.overrides import overrides
from tasador_emulator.standin.account import web_identity
from tasador_local import shell
from tasador_local.build.builder import LocalBuilder
from tasador_local.build.cache import Cache
from tasador_local.machine import LocalMachine
from tasador_local.paths import Paths
from tasador_local.process.emulator import EmulatorOptions
from tasador_local.process.runner import Runner
from tasador_release import bootstrap, teardown
from tasador_release.aws import Aws, client
from tasador_release.diagnosis import doctor
from tasador_release.diagnosis import facts as account_facts
from tasador_release.flow.run import Result
from tasador_release.pipeline import Pipeline
from tasador_release.report.report import Timeline
from tasador_release.terraform.roots import Terraform
from tasador_release.values import app, configuration, dotenv
from tasador_release.values.configuration import Configuration
from tasador_release.values.target import Credentials, Target

from tests import first_deploy, terraform
from tests.emulator import left_over, rehearsal_clone
from tests.infra import in_region
from tests.paths import ROOT
from tests.place import NAMES, OF_ACCOUNT

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
REGION: Final = "sa-east-1"
SECOND: Final = "two"
REPOSITORY: Final = "repo:OWNER@123/NAME@456"
SUBJECT: Final = f"{REPOSITORY}:ref:refs/heads/main"


@dataclass
class Newcomer:
    """An account, a clone, and what has been typed so far."""

    machine: LocalMachine
    builder: LocalBuilder
    cleanup: ExitStack
    clone: Path
    committed: Configuration
    root: Target
    roles: dict[str, str] = field(default_factory=dict)

    def terraform(self, stage: str, *, allow_destroy: bool = False, locks: bool = True) -> Terraform:
        """As each call has it: a new copy of infra/."""
        provider = shell.at_hand(None)
        assert provider
        shells = shell.LocalShells(self.clone, provider, self.cleanup)
        found = self.committed if stage == "prod" else self.committed.of_stage(stage)
        told = partial(overrides, invoke=self.machine.invoke)
        return Terraform(shells, found, told, allow_destroy=allow_destroy, locks=locks)

    async def deploy(self, who: Target) -> tuple[Result, tuple[str, ...]]:
        """What was released, and what Terraform changed."""
        made, contract = self.terraform(who.stage), app.read(self.clone)
        there = Emulated(self.machine, made, made.settings, contract.app, target=who)
        pipeline = Pipeline(self.builder, made, there, made.settings, contract, Timeline(), skip_checks=True)
        await pipeline.run(("release",))
        return pipeline.released.value, tuple(line for plan in made.plans for line in plan.changes.lines()[:-1])

    async def amiss(self) -> set[str]:
        """What doctor says is missing and a deploy needs, but for the tools of this machine."""
        facts = await account_facts.collect(Aws(self.root), self.committed.stage.domain, self.committed.memory_mb)
        findings = [one for one in doctor.examine(self.root, facts) if one.name not in doctor.TOOLS]
        assert all(one.fix for one in findings if not one.ok)
        return {one.name for one in findings if not one.ok and one.needed}

    async def plan(self, who: Target) -> tuple[str, ...]:
        """As a pull request has it: a role that may write nothing, a lock neither."""
        made = self.terraform(who.stage, locks=False)
        return (await made.changes(who, await made.image_uri(who))).lines()

    def write(self, **settings: str) -> None:
        """Into infra/account.tfvars.json of the clone."""
        file = self.clone / configuration.ACCOUNT
        kept = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**kept, **settings}), encoding="utf-8")

    def on_github(self, subject: str = SUBJECT, stage: str = "prod", role: str = "deploy_role_arn") -> Target:
        """As the workflow has it, by a role that bootstrap printed."""
        keys = client(self.root, "sts").assume_role_with_web_identity(
            RoleArn=self.roles[role], RoleSessionName="workflow", WebIdentityToken=web_identity(subject)
        )["Credentials"]
        credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        return replace(self.root, credentials=credentials, stage=stage, site_bucket="")

    def type(self, words: list[str]) -> None:
        """One command of the section."""
        match words:
            case ["cp", source, _]:
                text = (ROOT / source).read_text(encoding="utf-8")
                dotenv.check(text, dotenv.readable(("aws", "account"), {}))
            case ["dagger", "call", "doctor"]:
                assert anyio.run(self.amiss) == {"state bucket"}
            case ["gh", "api", *_, jq]:
                self.write(**first_deploy.told(jq), budget_email="owner@example.com")
            case ["dagger", "call", "bootstrap", "--repository", repository]:
                given = {"github_repository": repository}
                self.roles = anyio.run(bootstrap.execute, self.terraform("prod"), self.root, given)
            case ["dagger", "call", "deploy"]:
                assert anyio.run(self.deploy, self.root)[0].changed
            case ["gh", "secret", "set", "AWS_ROLE_ARN", *_]:
                with pytest.raises(ClientError, match=r"AccessDenied|not authorized"):
                    self.on_github("repo:OWNER@999/NAME@456:ref:refs/heads/main")
            case ["git", "push", *_]:
                released, changed = anyio.run(self.deploy, self.on_github())
                assert (released.changed, changed) == (False, ())
            case ["gh", "variable", "set", "AWS_PLAN_ROLE_ARN", *_]:
                asks = self.on_github(f"{REPOSITORY}:pull_request", role="plan_role_arn")
                assert anyio.run(self.plan, asks) == ("nothing to change",)
            case ["gh", *_]:
                pass  # GitHub's own: tests/contract/infra/test_first_deploy.py reads it
            case _:
                pytest.fail(f"nothing here knows {words}")


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newcomer]:
    python = ROOT / ".run" / "emulator" / "bin" / "python"
    monkeypatch.setenv("TASADOR_EMULATOR", str(python))
    clone = rehearsal_clone.make(tmp_path / "clone")
    shutil.rmtree(clone / "infra" / "stages")
    paths, committed = Paths(clone), in_region(configuration.read(clone), REGION)
    cache = Cache(paths.cache)
    cache.folder.mkdir(parents=True)
    with ExitStack() as cleanup:
        builder = LocalBuilder(paths, Runner(clone), cache, app.read(clone).app)
        machine = LocalMachine(EmulatorOptions(python, region=REGION), builder, cleanup)
        started = anyio.run(machine.start)
        buckets = committed.settings.state_bucket(started.account_id), committed.site_bucket(started.account_id)
        root = replace(started, state_bucket=buckets[0], site_bucket=buckets[1])
        yield Newcomer(machine, builder, cleanup, clone, committed, root)


def once_in_an_account(newcomer: Newcomer) -> None:
    root = newcomer.root
    assert len(client(root, "iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1
    assert client(root, "apigateway").get_account()["cloudwatchRoleArn"].endswith(OF_ACCOUNT["api_logs_role"])
    places = {one["Name"] for one in client(root, "s3").list_buckets()["Buckets"]}
    site = NAMES["bucket"].format(account_id=root.account_id, region=REGION)
    assert places == {root.state, site, f"{site}-{SECOND}"}
    assert {client(root, "s3").get_bucket_location(Bucket=one)["LocationConstraint"] for one in places} == {REGION}


def test_every_command_of_the_first_deploy_does_what_it_says_and_a_second_stage_stands_beside(
    newcomer: Newcomer,
) -> None:
    for words in first_deploy.commands():
        newcomer.type(words)
    assert anyio.run(newcomer.amiss) == set()

    released, changed = anyio.run(newcomer.deploy, newcomer.on_github(stage=SECOND))
    assert released.changed
    assert not [line for line in changed if "openid" in line or "api_gateway_account" in line]
    once_in_an_account(newcomer)

    async def destroyed() -> None:
        made, target = newcomer.terraform(SECOND, allow_destroy=True), newcomer.on_github(stage=SECOND)
        await teardown.execute(made, await teardown.look(made, target))

    anyio.run(destroyed)
    assert left_over.of_stage(newcomer.root, SECOND) == []
    assert anyio.run(newcomer.deploy, newcomer.on_github())[1] == (), "the first stage is as it was"
