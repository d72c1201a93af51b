"""The emulated AWS, once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from host.emulator import Wish, running
from release import target
from release.target import Target

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".run" / "emulator" / "bin" / "python"


@pytest.fixture(scope="session")
def emulated() -> Iterator[Target]:
    if not PYTHON.exists():
        pytest.skip("no emulator here: ./run venv makes it")
    with running(Wish(PYTHON)) as emulator:
        yield target.emulator(emulator.endpoint, stage="test")
