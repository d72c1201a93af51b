"""What the engine builds: page, image, bill of materials; and what a change elsewhere leaves alone."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.contract.docs.test_releasing import BLOCKS
from tests.engine.conftest import Dagger, never_run, run
from tests.paths import ROOT

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


def test_whoever_repeats_the_third_step_of_a_release_gets_the_same_checksums(
    engine: None, copy: Path, tmp_path: Path
) -> None:
    """The second time in a clone with other times and modes, and with every command run anew."""
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(path.stat().st_mode | 0o020)
    first, second = (
        made(source, tmp_path / name) for source, name in ((ROOT, "ours"), (never_run(copy).source, "theirs"))
    )
    assert len(first.splitlines()) == 3
    assert first == second


def made(source: Path, clone: Path) -> str:
    """SHA256SUMS of what docs/pipeline/releasing.md makes of a source, typed in a clone with a set-up."""
    (block,) = (block for block in BLOCKS if "dist\n" in block)
    python = clone / ".run/venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    env = {"PYTHONPATH": str(ROOT / "ci/src"), "TASADOR_ROOT": str(ROOT)}
    said = run(["sh", "-ec", block.replace("github.com/OWNER/NAME@vX.Y.Z", str(source))], clone, env)
    assert said.code == 0, said.all[-4000:]
    return (clone / ".run/dist/SHA256SUMS").read_text(encoding="utf-8")


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
