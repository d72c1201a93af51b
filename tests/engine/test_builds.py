"""What the engine builds: page, image, bill of materials; and what a change elsewhere leaves alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from pathlib import Path

import pytest
from tasador_release.image.repeatable import repeatable
from tasador_release.values.artifacts import Image

from tests.engine.conftest import Dagger, changed

pytestmark = pytest.mark.engine
INSTANT_S = 0.2
TASK = ("image", "directory", "--path=/var/task", "entries")


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
    assert "model/price.gz" in files
    assert any(re.fullmatch(r"tasador/entry/__pycache__/handler\.cpython-313\.pyc", name) for name in files)
    assert not [name for name in files if name.startswith(("tasador/training", "numpy", "xgboost", "pandas"))]


def test_the_image_gives_a_price_under_the_runtime_interface_emulator(dagger: Dagger) -> None:
    said = dagger.call("checks", "image")
    assert said.code == 0, said.all[-4000:]


def test_the_bill_of_materials_names_what_is_shipped(dagger: Dagger) -> None:
    listed = json.loads(dagger.ok("bom"))
    assert {"fastapi", "react"} <= {component["name"] for component in listed["components"]}
    assert not [component["name"] for component in listed["components"] if not component.get("licenses")]


def test_two_builds_of_one_commit_are_byte_equal(dagger: Dagger, copy: Path, tmp_path: Path) -> None:
    """The second in a copy with other times of its files, and with every command run anew."""
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    anew, compiles = uuid.uuid4().hex, '{"PYTHONHASHSEED": "0"}'
    changed(copy, "ci/src/tasador_release/recipes.py", compiles, f'{compiles[:-1]}, "ANEW": "{anew}"}}')
    installs = '.with_env_variable("PYTHONDONTWRITEBYTECODE", "1")'
    other = changed(copy, "ci/src/tasador_ci/tools.py", installs, f'{installs}.with_env_variable("ANEW", "{anew}")')
    asked = ("image", "as-tarball", "--forced-compression=GZIP", "--media-types=DOCKER")
    sums = []
    for number, source in enumerate((dagger, other)):
        tarball = tmp_path / f"{number}.tar"
        said = source.call(*asked, "export", f"--path={tarball}")
        assert said.code == 0, said.err[-4000:]
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
    handler = copy / "service" / "src" / "tasador" / "entry" / "handler.py"
    handler.write_text(handler.read_text() + "\n# changed\n")
    said = mine.call("site", "entries")
    assert said.code == 0, said.err[-2000:]
    assert "npm" not in executed(said.err)
