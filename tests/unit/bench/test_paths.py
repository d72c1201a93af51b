"""What the tests take for a file of the repo, also where there is no git to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import paths

KEPT = ("README.md", "docs/app/api.md", "web/src/guide/es.md", "ci/sdk.md", "webs/dist/x.md")
LEFT = (
    ".pytest_cache/README.md",
    "web/node_modules/a/README.md",
    ".run/x.md",
    "web/dist/x.md",
    "ci/sdk/README.md",
    "docs/x.pyc",
)


@pytest.fixture
def upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".gitignore").write_bytes((paths.ROOT / ".gitignore").read_bytes())
    for name in (*KEPT, *LEFT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    return tmp_path


def test_what_a_test_run_or_a_build_left_behind_is_no_file_of_the_repo(upload: Path) -> None:
    found = {path.relative_to(upload).as_posix() for path in paths.tracked()}
    assert found == {*KEPT, ".gitignore"}


def test_documents_are_those_that_the_repo_holds(upload: Path) -> None:
    assert [path.relative_to(upload).as_posix() for path in paths.documents()] == sorted(KEPT)
