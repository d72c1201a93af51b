"""moto's server in the place of the emulator; the tests and their fixtures are the emulator's."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tasador_release.values import target
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tests.aws import differences
from tests.emulator.conftest import bucket, calls, every_call, repository
from tests.emulator.release_stack import Builder
from tests.moto import server
from tests.place import REGION

__all__ = ["bucket", "builder", "calls", "emulated", "every_call", "known", "repository"]


@pytest.fixture(scope="session")
def known() -> Mapping[str, str]:
    return differences.MOTO


@pytest.fixture(scope="session")
def emulated() -> Iterator[Target]:
    if not server.PYTHON.exists():
        pytest.skip("no moto here: ./run test makes it")
    with server.running() as endpoint:
        yield target.emulator(endpoint, stage="test", region=REGION)


class OpenBuilder(Builder):
    """The same stack with an open bucket: moto applies a policy's Deny to everybody, whoever its Principal is."""

    def build(self) -> Stack:
        stack = super().build()
        self.client("s3").delete_bucket_policy(Bucket=stack.bucket)
        return stack


@pytest.fixture
def builder(emulated: Target) -> Builder:
    return OpenBuilder(emulated)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What moto lacks is skipped by name, with the reason that is written down."""
    for item in items:
        reason = differences.NOT_ON_MOTO.get(getattr(item, "originalname", item.name))
        if reason and item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.skip(reason=f"moto: {reason}"))
