"""Terraform as a process of this machine, in a copy of infra/, with a provider that is at hand.

`AWS_ENDPOINT_URL` tells the provider where AWS is. One that wants to be told otherwise names its variable in
`TASADOR_PROVIDER_EMULATES`. Should a provider heed neither, the emulator's keys are worth nothing on AWS.
"""

import json
import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tasador_release.errors import CommandFailed, InfraError
from tasador_release.recipes import Command
from tasador_release.values import app as apps
from tasador_release.values.target import Target

from tasador_local.process import scratch
from tasador_local.process.runner import Listener, Runner, ignore

LIMIT_S: Final = 180.0


@dataclass(frozen=True, slots=True)
class Provider:
    """Where Terraform finds its AWS provider: a CLI configuration, or a mirror to write one for."""

    configuration: Path | None
    mirror: Path | None

    @property
    def label(self) -> str:
        return f"mirror {self.mirror}" if self.mirror else f"configuration {self.configuration}"

    def prepare(self, folder: Path) -> Path:
        """The path of a configuration; one for a mirror is written into `folder`."""
        if self.mirror is None and self.configuration is not None:
            return self.configuration
        written = folder / "terraformrc"
        mirror = json.dumps(str(self.mirror and self.mirror.resolve()))
        written.write_text(
            "disable_checkpoint = true\n"
            f"provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n",
            encoding="utf-8",
        )
        return written


def at_hand(mirror: Path | None) -> Provider | None:
    """The provider that was named, or the one that the caller's Terraform is configured with."""
    named = mirror or os.environ.get("TASADOR_PROVIDER_MIRROR")
    if named:
        return Provider(None, Path(named))
    configuration = os.environ.get("TF_CLI_CONFIG_FILE")
    if configuration and Path(configuration).is_file() and shutil.which("terraform"):
        return Provider(Path(configuration), None)
    return None


def endpoint_variable(endpoint: str) -> dict[str, str]:
    """The endpoint in the variable that the provider at hand wants it in, should that be another than AWS's own."""
    name = os.environ.get("TASADOR_PROVIDER_EMULATES", "")
    return {name: endpoint} if name.isidentifier() else {}


@dataclass(slots=True)
class LocalShells:
    """Opens shells in one copy of infra/: nothing of a rehearsal may get near the state of a real account."""

    root: Path
    provider: Provider
    cleanup: ExitStack
    listener: Listener = ignore
    folder: Path | None = None

    def __call__(self, target: Target) -> "LocalShell":
        if self.folder is None:
            self.folder = self._copied()
        endpoint = target.endpoint or ""
        env = {
            **(target.credentials.environment() if target.credentials else {}),
            "TF_CLI_CONFIG_FILE": str(self.provider.prepare(self.folder)),
            "AWS_REGION": target.region,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            **endpoint_variable(endpoint),
        }
        return LocalShell(Runner(self.folder, env), self.listener)

    def _copied(self) -> Path:
        folder = self.cleanup.enter_context(scratch.folder("terraform"))
        ignored = shutil.ignore_patterns(".terraform*", "*.tfvars")
        for name in apps.read(self.root).app.infra_files:
            source, copy = self.root / name, folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, copy, ignore=ignored) if source.is_dir() else shutil.copy(source, copy)
        return folder


@dataclass(frozen=True, slots=True)
class LocalShell:
    """Runs commands in the copy, under the keys of one target."""

    runner: Runner
    listener: Listener = ignore

    async def run(self, command: Command) -> str:
        try:
            return await self.runner.run(command, limit_s=LIMIT_S, listener=self.listener)
        except CommandFailed as failed:
            raise InfraError(failed.what, "correct infra/, or use --stand-in", where=failed.where) from failed

    async def write(self, path: str, text: str) -> None:
        (self.runner.root / path).write_text(text, encoding="utf-8")

    async def remove(self, path: str) -> None:
        (self.runner.root / path).unlink()
