"""The operator's page keeps its word: its sums add up, and every alarm has its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.infra import INFRA, settings, variables

TEXT = (INFRA.parent / "docs" / "operate.md").read_text(encoding="utf-8")
AT_MOST_COMMANDS = 5
DAYS = 30


def table(heading: str) -> dict[str, str]:
    """First column to last, of the table that has this heading."""
    lines = TEXT[TEXT.index(f"| {heading} |") :].splitlines()[2:]
    rows = [line.strip("| ").split(" | ") for line in lines[: next(n for n, line in enumerate(lines) if not line)]]
    return {row[0].strip(): row[-1].strip() for row in rows}


def money(text: str) -> float:
    return float(text.replace(",", ""))


def total(heading: str) -> float:
    return sum(money(value) for value in table(heading).values())


@pytest.mark.parametrize(("requests", "said"), table("requests a day").items())
def test_the_cost_of_a_month_follows_from_the_formula(requests: str, said: str) -> None:
    month = total("fixed, a month") + money(requests) * DAYS / 1_000_000 * total("per million requests")
    assert money(said) == pytest.approx(month, abs=0.005)


def test_the_cost_is_told_for_the_four_sizes_that_matter() -> None:
    assert [money(size) for size in table("requests a day")] == [0, 1_000, 100_000, 10_000_000]


def test_the_first_deploy_is_at_most_five_commands() -> None:
    (block,) = re.findall(r"## The first deploy.*?```sh\n(.*?)```", TEXT, re.DOTALL)
    commands = [line for line in block.splitlines() if line]
    assert commands
    assert len(commands) <= AT_MOST_COMMANDS
    assert any(line.startswith("dagger call deploy") for line in commands)


def test_every_alarm_has_its_line_and_no_line_is_of_an_alarm_that_is_gone() -> None:
    assert {name.strip("`") for name in table("alarm")} == set(settings()["alarms"])


def test_what_it_says_can_be_raised_can_be_set() -> None:
    raw = settings()
    for name in ("throttle", "provisioned_concurrency", "zone_id", "acm_certificate_arn", "memory_mb"):
        assert f"`{name}" in TEXT
        assert name in variables("app")
    assert f"{raw['throttle']['rate_per_second']}/s, burst {raw['throttle']['burst']}" in TEXT
    assert f"{raw['image']['keep_releases']} images" in TEXT
    assert f"function's {raw['timeout_s']} s" in TEXT


def test_the_files_it_speaks_of_are_there() -> None:
    root = Path(INFRA.parent)
    named = set(re.findall(r"`(infra/[a-z_./-]+)`", TEXT))
    assert named
    assert [name for name in named if not (root / name).exists()] == []
