"""What the engine builds: page, image, bill of materials; and what a change elsewhere leaves alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from tasador_release.image.repeatable import repeatable
from tasador_release.values.artifacts import Image

from tests.engine.conftest import Dagger, run

pytestmark = pytest.mark.engine
EMPTY = '''import dagger


@dagger.object_type
class Empty:
    """Nothing."""

    @dagger.function
    def nothing(self) -> str:
        """Say nothing."""
        return ""
'''
PROJECT = """[project]
name = "empty"
version = "0"
requires-python = ">=3.11"
dependencies = ["dagger-io"]

[project.entry-points."dagger.mod"]
main_object = "empty:Empty"

[build-system]
requires = ["uv_build>=0.8.4"]
build-backend = "uv_build"

[tool.uv.sources]
dagger-io = { path = "sdk", editable = true }

[tool.dagger]
base-image = "python:3.13-slim"
"""
SLOWER = 1.4
INSTANT_S = 0.2
TASK = ("image", "directory", "--path=/var/task", "entries")
RUNS = 5


def executed(trace: str) -> str:
    """The commands that took time: one that is not run again is named in the trace as well, and takes none."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", trace)
    words = dict(re.findall(r"^(\d+) *:.*? withExec (.*)$", plain, re.MULTILINE))
    times = re.findall(r"^(\d+) *:.*?Container\.withExec DONE \[([0-9.]+)s\]", plain, re.MULTILINE)
    return "\n".join(words.get(number, "") for number, seconds in times if float(seconds) > INSTANT_S)


def test_the_page_is_built(dagger: Dagger, tmp_path: Path) -> None:
    dagger.ok("site", "export", f"--path={tmp_path}")
    assert (tmp_path / "index.html").is_file()
    assert list((tmp_path / "assets").glob("*.js"))


def test_the_image_is_one_that_lambda_takes(dagger: Dagger, tmp_path: Path) -> None:
    from tasador_release.image import published
    from tasador_release.image.layout import Layout
    from tasador_release.values.artifacts import Image

    tarball = tmp_path / "image.tar"
    dagger.ok(
        *("image", "as-tarball", "--forced-compression=GZIP", "--media-types=DOCKER"),
        *("export", f"--path={tarball}"),
    )
    image = Image.read(tarball)
    with Layout.open(image) as layout:
        found = published.verify("repository", layout.manifest(), layout.config())
        config = json.loads(layout.config())
    assert found.digest == image.digest
    assert config["config"]["Cmd"] == ["tasador.entry.handler.handler"]
    assert {"org.opencontainers.image.revision", "tasador.model.sha256", "tasador.sbom"} <= set(
        config["config"]["Labels"]
    )


def test_the_image_holds_what_serves_and_nothing_of_the_training(dagger: Dagger) -> None:
    files = dagger.ok("image", "directory", "--path=/var/task", "glob", "--pattern=**/*").split()
    assert "tasador/entry/handler.py" in files
    assert "model/price.json.gz" in files
    assert any(re.fullmatch(r"tasador/__pycache__/handler\.cpython-313\.pyc", name) for name in files)
    assert not [name for name in files if name.startswith(("tasador/training", "numpy", "xgboost", "pandas"))]


def test_the_image_gives_a_price_under_the_runtime_interface_emulator(dagger: Dagger) -> None:
    dagger.ok("checks", "image")


def test_the_bill_of_materials_names_what_is_shipped(dagger: Dagger) -> None:
    listed = json.loads(dagger.ok("bom"))
    assert {"fastapi", "react"} <= {component["name"] for component in listed["components"]}
    assert not [component["name"] for component in listed["components"] if not component.get("licenses")]


def test_two_builds_of_one_commit_are_byte_equal(dagger: Dagger, copy: Path, tmp_path: Path) -> None:
    """The second in a copy with other times of its files, and with every command of its own run anew."""
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    asked = ("image", "as-tarball", "--forced-compression=GZIP", "--media-types=DOCKER")
    sums = []
    for number, source in enumerate((dagger, Dagger(copy))):
        tarball = tmp_path / f"{number}.tar"
        source.ok(*asked, "export", f"--path={tarball}")
        made = repeatable(Image.read(tarball), tmp_path / f"{number}.repeatable.tar")
        sums.append(hashlib.sha256(made.tarball.read_bytes()).hexdigest())
    assert sums[0] == sums[1]


def test_a_change_of_the_page_does_not_build_the_image_again(dagger: Dagger, copy: Path) -> None:
    mine = Dagger(copy)
    mine.ok(*TASK)
    page = copy / "web" / "index.html"
    page.write_text(page.read_text().replace("</head>", "<!-- changed --></head>"))
    said = mine.call(*TASK)
    assert said.code == 0, said.err[-2000:]
    assert "compileall" not in executed(said.err)
    assert "runtime.lock" not in executed(said.err)


def test_a_change_of_the_service_does_not_run_npm(dagger: Dagger, copy: Path) -> None:
    mine = Dagger(copy)
    mine.ok("site", "entries")
    handler = copy / "service" / "src" / "tasador" / "handler.py"
    handler.write_text(handler.read_text() + "\n# changed\n")
    said = mine.call("site", "entries")
    assert said.code == 0, said.err[-2000:]
    assert "npm" not in executed(said.err)


def test_to_list_the_functions_takes_hardly_longer_than_those_of_an_empty_module(
    dagger: Dagger, tmp_path: Path
) -> None:
    (tmp_path / "src" / "empty").mkdir(parents=True)
    (tmp_path / "src" / "empty" / "__init__.py").write_text(EMPTY)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    version = json.loads((dagger.source / "dagger.json").read_text())["engineVersion"]
    settings = {"name": "empty", "engineVersion": version, "sdk": {"source": "python"}}
    (tmp_path / "dagger.json").write_text(json.dumps(settings))
    command = ["dagger", "--silent", "functions"]
    places = (tmp_path, dagger.source)
    for place in places:
        assert run(command, place).code == 0
    best = [min(run(command, place).seconds for _ in range(RUNS)) for place in places]
    assert best[1] <= SLOWER * best[0], best
