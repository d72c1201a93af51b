"""Terraform as a deploy runs it, against an emulator of a test's own; and one that is killed while it applies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tasador_emulator.overrides import overrides
from tasador_local import shell
from tasador_local.paths import Paths
from tasador_local.process import emulator as emulators
from tasador_local.process.emulator import EmulatorOptions
from tasador_local.shell import LocalShell, LocalShells
from tasador_release.aws import client
from tasador_release.recipes import Command
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import Shell
from tasador_release.values import configuration
from tasador_release.values import target as targets
from tasador_release.values.configuration import Configuration
from tasador_release.values.target import Target

from tests import terraform
from tests.infra import in_region
from tests.paths import ROOT

CREATED: Final = ": Creation complete"
STAGE: Final = "pr-1"
DIGEST: Final = "@sha256:" + "a" * 64


class Killed(Exception):
    """Terraform was killed, as a laptop that is shut is."""


@dataclass(slots=True)
class Account:
    """An emulated account, and whoever provisions it from a copy of infra/ of their own."""

    root: Target
    cleanup: ExitStack
    committed: Configuration
    provider: shell.Provider
    folder: Path = ROOT  # of the repository

    def terraform(self, *, kill_after: int | None = None, locks: bool = True, allow_destroy: bool = False) -> Terraform:
        shells = LocalShells(self.folder, self.provider, self.cleanup)
        opened: shell.LocalShells | KillingShells = shells
        if kill_after is not None:
            opened = KillingShells(shells, kill_after)
        return Terraform(opened, self.committed, overrides, locks=locks, allow_destroy=allow_destroy)

    def uri(self, repository: str) -> str:
        return f"{targets.EMULATED_ACCOUNT}.dkr.ecr.{self.root.region}.amazonaws.com/{repository}{DIGEST}"


@dataclass(slots=True)
class KillingShells:
    """Shells whose applies are killed after so many resources were made."""

    shells: LocalShells
    after: int

    def __call__(self, target: Target) -> Shell:
        return KillingShell(self.shells(target), self.after)


@dataclass(slots=True)
class KillingShell:
    own: LocalShell
    after: int
    created: list[str] = field(default_factory=list)

    async def run(self, command: Command) -> str:
        if command.argv[2] != "apply":
            return await self.own.run(command)
        self._killed(command)
        raise Killed(f"after {self.created}")

    def _killed(self, command: Command) -> None:
        """One resource at a time, and the end without any of Terraform's own tidying up."""
        argv = [*command.argv[:3], "-parallelism=1", *command.argv[3:]]
        env = {**os.environ, **self.own.runner.env, **command.env}
        with subprocess.Popen(
            argv, cwd=self.own.runner.root, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                if CREATED in line:
                    self.created.append(line.partition(":")[0])
                if len(self.created) >= self.after:
                    os.killpg(process.pid, signal.SIGKILL)
                    break

    async def write(self, path: str, text: str) -> None:
        await self.own.write(path, text)

    async def remove(self, path: str) -> None:
        await self.own.remove(path)


@contextmanager
def account(stage: str = STAGE, region: str | None = None, folder: Path = ROOT) -> Iterator[Account]:
    """An empty account. `region`: for all of it, instead of the committed one."""
    committed = configuration.read(folder, stage)
    committed = in_region(committed, region) if region else committed
    provider = shell.at_hand(None)
    assert provider, terraform.no_provider()
    state = committed.settings.state_bucket(targets.EMULATED_ACCOUNT)
    options = EmulatorOptions(Paths.here().emulator, region=committed.stage.region)
    with ExitStack() as cleanup, emulators.running(options) as emulator:
        root = targets.emulator(emulator.endpoint, stage=stage, region=committed.stage.region, state_bucket=state)
        yield Account(root, cleanup, committed, provider, folder)


def states(root: Target) -> dict[str, int]:
    """Key of each state in the bucket, and how many resources it has."""
    s3 = client(root, "s3")
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=root.state).get("Contents", ())]
    read = {
        key: json.loads(s3.get_object(Bucket=root.state, Key=key)["Body"].read()) for key in keys if "tfstate" in key
    }
    return {key: len(state.get("resources", ())) for key, state in read.items()}


def managed(root: Target, key: str) -> int:
    """How many resources a state has, without what was only read."""
    state = json.loads(client(root, "s3").get_object(Bucket=root.state, Key=key)["Body"].read())
    return len([one for one in state["resources"] if one["mode"] == "managed"])
