"""Terraform's lock as the user sees it."""

from datetime import UTC, datetime

import pytest
from tasador_release.locks.statelock import parse

NOW = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)
TEXT = (
    '{"ID":"6a2e","Operation":"OperationTypeApply","Info":"","Who":"ana@laptop","Version":"1.11.4",'
    '"Created":"2026-11-24T12:00:00.123456789Z","Path":"bucket/app/prod.tfstate"}'
)


def test_a_lock_says_who_holds_it_for_how_long_and_its_id() -> None:
    line = parse("app/prod.tfstate.tflock", TEXT).line(NOW)
    assert line == "app/prod.tfstate.tflock is locked by ana@laptop (OperationTypeApply) for 30 s: 6a2e"


def test_whoever_wrote_the_lock_steers_no_terminal() -> None:
    line = parse("k", TEXT.replace("ana@laptop", "ana\\u001b[2J")).line(NOW)
    assert "locked by ana\\x1b[2J (" in line


@pytest.mark.parametrize("text", ["", "[]", "{}", "not JSON", '{"ID": "x"}', "[" * 100_000])
def test_a_lock_that_cannot_be_read_is_still_one(text: str) -> None:
    assert "locked by somebody" in parse("app/prod.tfstate.tflock", text).line(NOW)


def test_a_lock_from_the_future_is_not_younger_than_nothing() -> None:
    assert "for 0 s" in parse("k", TEXT).line(datetime(2026, 1, 1, tzinfo=UTC))
