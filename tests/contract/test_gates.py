"""A check sees the files that it names and no others: what its tests read and import is among them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tasador_ci import checks
from tasador_release.values import app

from tests import dagger_calls, imports, rings
from tests.paths import ROOT, written

OWN = app.read(ROOT).app.function.checks
SERVICE_TESTS = [word for command in OWN.commands for word in command if (ROOT / word).exists()]
GATES = {"service": (SERVICE_TESTS, OWN.paths), "pipeline": (checks.PIPELINE_TESTS, checks.PIPELINE)}


def files_of(folders: Sequence[str]) -> set[Path]:
    """The files of these folders, and every file of tests/ and bench/ that they import, and that those import."""
    known: set[Path] = set()
    found = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    while found:
        known |= found
        found = {path for one in found for path in imported(one)} - known
    return known


def imported(path: Path) -> set[Path]:
    """The files of tests/ and bench/ that a file imports: neither is installed anywhere."""
    return {file for file in imports.files(path) if file.parts[len(ROOT.parts)] in ("tests", "bench")}


def covered(path: str, paths: Sequence[str]) -> bool:
    """Is the file or folder itself, or one that holds it, among them? What no commit holds is not asked for.

    Nor is what tells which files the repo holds: the tests that ask for these are no gate's.
    """
    return (
        path.startswith(".run")
        or path in (".git", ".gitignore")
        or any(f"{path}/".startswith(f"{one.rstrip('/')}/") for one in paths)
    )


@pytest.mark.parametrize("gate", GATES)
def test_what_the_tests_of_a_check_read_and_import_is_among_its_paths(gate: str) -> None:
    folders, paths = GATES[gate]
    files = files_of(folders)
    assert len(files) > 15
    outside = [path.relative_to(ROOT).as_posix() for path in files]
    outside += [name for path in files for name in written(path) if name not in ("tests", "service", "infra")]
    assert sorted({name for name in outside if not covered(name, paths)}) == []


def test_the_rings_that_no_deploy_waits_for_are_rings_and_the_training_is_one_of_them() -> None:
    """The service's check has the tests of what is shipped alone; the training's run for each pull request."""
    known = {ring.name for ring in rings.RINGS}
    assert set(checks.LONG) <= known
    assert "tests/training" not in SERVICE_TESTS
    assert "training" in checks.LONG
    doc = next(one for one in dagger_calls.options(dagger_calls.functions("Checks")["long"]).values()).doc
    assert [name for name in checks.LONG if name not in str(doc)] == []


def test_a_file_that_a_check_does_not_name_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text(
        'from tests.paths import ROOT\nTEXT = (ROOT / "docs" / "app" / "model.md").read_text()\n', encoding="utf-8"
    )
    assert imported(file) == {ROOT / "tests/paths.py"}
    assert [name for name in written(file) if not covered(name, OWN.paths)] == ["docs/app/model.md"]
