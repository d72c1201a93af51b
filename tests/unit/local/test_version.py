"""The parts of a release: the section of the changelog, its notes and the checksums."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tasador_local import version
from tasador_release.errors import UsageError
from tasador_release.image.repeatable import repeatable
from tasador_release.values.artifacts import Image

from tests.unit.release.images import an_image

TEXT = "# Changelog\n\n## [Unreleased]\n\n### Added\n- a thing\n\n## [1.2.0] - 2026-01-02\n\n- an older one\n"


def test_what_is_unreleased_becomes_the_section_of_the_version_and_an_empty_one_stands_above() -> None:
    made = version.cut(TEXT, "1.3.0", "2026-11-27")
    assert "## [Unreleased]\n\n## [1.3.0] - 2026-11-27\n\n### Added\n- a thing\n" in made
    assert version.notes(made, "1.3.0") == "### Added\n- a thing\n"
    assert version.notes(made, "Unreleased").strip() == ""
    assert version.notes(made, "1.2.0") == "- an older one\n"


@pytest.mark.parametrize(
    ("text", "wanted", "fault"),
    [
        (TEXT, "1.2", "is no version"),
        (TEXT, "v1.3.0", "is no version"),
        (TEXT, "1.2.0", "not above 1.2.0"),
        (TEXT, "1.1.9", "not above 1.2.0"),
        (TEXT.replace("### Added\n- a thing\n", ""), "1.3.0", "nothing unreleased"),
        ("# Changelog\n", "1.3.0", "nothing unreleased"),
    ],
)
def test_a_release_that_cannot_be_is_refused_with_its_reason(text: str, wanted: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        version.cut(text, wanted, "2026-11-27")


def test_a_wrong_call_says_where_and_what_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert version.main(["cut"]) == 2
    assert "next: see docs/pipeline/releasing.md" in capsys.readouterr().err


def test_an_image_of_a_release_is_the_one_that_a_deploy_pushes_whenever_it_was_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built, made = an_image(tmp_path), tmp_path / "function.tar"
    assert version.main(["image", str(built), str(made)]) == 0
    pushed = repeatable(Image.read(built), tmp_path / "pushed.tar")
    assert capsys.readouterr().out == f"{pushed.digest}\n"
    assert made.read_bytes() == pushed.tarball.read_bytes()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum on PATH")
def test_checksums_are_those_that_sha256sum_reads_and_a_changed_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "site.tar.gz").write_bytes(b"a")
    (tmp_path / "bom.json").write_bytes(b"b")
    for _ in range(2):  # the second time over its own file
        assert version.main(["sums", str(tmp_path)]) == 0
    check = ["sha256sum", "--check", "--quiet", version.SUMS]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "bom.json").write_bytes(b"c")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_an_empty_folder_has_nothing_to_release(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no file"):
        version.sums(tmp_path)
