"""Defaults from `.env`: what stands there need not be said again, secrets included."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.conftest import Dagger
from tests.paths import ROOT

pytestmark = pytest.mark.engine
GIVEN = {
    "TASADOR_AWS": "cmd://echo {}",
    "TASADOR_AWSACCESSKEYID": "env://NOBODY_S_KEY",
    "TASADOR_AWSSECRETACCESSKEY": "env://NOBODY_S_SECRET",
    "TASADOR_AWSSESSIONTOKEN": "env://NOBODY_S_TOKEN",
    "TASADOR_ACCOUNT": "111122223333",
    "TASADOR_STAGE": "trial",
    "TASADOR_REVISION": "0f1e2d",
    "TASADOR_BY": "somebody",
    "TASADOR_WAIT": "10m",
    "TASADOR_SIGNINGKEY": "env://NOBODY_S_SIGNING_KEY",
    "TASADOR_LAMBDAIMAGE": "public.ecr.aws/lambda/python:3.13",
    "TASADOR_PYTHONIMAGE": "python:3.13-slim",
    "TASADOR_TERRAFORMIMAGE": "hashicorp/terraform:1.11.4",
    "TASADOR_STACKOUTPUTS": "./outputs.json",
    "TASADOR_PROVIDERMIRROR": "./mirror",
    "TASADOR_EMULATOR": "tcp://localhost:9",
}


def test_the_constructor_takes_its_defaults_from_env(copy: Path, engine: None) -> None:
    (copy / ".env").write_text('TASADOR_STAGE="No-Stage"\n')
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "'No-Stage' is no stage" in said.err


def test_every_name_of_the_example_arrives(copy: Path, engine: None) -> None:
    example = (ROOT / ".env.example").read_text()
    given = {name: GIVEN[name] for name in re.findall(r"^(?:# )?(TASADOR_\w+)=", example, re.MULTILINE)}
    (copy / "mirror").mkdir()
    (copy / "outputs.json").write_text("{}")
    (copy / ".env").write_text("".join(f'{name}="{value}"\n' for name, value in given.items()))
    said = Dagger(copy).call("doctor")
    # the engine says which default it takes from the file, and for which argument
    for name, value in given.items():
        argument = name.removeprefix("TASADOR_")
        assert re.search(rf"user default: tasador\({argument}=.*{re.escape(value)}", said.err, re.IGNORECASE), name


def test_a_name_that_nothing_reads_is_an_error_that_says_what_was_meant(copy: Path, engine: None) -> None:
    (copy / ".env").write_text('TASADOR_PROVIDER_MIRROR="./mirror"\n')
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "write TASADOR_PROVIDERMIRROR for TASADOR_PROVIDER_MIRROR" in said.err


def test_credentials_come_from_a_command_that_env_names(copy: Path, engine: None) -> None:
    (copy / ".env").write_text('TASADOR_AWS="cmd://echo planted-in-no-json"\n')
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "the credentials are not the JSON of `aws configure export-credentials`" in said.err
    assert "planted-in-no-json" not in said.all.replace("cmd://echo planted-in-no-json", "")


def test_without_credentials_it_says_how_to_give_them(copy: Path, engine: None) -> None:
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "no credentials were given" in said.err
