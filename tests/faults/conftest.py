"""What all cases came to: measured once for all tests of it."""

import pytest

from tests.faults.cases import Outcome
from tests.faults.reliability import measured, stood
from tests.faults.standing import Found


@pytest.fixture(scope="session")
def found() -> list[Outcome]:
    return measured()


@pytest.fixture(scope="session")
def wrong() -> list[Found]:
    return stood()
