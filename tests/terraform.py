"""Terraform for the tests: the roots in a copy, and the CLI where it and a provider are at hand.

The provider comes from what the environment says: TF_CLI_CONFIG_FILE as Terraform itself reads it, or
TASADOR_PROVIDER_MIRROR, a folder made by `terraform providers mirror`. Tests never download it by themselves:
it has hundreds of megabytes. TASADOR_TERRAFORM names another command than `terraform`.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tasador_release.recipes import Command
from tasador_release.values import app

from tests.infra import INFRA

PROVIDER = ("TF_CLI_CONFIG_FILE", "TASADOR_PROVIDER_MIRROR", "TASADOR_TERRAFORM")
QUIET = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1", "AWS_EC2_METADATA_DISABLED": "true"}
TIMEOUT_S = 600
# minutes each; of their kind test_adopt.py and most of test_account_terraform.py are in every run
AT_NIGHT = pytest.mark.skipif(
    os.environ.get("TASADOR_TAKEOVERS") != "all", reason="gone through at night: ./run test --only takeovers"
)


def command() -> list[str]:
    return shlex.split(os.environ.get("TASADOR_TERRAFORM", "terraform"))


def no_terraform() -> str | None:
    """Why Terraform cannot run here, or None."""
    return None if shutil.which(command()[0]) else f"there is no {command()[0]} on PATH"


def no_provider() -> str | None:
    """Why nothing that needs the AWS provider can run here, or None."""
    if no_terraform():
        return no_terraform()
    if any(os.environ.get(name) for name in PROVIDER[1:]) or configured():
        return None
    return f"no AWS provider is at hand: set one of {', '.join(PROVIDER)}"


def configured() -> bool:
    """Whether Terraform is given a configuration; some machines name one that is not there."""
    return Path(os.environ.get("TF_CLI_CONFIG_FILE", "/nowhere")).is_file()


def copied(folder: Path) -> Path:
    """infra/, and what it reads of the app, in a folder where it can be initialized, damaged and applied."""
    ignore = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "*.tfstate*", "terraform.tfvars")
    for name in (app.FILE, app.read(INFRA.parent).app.warmup.body):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(INFRA.parent / name, folder / name)
    return Path(shutil.copytree(INFRA, folder / "infra", ignore=ignore))


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command in a root; the caller judges its exit code."""
    argv = [*command(), f"-chdir={root}", *arguments]
    return subprocess.run(
        argv, env=_environment(root, environment), capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )


def checked(root: Path, *arguments: str, **environment: str) -> str:
    """The same, where anything but success is a failure of the test."""
    done = run(root, *arguments, **environment)
    assert done.returncode == 0, f"{' '.join(done.args)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def perform(recipe: Command, folder: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One of the release's recipes, in a folder that holds infra/."""
    root = folder / recipe.argv[1].removeprefix("-chdir=")
    return run(root, *recipe.argv[2:], *more, **environment)


def initialized(root: Path) -> Path:
    checked(root, "init", "-backend=false", "-no-color")
    return root


def events(text: str) -> Iterator[dict[str, Any]]:
    """What `-json` prints: one object a line."""
    return (json.loads(line) for line in text.splitlines() if line.startswith("{"))


def runs(text: str) -> dict[str, str]:
    """`run` to its outcome, from `terraform test -json`."""
    found = {}
    for event in events(text):
        if event["type"] == "test_run" and event["test_run"].get("progress", "complete") == "complete":
            found[f"{event['@testfile']}:{event['@testrun']}"] = event["test_run"]["status"]
    return found


def _environment(root: Path, more: Mapping[str, str]) -> dict[str, str]:
    # no credentials but those a test gives: a mistake must not reach an account
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_"))}
    return {**plain, **_mirror(root), **QUIET, **more}


def _mirror(root: Path) -> dict[str, str]:
    folder = os.environ.get("TASADOR_PROVIDER_MIRROR")
    if not folder or configured():
        return {}
    file = root.parent / "terraform.rc"
    file.write_text(f"provider_installation {{\n  filesystem_mirror {{\n    path = {json.dumps(folder)}\n  }}\n}}\n")
    return {"TF_CLI_CONFIG_FILE": str(file)}
