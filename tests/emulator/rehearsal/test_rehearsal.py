"""Whole rehearsals, as a user starts them, in a small clone: green, broken on purpose, cut short."""

import contextlib
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.emulator import GIVEN_UP_S, rehearsal_clone
from tests.paths import ROOT

EMULATOR = ROOT / ".run" / "emulator" / "bin" / "python"
QUICK = ("--only", "release", "--stand-in", "--skip-checks")

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(not EMULATOR.exists(), reason="no emulator here: ./run venv makes it"),
]


@dataclass(frozen=True)
class Clone:
    """A small clone with a folder for temporary files of its own, so that what is left is seen."""

    root: Path
    temporary: Path

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        env = {
            **more,
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(ROOT / "ci" / "src"),
            "TASADOR_ROOT": str(self.root),
            "TASADOR_EMULATOR": str(EMULATOR),
            "COLUMNS": "200",
        }
        argv = [sys.executable, "-m", "tasador_local", "rehearse", "--json", *arguments]
        return subprocess.Popen(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=env,
            cwd=self.root,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> "tuple[int, dict[str, Any]]":
        return ended(self.start(*arguments))

    def emulator(self) -> int:
        """The pid of its emulator, once there is one: a file is there before its content is."""
        files = soon(lambda: [file for file in self.temporary.glob("tasador-emulator-*/*.pid") if file.stat().st_size])
        return int(files[0].read_text(encoding="utf-8"))

    def left(self) -> list[str]:
        """Temporary files and processes that outlive it, after a moment's grace."""
        end = time.monotonic() + 5
        while (found := self._found()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _found(self) -> list[str]:
        files = [path.name for path in self.temporary.iterdir() if path.name.startswith("tasador-")]
        mark = f"TMPDIR={self.temporary}".encode()
        return files + [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in environment(path)]


def environment(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def ended(process: "subprocess.Popen[str]") -> "tuple[int, dict[str, Any]]":
    output, errors = process.communicate(timeout=GIVEN_UP_S)
    report: dict[str, Any] = json.loads(output) if output.strip() else {"errors": errors}
    return process.returncode, report


def soon(look: "Callable[[], list[Path]]") -> list[Path]:
    end = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < end, "it did not appear"
        time.sleep(0.02)
    return found


def details(report: "dict[str, Any]") -> dict[str, str]:
    return {str(name): str(value) for name, value in report["facts"]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small clone in which everything was built once: the others are copies of it."""
    clone = make(tmp_path_factory.mktemp("built"))
    code, report = clone.run("--only", "site", "--only", "image")
    assert code == 0, report
    return clone.root


def make(folder: Path) -> Clone:
    (folder / "tmp").mkdir()
    return Clone(rehearsal_clone.make(folder / "clone"), folder / "tmp")


def copy(built: Path, folder: Path) -> Clone:
    (folder / "tmp").mkdir(parents=True)
    subprocess.run(["cp", "-a", str(built), str(folder / "clone")], check=True)
    return Clone(folder / "clone", folder / "tmp")


@pytest.fixture
def clone(built: Path, tmp_path: Path) -> Iterator[Clone]:
    clone = copy(built, tmp_path)
    yield clone
    assert clone.left() == []


def test_two_at_once_end_with_a_price_each_and_one_stays_up_until_told(built: Path, tmp_path: Path) -> None:
    ending, staying = (copy(built, tmp_path / name) for name in ("ending", "staying"))
    kept, other = staying.start(*QUICK, "--keep"), ending.start("--stand-in")
    code, report = ended(other)
    assert code == 0, report["failure"]
    check_green(ending, report)
    assert {stage["name"] for stage in report["stages"]} >= {"checks", "site", "infra", "smoke", "schedule"}
    assert ending.left() == []
    check_kept(kept, read_report(kept))
    assert staying.left() == []


def check_green(clone: Clone, report: "dict[str, Any]") -> None:
    assert details(report)["price for the full payload, through the CDN"] == "USD 172,449"
    assert details(report)["warm-up through EventBridge"].startswith("WARMUP")
    assert any("Not containerised" in note for note in report["notes"])
    assert "172,449" in (clone.root / "rehearsal.html").read_text(encoding="utf-8")


def check_kept(process: "subprocess.Popen[str]", report: "dict[str, Any]") -> None:
    """It answers after the other one ended; told to, it ends well."""
    with urllib.request.urlopen(dict(report["links"])["API"], timeout=10) as answer:
        assert json.load(answer)["status"] == "ok"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=GIVEN_UP_S)
    assert process.returncode == 0


def read_report(process: "subprocess.Popen[str]") -> "dict[str, Any]":
    """The report of one that has not ended: JSON up to its last brace."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line == "}\n":
            break
    report: dict[str, Any] = json.loads("".join(lines))
    return report


BROKEN = {
    "handler raises": ("service/src/tasador/entry/handler.py", "raise RuntimeError('broken')", 7, "function"),
    "another schema": ("service/src/tasador/entry/handler.py", None, 7, "function"),
    "empty bundle": (
        "web/build.mjs",
        "import { mkdirSync } from 'node:fs'; mkdirSync('dist', {recursive: true})",
        4,
        "",
    ),
    "page without script": ("web/build.mjs", None, 8, "smoke"),
}


def broken(clone: Clone, path: str, text: str | None) -> None:
    place = clone.root / path
    whole = place.read_text(encoding="utf-8")
    changed = whole.replace("precio_predicho", "prediction").replace('<script src="/assets/app-1234.js"></script>', "")
    place.write_text(changed if text is None else text, encoding="utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_on_purpose_fails_where_it_is_broken(clone: Clone, name: str) -> None:
    path, text, wanted, where = BROKEN[name]
    broken(clone, path, text)
    if name == "empty bundle":
        (clone.root / "web" / "dist" / "index.html").unlink(missing_ok=True)
    code, report = clone.run(*QUICK)
    assert code == wanted, report["failure"]
    assert where in report["failure"]["where"]
    assert report["failure"]["next_step"]


def test_a_truncated_model_is_refused_before_anything_is_released(clone: Clone) -> None:
    artifact = clone.root / "service" / "model" / "price.json.gz"
    artifact.write_bytes(gzip.compress(b'{"price": 172449.0}')[:-6])
    code, report = clone.run(*QUICK)
    assert code == 10
    assert report["failure"]["where"] == "verify"
    assert "EOFError" in report["failure"]["what"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_a_word_and_the_next_run_is_green(clone: Clone, number: signal.Signals) -> None:
    process = clone.start(*QUICK)
    clone.emulator()
    process.send_signal(number)
    code, report = ended(process)
    assert code == 128 + number
    assert number.name in report["failure"]["what"]
    assert clone.left() == []
    assert clone.run("--only", "target", "--only", "image", "--stand-in")[0] == 0


def test_a_rehearsal_that_nobody_reads_any_more_goes_on_to_its_end(clone: Clone) -> None:
    process = clone.start("--only", "infra", "--skip-checks", "--stand-in")
    clone.emulator()
    for pipe in (process.stdout, process.stderr):
        assert pipe is not None
        pipe.close()
    assert process.wait(GIVEN_UP_S) == 0
    assert (clone.root / "rehearsal.html").exists()
    assert clone.left() == []


def test_a_rehearsal_killed_in_the_worst_way_leaves_nothing(clone: Clone) -> None:
    process = clone.start(*QUICK)
    clone.emulator()
    process.kill()
    process.communicate()
    assert clone.left() == []


def test_an_emulator_that_is_killed_is_what_the_report_blames(clone: Clone) -> None:
    process = clone.start(*QUICK)
    os.kill(clone.emulator(), signal.SIGKILL)
    code, report = ended(process)
    assert code == 10
    assert report["failure"]["where"] == "emulator"
    assert "killed by SIGKILL" in report["failure"]["what"]


def test_a_taken_port_is_named_and_another_is_found_when_none_was_asked_for(clone: Clone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, report = clone.run("--only", "target", "--stand-in", "--port", str(port))
        assert code == 10
        assert f"port {port}" in report["failure"]["what"]
    assert clone.run("--only", "target", "--stand-in")[0] == 0


def test_a_dry_run_writes_nothing(clone: Clone) -> None:
    before = sorted(path.name for path in clone.root.rglob("*"))
    process = clone.start("--dry-run")
    output, _ = process.communicate(timeout=GIVEN_UP_S)
    assert process.returncode == 0
    assert "npm run build" in output
    assert sorted(path.name for path in clone.root.rglob("*")) == before


def test_a_model_trained_here_is_the_one_that_is_packed(clone: Clone, tmp_path: Path) -> None:
    data = tmp_path / "listings.csv"
    data.write_text("price\n98765\n", encoding="utf-8")
    for _ in range(2):  # the second time it is found in the cache
        code, report = clone.run("--only", "verify", "--data", str(data))
        assert code == 0, report["failure"]
    assert "98,765" in next(stage["detail"] for stage in report["stages"] if stage["name"] == "verify")
    trained = list((clone.root / ".run" / "cache").glob("function-*/model/price.json.gz"))
    assert any(json.loads(gzip.decompress(path.read_bytes())) == {"price": 98765.0} for path in trained)
