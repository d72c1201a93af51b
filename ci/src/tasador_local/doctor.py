"""`./run doctor`: what is here, what is missing, and how to get it."""

import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text
from tasador_release.diagnosis.doctor import Finding, healthy
from tasador_release.errors import AppError
from tasador_release.values import app as apps

from tasador_local import shell
from tasador_local.build import disk
from tasador_local.paths import Paths

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def examine(paths: Paths) -> tuple[Finding, ...]:
    return (
        Finding("python", True, f"{platform.python_version()} ({paths.python})"),
        _tool("uv", "run it through ./run, which brings uv"),
        _tool("node", "run it through ./run, which brings Node.js"),
        _tool("npm", "run it through ./run, which brings Node.js"),
        _emulator(paths.emulator),
        _app(paths.root),
        *_room(paths),
        _browser(),
        _terraform(),
        _optional("dagger", "the same stages in containers; the host rehearsal does without"),
        _optional("docker", "an engine for dagger; the host rehearsal does without"),
    )


def show(paths: Paths, console: Console) -> bool:
    """Print the findings; whether a rehearsal can run."""
    findings = examine(paths)
    for finding in findings:
        mark, style = ("✓", "green") if finding.ok else ("✗", "red") if finding.needed else ("–", "yellow")
        console.print(Text.assemble((f"{mark} ", style), f"{finding.name:<12}{finding.detail}"), soft_wrap=True)
        if not finding.ok:
            console.print(Text(f"  {'':<12}{finding.fix}", style="dim"), soft_wrap=True)
    return healthy(findings)


def _tool(name: str, fix: str, needed: bool = True) -> Finding:
    path = shutil.which(name)
    return Finding(name, path is not None, _version(path) if path else "not found", fix, needed)


def _optional(name: str, fix: str) -> Finding:
    return _tool(name, fix, needed=False)


def _version(program: str) -> str:
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return program
    return f"{output.splitlines()[0].strip() if output else 'no version'} ({program})"


def _emulator(python: Path) -> Finding:
    fix = "run: ./run venv"
    if not python.exists():
        return Finding("emulator", False, f"{python} is not there", fix)
    code = (
        "import importlib.metadata as m, platform as p; print(m.version('ministack'), 'on Python', p.python_version())"
    )
    found = subprocess.run([str(python), "-c", code], capture_output=True, text=True, timeout=30, check=False)
    output = found.stdout.strip() or found.stderr.strip().rpartition("\n")[2]
    return Finding("emulator", found.returncode == 0, f"ministack {output}", fix)


def _app(root: Path) -> Finding:
    """What app.json names is there."""
    try:
        app = apps.read(root).app
    except AppError as error:
        return Finding("app", False, error.what, error.next_step)
    absent = [path for path in (*app.function.inputs, app.site.folder) if not (root / path).exists()]
    detail = f"{', '.join(absent)} of {apps.FILE} not there" if absent else f"{app.title}: {app.about}"
    return Finding("app", not absent, detail, "restore it from git, or correct app.json: docs/yours.md")


def _room(paths: Paths) -> Iterator[Finding]:
    for name, folder in (("clone", paths.root), ("temporary", Path(tempfile.gettempdir()))):
        free = disk.free_mb(folder)
        fix = f"free some space in {folder}: a rehearsal needs {disk.NEEDED_MB:.0f} MB"
        yield Finding(name, free >= disk.NEEDED_MB, f"{free / 1000:.1f} GB free in {folder}", fix)


def _browser() -> Finding:
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    return Finding("browser", True, found or "none found: the one of npm is used (@sparticuz/chromium)")


def _terraform() -> Finding:
    provider = shell.at_hand(None) if shutil.which("terraform") else None
    fix = "with Terraform and --provider-mirror DIR a rehearsal applies infra/ itself; else the stand-in makes it"
    detail = provider.label if provider else "no Terraform with a provider at hand"
    return Finding("terraform", provider is not None, detail, fix, needed=False)
