"""The emulated AWS, once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tasador_local.process.emulator import Wish, running
from tasador_release.values import target
from tasador_release.values.target import Target

from tests.emulator.release_stack import Builder

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".run" / "emulator" / "bin" / "python"


@pytest.fixture(scope="session")
def emulated() -> Iterator[Target]:
    if not PYTHON.exists():
        pytest.skip("no emulator here: ./run venv makes it")
    with running(Wish(PYTHON)) as emulator:
        yield target.emulator(emulator.endpoint, stage="test")


@pytest.fixture
def builder(emulated: Target) -> Builder:
    return Builder(emulated)


@pytest.fixture
def bucket(builder: Builder) -> str:
    name = f"b-{builder.end}"
    builder.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture
def repository(builder: Builder) -> str:
    name = f"repo-{builder.end}"
    builder.client("ecr").create_repository(repositoryName=name, imageTagMutability="IMMUTABLE")
    return name
