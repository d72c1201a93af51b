"""A disk that is full, for real: a small file system of its own, where one can be mounted."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.rehearsal import test_rehearsal
from tests.emulator.rehearsal.test_rehearsal import Clone

pytestmark = test_rehearsal.pytestmark


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_named_before_anything_starts(small: Path, tmp_path: Path) -> None:
    whole = test_rehearsal.make(tmp_path)
    code, report = Clone(whole.root, small).run("--only", "target", "--stand-in")
    assert code == 10
    assert report["failure"]["where"] == "disk"
    assert str(small) in report["failure"]["what"]
    assert list(small.iterdir()) == []
    assert whole.run("--only", "target", "--stand-in")[0] == 0
