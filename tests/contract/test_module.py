"""The Dagger module against what else names the same things: images, versions, variables."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib

import yaml
from tasador_ci import images, project
from tasador_ci.verbs import serve
from tasador_emulator.standin.function import variables

from tests.paths import ROOT


def test_grafana_is_the_one_of_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "monitor" / "docker-compose.yml").read_text())
    grafana = compose["services"]["grafana"]
    assert grafana["image"] == images.tagged(images.GRAFANA)
    assert set(serve.QUIET) <= set(grafana["environment"])


def test_the_next_dagger_finds_the_module_and_the_env_file_as_today_s_does() -> None:
    """Three lines beside dagger.json: a setting of the module in it would switch `.env` off, and make a stage prod."""
    text = (ROOT / "dagger.toml").read_text()
    assert tomllib.loads(text) == {
        "defaults_from_dotenv": True,
        "modules": {"tasador": {"source": ".", "entrypoint": True}},
    }
    assert "!dagger.toml" in project.SOURCES
    assert (ROOT / "dagger.json").is_file()


def test_every_image_is_one_of_the_list_and_the_bot_that_updates_them_knows_its_form() -> None:
    text = (ROOT / "ci/src/tasador_ci/images.py").read_text()
    managers = json.loads((ROOT / "renovate.json").read_text())["customManagers"]
    (form,) = next(one["matchStrings"] for one in managers if one["description"].startswith("Images"))
    found = {match["depName"] for match in re.finditer(re.sub(r"\(\?<(\w+)>", r"(?P<\1>", form), text)}
    assert found == {images.tagged(address).rpartition(":")[0] for address in images.ALL.values()}
    files = (ROOT / "ci/src/tasador_ci").rglob("*.py")
    assert not [path for path in files if re.search(r"\.from_\((?!images\.|address)", path.read_text())]


def test_digests_are_written_beside_the_tags_and_nothing_else_is_touched() -> None:
    text = (ROOT / "ci/src/tasador_ci/images.py").read_text()
    digests = {name: f"sha256:{number:064x}" for number, name in enumerate(images.ALL)}
    pinned = images.pinned(text, digests)
    for name, digest in digests.items():
        assert f'{name}: Final = "{images.tagged(images.ALL[name])}@{digest}"' in pinned
    assert len(pinned.splitlines()) == len(text.splitlines())
    assert images.tagged("python:3.13-slim@sha256:" + "0" * 64) == "python:3.13-slim"


def test_the_list_with_its_digests_is_still_as_ruff_wants_it() -> None:
    """Else the first thing that pinning does is to fail the checks."""
    path = "ci/src/tasador_ci/images.py"
    text = images.pinned((ROOT / path).read_text(), dict.fromkeys(images.ALL, f"sha256:{1:064x}"))
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "--stdin-filename", path, "-"]
        done = subprocess.run(ruff, input=text, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_terraform_is_new_enough_for_every_root() -> None:
    ours = version(images.tagged(images.TERRAFORM))
    for file in ROOT.glob("infra/*/terraform.tf"):
        wanted = re.search(r'required_version = ">= ([0-9.]+)"', file.read_text())
        assert wanted, file
        assert ours >= version(wanted[1]), file


def version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.rpartition(":")[2].split("."))


def test_the_module_runs_on_the_python_of_its_tools() -> None:
    settings = tomllib.loads((ROOT / "ci" / "pyproject.toml").read_text())
    assert settings["tool"]["dagger"]["base-image"] == images.tagged(images.PYTHON)


def test_the_image_gets_every_variable_that_infra_gives_the_function() -> None:
    declared = set(re.findall(r"^ +(TASADOR_[A-Z_]+) +=", (ROOT / "infra/app/function.tf").read_text(), re.MULTILINE))
    from tasador_release.values import settings

    assert declared
    assert set(variables(settings.read(ROOT / "infra" / "settings.json"), "rehearsal")) == declared
