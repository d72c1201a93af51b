"""The emulated AWS, once for all tests of this folder."""

from collections.abc import Iterator, Mapping

import pytest
from tasador_local.process.emulator import EmulatorOptions, running
from tasador_release.values import target
from tasador_release.values.target import Target

from tests.aws import aws_calls, differences
from tests.aws.aws_calls import Record
from tests.emulator.release_stack import Builder
from tests.paths import ROOT
from tests.place import REGION, make_bucket

PYTHON = ROOT / ".run" / "emulator" / "bin" / "python"


@pytest.fixture(scope="session", autouse=True)
def every_call() -> Iterator[Record]:
    """All calls of all tests of this folder."""
    with aws_calls.recorded() as record:
        yield record


@pytest.fixture(scope="session")
def known() -> Mapping[str, str]:
    """In what this double is known not to be AWS."""
    return differences.EMULATOR


@pytest.fixture(autouse=True)
def calls(every_call: Record, known: Mapping[str, str]) -> Iterator[Record]:
    """The calls of one test; those that AWS would not take, and answers that it would not give, fail it."""
    every_call.calls.clear()
    every_call.faults.clear()
    yield every_call
    assert differences.unknown(every_call.faults, known) == []
    assert aws_calls.without_owner(every_call.calls) == []


@pytest.fixture(scope="session")
def emulated() -> Iterator[Target]:
    if not PYTHON.exists():
        pytest.skip("no emulator here: ./run venv makes it")
    with running(EmulatorOptions(PYTHON, region=REGION)) as emulator:
        yield target.emulator(emulator.endpoint, stage="test", region=REGION)


@pytest.fixture
def builder(emulated: Target) -> Builder:
    return Builder(emulated)


@pytest.fixture
def bucket(builder: Builder) -> str:
    name = f"b-{builder.end}"
    make_bucket(builder.client("s3"), name)
    return name


@pytest.fixture
def repository(builder: Builder) -> str:
    name = f"repo-{builder.end}"
    builder.client("ecr").create_repository(repositoryName=name, imageTagMutability="IMMUTABLE")
    return name
