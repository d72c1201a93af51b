"""The operator's page keeps its word: its sums add up, and what it names is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tasador.entry.handler import app

from tests.infra import INFRA, settings, variables
from tests.unit.service.asking import JSON, ask

TEXT = (INFRA.parent / "docs" / "operations" / "operate.md").read_text(encoding="utf-8")
AT_MOST_COMMANDS = 5
DAYS = 30
GB_SECOND_USD = 0.0000166667
METHODS = 8  # root, {proxy+}, what lies above the batches, the batches, and /api/{proxy+}


def table(heading: str) -> dict[str, str]:
    """First column to last, of the table that has this heading."""
    return {first: others[-1].strip() for first, others in rows(heading).items()}


def rows(heading: str) -> dict[str, list[str]]:
    """First column to all others."""
    lines = TEXT[TEXT.index(f"| {heading} |") :].splitlines()[2:]
    found = [line.strip("| ").split(" | ") for line in lines[: next(n for n, line in enumerate(lines) if not line)]]
    return {row[0].strip(): row[1:] for row in found}


def money(text: str) -> float:
    return float(text.replace(",", ""))


def total(heading: str) -> float:
    return sum(money(value) for value in table(heading).values())


def batch_s() -> float:
    """How long a batch takes, by which the worst day reckons."""
    (seconds,) = re.findall(r"A batch of 500 homes takes ([\d.]+) s \(", TEXT)
    return float(seconds)


@pytest.mark.parametrize(("requests", "said"), table("requests a day").items())
def test_the_cost_of_a_month_follows_from_the_formula(requests: str, said: str) -> None:
    month = total("fixed, a month") + money(requests) * DAYS / 1_000_000 * total("per million requests")
    assert money(said) == pytest.approx(month, abs=0.005)


def test_the_cost_is_told_for_the_four_sizes_that_matter() -> None:
    assert [money(size) for size in table("requests a day")] == [0, 1_000, 100_000, 10_000_000]


@pytest.mark.parametrize("flood", table("flood of"))
def test_the_worst_day_follows_from_the_formula(flood: str) -> None:
    rate, million, day = rows("flood of")[flood]
    assert money(day) == pytest.approx(86_400 * money(rate) / 1_000_000 * money(million), abs=0.005)


def test_the_worst_day_is_that_of_the_limits_in_the_settings() -> None:
    """A limit counts for each method; batches have two, one of them behind CloudFront."""
    others, preflights, batches = (money(row[0]) for row in rows("flood of").values())
    assert others == preflights == METHODS * settings()["throttle"]["rate_per_second"]
    assert batches == 2 * settings()["batch_throttle"]["rate_per_second"]


def test_a_single_price_costs_on_the_worst_day_what_it_costs_on_any() -> None:
    single = rows("flood of")["single prices, by `throttle`"]
    assert money(single[1]) == pytest.approx(total("per million requests"), abs=0.005)


def test_a_batch_costs_what_its_time_its_lines_and_its_body_cost() -> None:
    said = TEXT[TEXT.index("A batch of 500") :]
    sent, lines = size_at_most("a body of ", "MB"), size_at_most("at most ", "kB") / 1000
    parts = [money(part) for part in re.findall(r"(?:API Gateway|Lambda|CloudFront|logs)\s([\d.]+\d)", said)[:4]]
    lambda_s = 1_000_000 * batch_s() * settings()["memory_mb"] / 1024 * GB_SECOND_USD
    assert parts[1] == pytest.approx(lambda_s + money(table("per million requests")["Lambda, requests"]), abs=0.01)
    assert parts[2:] == pytest.approx([1 + 85 * sent, 500 * lines], abs=0.005)
    assert money(rows("flood of")["batches of 500 homes, by `batch_throttle`"][1]) == pytest.approx(
        sum(parts), abs=0.005
    )


def size_at_most(before: str, unit: str) -> float:
    said = TEXT[TEXT.index("A batch of 500") :]
    (size,) = re.findall(rf"{before}([\d.]+) {unit}\b", said)[:1]
    return float(size)


WORDS = [f"{'x' * 14}{number:06}" for number in range(500 * 20)]
PLAIN = {"l2": "Capital Federal", "property_type": "Departamento", "surface_total": 50, "surface_covered": 45}
FULL = {
    **PLAIN,
    **{"l2": "Bs.As. G.B.A. Zona Norte", "locality": WORDS[0] * 5, "rooms": 17, "bedrooms": 16, "bathrooms": 11},
    **{"surface_total": 1234.5678, "surface_covered": 1134.5678, "lat": -34.123456, "lon": -58.123456, "age": 123},
    **{"garage": 3, "date": "2019-03", "amenities": "pileta, gimnasio, terraza, baulera, balcon, parrilla, seguridad"},
}
LARGE: dict[str, Callable[[int], dict[str, object]]] = {
    "nothing but what must be": lambda _: {"l2": "CABA", "surface_total": 50},
    "an unknown place": lambda number: {**PLAIN, "locality": WORDS[number] * 5},
    "unknown fields": lambda number: {**PLAIN, **dict.fromkeys(WORDS[20 * number :][:20], 1)},
    "every field, and some unknown": lambda number: {**FULL, **dict.fromkeys(WORDS[20 * number :][:20], 1)},
}


@pytest.mark.parametrize("name", LARGE)
def test_no_batch_writes_or_sends_more_than_the_worst_day_reckons_with(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.dumps({"homes": [LARGE[name](number) for number in range(500)]}).encode()
    reply = ask(app, "POST", "/predict/batch", body, JSON)
    assert reply.status == 200
    assert len(reply.body) <= size_at_most("a body of ", "MB") * 1_000_000
    assert len(capsys.readouterr().out) <= size_at_most("at most ", "kB") * 1_000


def test_the_dashboard_estimates_by_the_same_figures() -> None:
    told = settings()["cost"]
    assert told["per_million_requests_usd"] == pytest.approx(total("per million requests"), abs=0.005)
    assert told["at_rest_monthly_usd"] == pytest.approx(money(table("requests a day")["0"]), abs=0.005)


def test_what_a_kept_snapshot_costs_follows_from_the_memory() -> None:
    gb = settings()["memory_mb"] / 1024
    kept, start = (money(value) for value in table("SnapStart").values())
    assert kept == pytest.approx(1.5046 * gb * DAYS * 86_400 / 1_000_000, abs=0.01)
    assert start == pytest.approx(0.00013980 * gb, abs=0.000005)


def test_the_first_deploy_is_at_most_five_commands() -> None:
    (block,) = re.findall(r"## The first deploy.*?```sh\n(.*?)```", TEXT, re.DOTALL)
    commands = [line for line in block.splitlines() if line]
    assert commands
    assert len(commands) <= AT_MOST_COMMANDS
    assert any(line.startswith("dagger call deploy") for line in commands)


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
