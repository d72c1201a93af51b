"""All three roots applied by Terraform to an emulator of their own, step by step, each as the one who would do it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
from tasador_emulator.standin import account
from tasador_local.process import emulator as emulators
from tasador_local.process.emulator import EmulatorOptions
from tasador_local.shell import endpoint_variable
from tasador_release import recipes
from tasador_release.account import takeover
from tasador_release.account.imports import Import
from tasador_release.account.state_bucket import StateBucket
from tasador_release.aws import Aws, client
from tasador_release.recipes import Command
from tasador_release.values import settings, stack
from tasador_release.values import target as targets
from tasador_release.values.stack import Stack
from tasador_release.values.target import Credentials, Target

from tests import terraform
from tests.aws import policies
from tests.emulator import recorded
from tests.emulator.recorded import DEPLOY
from tests.place import ECR, NAMES, OF_ACCOUNT, REGION

STAGE: Final = "pr-1"
GITHUB: Final = "owner/tasador"
PLAN: Final = OF_ACCOUNT["plan_role"]
IMAGE: Final = f"{ECR}/{NAMES['repository']}-{STAGE}@sha256:"
FIRST, SECOND = IMAGE + "a" * 64, IMAGE + "b" * 64
BACKEND: Final = {
    "use_path_style": "true",
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": "true",
}


@dataclass(frozen=True)
class World:
    """A copy of infra/, the emulator it is applied to, and the record of who was allowed what."""

    folder: Path
    root: Target
    record: Path

    def role(self, name: str, subject: str) -> Target:
        """The same target with the keys that GitHub's token for `subject` gives."""
        sts = client(self.root, "sts")
        keys = sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{self.root.account_id}:role/{name}",
            RoleSessionName="test",
            WebIdentityToken=account.web_identity(subject),
        )["Credentials"]
        return replace(
            self.root, credentials=Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        )

    def deployer(self) -> Target:
        return self.role(DEPLOY, f"repo:{GITHUB}:ref:refs/heads/main")

    def planner(self) -> Target:
        return self.role(PLAN, f"repo:{GITHUB}:pull_request")

    def try_(self, command: Command, who: Target, *more: str) -> CompletedProcess[str]:
        """Run one of the recipes under somebody's keys; `more` goes to Terraform as it is."""
        keys = who.credentials.environment() if who.credentials else {}
        endpoint = str(self.root.endpoint)
        env = {**keys, **endpoint_variable(endpoint), "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": self.root.region}
        return terraform.perform(command, self.folder, *more, **env)

    def do(self, command: Command, who: Target, *more: str, accept: tuple[int, ...] = (0,)) -> str:
        done = self.try_(command, who, *more)
        assert done.returncode in accept, f"{command.name}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr}"
        return done.stdout

    def init(self, root: str, who: Target) -> None:
        key = f"{Path(root).name}.tfstate" if root == recipes.BOOTSTRAP else f"{Path(root).name}/{STAGE}.tfstate"
        backend = {**recipes.state_backend(self.root.state, key, self.root.region), **BACKEND}
        self.do(recipes.terraform_init(root, backend), who)

    def apply(self, root: str, who: Target, variables: Mapping[str, str]) -> dict[str, Any]:
        """Saved plan, then that plan; the outputs."""
        files = (recipes.ACCOUNT,) if root == recipes.BOOTSTRAP else ()
        self.do(recipes.terraform_plan(root, variables, files=files), who)
        self.do(recipes.terraform_apply(root), who)
        found: dict[str, Any] = json.loads(self.do(recipes.terraform_output(root), who))
        return found

    def changes(self, root: str, who: Target, variables: Mapping[str, str]) -> dict[str, list[str]]:
        """Address to actions, of what a plan would change."""
        files = (recipes.ACCOUNT,) if root == recipes.BOOTSTRAP else ()
        self.do(recipes.terraform_plan(root, variables, files=files), who)
        plan = json.loads(self.do(recipes.terraform_show(root), who))
        every = {change["address"]: change["change"]["actions"] for change in plan.get("resource_changes", ())}
        return {address: actions for address, actions in every.items() if actions not in (["no-op"], ["read"])}

    def stack(self, who: Target) -> Stack:
        return stack.parse(self.do(recipes.terraform_output(recipes.APP), who))

    def bootstrap(self) -> None:
        """As infra/README.md says: the bucket of the state first, then everything else from a state that lies in it."""
        anyio.run(StateBucket(Aws(self.root), self.root.state).ensure)
        block = Import("aws_s3_bucket.state", self.root.state).block()
        (self.folder / recipes.BOOTSTRAP / takeover.FILE).write_text(block, encoding="utf-8")
        self.init(recipes.BOOTSTRAP, self.root)
        self.apply(recipes.BOOTSTRAP, self.root, BOOTSTRAP)

    def guard(self) -> None:
        """Give the deploy role the whole guard, as on AWS: the recorder weighs what the emulator does not."""
        document = json.dumps({"Version": "2012-10-17", "Statement": policies.statements("guard.json")})
        client(self.root, "iam").put_role_policy(RoleName=DEPLOY, PolicyName="guard", PolicyDocument=document)


OWNER_ID, REPOSITORY_ID = "123", "456"
BOOTSTRAP: Final = {
    "emulated": "true",
    "github_repository": GITHUB,
    "github_owner_id": OWNER_ID,
    "github_repository_id": REPOSITORY_ID,
}
REGISTRY: Final = {"stage": STAGE}


def app(world: World, image: str = FIRST, **more: str) -> dict[str, str]:
    place = urlsplit(str(world.root.endpoint))
    origin = {"protocol": "http", "host": place.hostname, "port": place.port, "path": "/_aws/execute-api/{api_id}/prod"}
    given = {"stage": STAGE, "emulated": "true", "image_uri": image, "api_origin": json.dumps(origin)}
    return {**given, "alarm_email": "oncall@example.com", **more}


@contextmanager
def standing(folder: Path) -> Iterator[World]:
    """An emulator, recorded, and a copy of infra/ that nothing has been applied from."""
    record = folder / "authorized.jsonl"
    terraform.copied(folder)
    with emulators.running(EmulatorOptions(recorded.interpreter(folder, record), region=REGION)) as emulator:
        bucket = settings.read(folder / "infra" / "settings.json").state_bucket(targets.EMULATED_ACCOUNT)
        root = targets.emulator(emulator.endpoint, stage=STAGE, region=REGION, state_bucket=bucket)
        yield World(folder, root, record)
