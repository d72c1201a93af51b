"""Defaults from `.env`: what stands there need not be said again, secrets included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.conftest import Dagger

pytestmark = pytest.mark.engine


def test_the_constructor_takes_its_defaults_from_env(copy: Path, engine: None) -> None:
    (copy / ".env").write_text('TASADOR_STAGE="trial"\n')
    said = Dagger(copy).call("destroy", "--confirm=yes")
    assert said.code != 0
    assert "--confirm=trial" in said.err


def test_credentials_come_from_a_command_that_env_names(copy: Path, engine: None) -> None:
    (copy / ".env").write_text('TASADOR_AWS="cmd://echo planted-in-no-json"\n')
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "the credentials are not the JSON of `aws configure export-credentials`" in said.err
    assert "planted-in-no-json" not in said.all.replace("cmd://echo planted-in-no-json", "")


def test_without_credentials_it_says_how_to_give_them(copy: Path, engine: None) -> None:
    said = Dagger(copy).call("history")
    assert said.code != 0
    assert "AWS does not accept these credentials (none were given)" in said.err
