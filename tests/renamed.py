"""Rings of tests once more, in a copy of the repo with other settings or another app: no test may pin either.

    python -m tests.renamed names|region|app [FOLDER]

`names` is the quick rings with every setting another one, `region` the emulator's ring in another region, `app` the
quick rings with the app of tests/echo in this one's place. FOLDER keeps the copy for a look at it; else it is made in a
temporary one, and gone with the run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.paths import ROOT

REGION: Final = "sa-east-1"
PYTHON: Final = "3.12"
NAMES: Final = {
    "project": "casas",
    "repository": "casas-repo",
    "function": "casas-function",
    "role": "casas-function-role",
    "api": "CasasApi",
    "bucket": "casas-page-{account_id}-{region}",
    "dashboard": "casas",
    "topic": "casas-alarms",
    "origin_access_control": "casas-page",
    "headers_policy": "casas-headers",
}
DOMAIN: Final = {"domain": "casas.example.org", "zone_id": "Z0123456789ABCDEFGHIJ"}
WARMUP: Final = {name: f"casas-warm-{name}" for name in ("connection", "destination", "rule", "role")}
# what is this app's, and goes when another takes its place
APP: Final = ("service", "web", "bench", "docs/app", "docs/notebooks", "docs/pictures", "docs/figures.md")
TESTS_OF_THE_APP: Final = ("unit/service", "unit/bench", "contract/app", "training", "browser")
QUICK: Final = ("tests/unit/release", "tests/unit/local", "tests/unit/ci", "tests/contract")
EMULATOR: Final = ("-n", "2", "--dist", "loadfile", "tests/emulator")


def main(arguments: list[str]) -> int:
    how, *where = arguments
    change, ring = {"names": (rename, QUICK), "region": (move, EMULATOR), "app": (exchange, QUICK)}[how]
    if where:
        return run(made(Path(where[0]), change), ring)
    with tempfile.TemporaryDirectory(prefix="renamed-") as folder:
        return run(made(Path(folder), change), ring)


def made(folder: Path, change: Callable[[Path], None]) -> Path:
    """The copy: tracked files alone, a repository of its own, and the tools of this clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    archive = subprocess.Popen(["tar", "-C", ROOT, "--null", "-T", "-", "-c"], stdin=subprocess.PIPE, stdout=-1)
    assert archive.stdin
    assert archive.stdout
    archive.stdin.write(listed)
    archive.stdin.close()
    subprocess.run(["tar", "-C", folder, "-x"], stdin=archive.stdout, check=True)
    archive.wait()
    change(folder)
    name = ("-c", "user.name=Renamed", "-c", "user.email=renamed@example.com", "-c", "commit.gpgSign=false")
    for argv in (["git", "init", "-q"], ["git", "add", "-A"], ["git", *name, "commit", "-qm", "Other settings"]):
        subprocess.run(argv, cwd=folder, check=True)
    (folder / ".run").symlink_to(ROOT / ".run")  # in no commit: a clone of the copy must not write through it
    return folder


def rename(folder: Path) -> None:
    """As docs/yours.md has it: the settings, Grafana's boards, and the Python of app.json."""
    settle(folder)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    subprocess.run([sys.executable, "-m", "tests.boards"], cwd=folder, env=environment, check=True)
    app = _read(folder / "app.json")
    _write(folder / "app.json", {**app, "function": {**app["function"], "python": PYTHON}})


def settle(folder: Path) -> None:
    """Other settings: the names, also those of the account, the domain, and the region."""
    settings = _read(folder / "infra/settings.json")
    account = {key: name.replace(settings["project"], NAMES["project"]) for key, name in settings["account"].items()}
    renamed = {**settings, **NAMES, "warmup": {**settings["warmup"], **WARMUP}, "account": account}
    _write(folder / "infra/settings.json", renamed)
    _write(folder / "infra/stages/prod.tfvars.json", {**_read(folder / "infra/stages/prod.tfvars.json"), **DOMAIN})
    move(folder)


def move(folder: Path) -> None:
    """Another region: stage and account follow the settings."""
    _write(folder / "infra/settings.json", {**_read(folder / "infra/settings.json"), "region": REGION})


def exchange(folder: Path) -> None:
    """As docs/yours.md has it: what is this app's goes, and the other app's files come."""
    for name in (*APP, *(f"tests/{name}" for name in TESTS_OF_THE_APP)):
        place = folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    shutil.copytree(folder / "tests/echo", folder, dirs_exist_ok=True)


def run(folder: Path, ring: Sequence[str]) -> int:
    code = os.pathsep.join(str(folder / name) for name in ("service/src", "ci/src"))
    environment = {**os.environ, "TASADOR_ROOT": str(folder), "PYTHONPATH": code, "PYTHONDONTWRITEBYTECODE": "1"}
    linted = [sys.executable, "-m", "ruff", "check", "--no-cache", "service", "ci", "tests"]
    tested = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ring]
    codes = (subprocess.run(argv, cwd=folder, env=environment, check=False).returncode for argv in (linted, tested))
    return next(filter(None, codes), 0)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
