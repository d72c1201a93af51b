"""A check sees the files that it names and no others: what its tests read and import is among them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tasador_ci import checks

from tests import imports
from tests.paths import ROOT, written


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


def outside(folders: Sequence[str], paths: Sequence[str]) -> list[str]:
    """What the tests of these folders read and import that is not among the paths."""
    files = files_of(folders)
    assert len(files) > 15
    named = [path.relative_to(ROOT).as_posix() for path in files]
    named += [name for path in files for name in written(path) if name not in ("tests", "service", "infra")]
    return sorted({name for name in named if not covered(name, paths)})


def test_what_the_pipeline_s_tests_read_and_import_is_among_the_paths_of_their_check() -> None:
    assert outside(checks.PIPELINE_TESTS, checks.PIPELINE) == []


def test_a_file_that_a_check_does_not_name_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text(
        'from tests.paths import ROOT\nTEXT = (ROOT / "docs" / "app" / "model.md").read_text()\n', encoding="utf-8"
    )
    assert imported(file) == {ROOT / "tests/paths.py"}
    assert [name for name in written(file) if not covered(name, checks.PIPELINE)] == ["docs/app/model.md"]
