"""A real engine, or none: then every test of this folder says so and is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
from tasador_release.text import uncoloured

from tests.engine import record
from tests.paths import ROOT

ANSWERS_WITHIN_S = 60
# the CLI gives an engine ten seconds to end a session, and fails a call that was answered when it takes longer
PATIENT = {"_EXPERIMENTAL_DAGGER_SHUTDOWN_TIMEOUT": "5m"}
CALL_WITHIN_S = 900


@dataclass(frozen=True, slots=True)
class Said:
    """How a call of the CLI ended."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def all(self) -> str:
        return self.out + self.err

    @property
    def message(self) -> str:
        """What the CLI ends with; what a command said of itself stands before it, and in it."""
        _, found, message = uncoloured(self.err).rpartition("\nError: FunctionError: ")
        assert found, message[-2000:]
        return message


@dataclass(frozen=True, slots=True)
class Dagger:
    """The CLI on one source: the repo, or a copy with a fault in it."""

    source: Path = ROOT
    options: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()

    def command(self, *words: str, progress: str = "plain") -> list[str]:
        return ["dagger", f"--progress={progress}", "call", *self.options, *words]

    def call(self, *words: str) -> Said:
        """One `dagger call`; whatever it ended with is for the caller to check."""
        command = self.command(*words)
        said = run(command, self.source, dict(self.env))
        record.keep(command, said.code, said.seconds)
        return said

    def ok(self, *words: str) -> str:
        said = self.call(*words)
        assert said.code == 0, said.all[-4000:]
        return said.out

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            self.command(*words), cwd=self.source, env=os.environ | PATIENT | dict(self.env), stdout=quiet, stderr=quiet
        )


def run(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> Said:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | PATIENT | (env or {}),
        capture_output=True,
        text=True,
        timeout=CALL_WITHIN_S,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr, time.monotonic() - started)


def changed(copy: Path, name: str, old: str, new: str) -> Dagger:
    """The module of a copy of the repo, with another text in one file."""
    file = copy / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return Dagger(copy)


def never_run(copy: Path) -> Dagger:
    """The module of a copy in which no command that builds was ever run by this engine."""
    anew, compiles = uuid.uuid4().hex, '{"PYTHONHASHSEED": "0"}'
    changed(copy, "ci/src/tasador_release/recipes.py", compiles, f'{compiles[:-1]}, "ANEW": "{anew}"}}')
    installs = '.with_env_variable("PYTHONDONTWRITEBYTECODE", "1")'
    return changed(copy, "ci/src/tasador_ci/tools.py", installs, f'{installs}.with_env_variable("ANEW", "{anew}")')


def no_engine() -> str | None:
    if shutil.which("dagger") is None:
        return "there is no dagger on PATH"
    query = ["dagger", "--silent", "core", "version"]
    try:
        done = subprocess.run(query, capture_output=True, timeout=ANSWERS_WITHIN_S, check=False)
    except subprocess.TimeoutExpired:
        return "no Dagger engine answers"
    return None if done.returncode == 0 else "no Dagger engine answers"


@pytest.fixture(scope="session")
def engine() -> None:
    reason = no_engine()
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def dagger(engine: None) -> Dagger:
    return Dagger()


@pytest.fixture(scope="session")
def mirror() -> Path:
    """A mirror of the AWS provider that works on an emulator; it comes by environment, as everywhere."""
    given = os.environ.get("TASADOR_PROVIDER_MIRROR")
    if not given:
        pytest.skip("TASADOR_PROVIDER_MIRROR names no mirror of the AWS provider")
    return Path(given)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repo as git has it, to put a fault in."""
    return copied(tmp_path)


def copied(folder: Path) -> Path:
    """The repo as git has it, in a folder of its own below this one."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            place = folder / "tasador" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place)
    subprocess.run(["git", "init", "-q"], cwd=folder / "tasador", check=True)
    return folder / "tasador"
