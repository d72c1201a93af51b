"""The Dagger module against what else names the same things: images, versions, variables."""

from __future__ import annotations

import re
import tomllib

import yaml
from tasador_ci import serve, tools
from tasador_emulator.standin.function import variables

from tests.paths import ROOT


def test_grafana_is_the_one_of_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "monitor" / "docker-compose.yml").read_text())
    grafana = compose["services"]["grafana"]
    assert grafana["image"] == serve.GRAFANA
    assert set(serve.QUIET) <= set(grafana["environment"])


def test_terraform_is_new_enough_for_every_root() -> None:
    ours = version(tools.TERRAFORM)
    for file in ROOT.glob("infra/*/terraform.tf"):
        wanted = re.search(r'required_version = ">= ([0-9.]+)"', file.read_text())
        assert wanted, file
        assert ours >= version(wanted[1]), file


def version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.rpartition(":")[2].split("."))


def test_the_module_runs_on_the_python_of_its_tools() -> None:
    settings = tomllib.loads((ROOT / "ci" / "pyproject.toml").read_text())
    assert settings["tool"]["dagger"]["base-image"] == tools.PYTHON


def test_the_image_gets_every_variable_that_infra_gives_the_function() -> None:
    declared = set(re.findall(r"^ +(TASADOR_[A-Z_]+) +=", (ROOT / "infra/app/function.tf").read_text(), re.MULTILINE))
    from tasador_release.values import settings

    assert declared
    assert set(variables(settings.read(ROOT / "infra" / "settings.json"), "rehearsal")) == declared
