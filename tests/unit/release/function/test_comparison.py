"""Both versions answer the same requests before anybody gets the new one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import ProofFailed, UsageError
from tasador_release.function.comparison import MOST, Comparer, Differences, Pair
from tasador_release.function.versions import Function
from tasador_release.values.canary import share

from tests.cloud.world import CloudRelease, World
from tests.doubles.whole import OWN

SAMPLES = 2  # of the contract, both for the path that is compared


@dataclass
class Versions:
    """A function that answers with its version's price for a home, by `prices`; what is not there it refuses."""

    prices: dict[str, dict[str, float]]
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def result(self, version: str, event: dict[str, Any]) -> bytes:
        await anyio.lowlevel.checkpoint()
        home = json.loads(event["body"])
        self.asked.append((version, event["path"]))
        price = self.prices[version].get(home.get("name", "sample"))
        if price is None:
            return json.dumps({"statusCode": 422, "body": "{}"}).encode()
        return json.dumps({"statusCode": 200, "body": json.dumps({"total": price})}).encode()


def a_log(lines: list[str]) -> Aws:
    def filtered(**_: Any) -> Any:  # noqa: ANN401  as boto3 answers
        return {"events": [], "ResponseMetadata": {"HTTPHeaders": {"date": "Thu, 26 Nov 2026 12:00:00 GMT"}}}

    def pages(**given: Any) -> Iterator[Any]:  # noqa: ANN401
        assert given["filterPattern"] == '{ $.event = "QUOTE_IN" }'
        yield {"events": [{"message": line} for line in lines]}

    gone = SimpleNamespace(ResourceNotFoundException=LookupError)
    logs = SimpleNamespace(
        filter_log_events=filtered, get_paginator=lambda _: SimpleNamespace(paginate=pages), exceptions=gone
    )
    return cast("Aws", SimpleNamespace(logs=logs))


def logged(*names: str) -> list[str]:
    return [json.dumps({"event": "QUOTE_IN", "parcel": {"name": name, "rooms": None}}) for name in names]


def compared(lines: list[str], old: dict[str, float], new: dict[str, float]) -> tuple[Differences, Versions]:
    versions = Versions({"1": {"sample": 1e5, **old}, "2": {"sample": 1e5, **new}})
    comparer = Comparer(a_log(lines), cast("Function", versions), "group", OWN)

    async def go() -> Differences:
        return await comparer.compare("1", "2")

    return anyio.run(go), versions


def test_requests_of_the_log_and_samples_are_answered_by_both_and_what_moved_is_listed_farthest_first() -> None:
    old = {"a": 100.0, "b": 100.0, "c": 100.0}
    found, versions = compared(logged("a", "b", "c", "a"), old, {"a": 106.0, "b": 80.0, "c": 104.0})
    assert len(found.pairs) == SAMPLES + 3
    assert [(pair.old, pair.new) for pair in found.beyond(0.05)] == [(100.0, 80.0), (100.0, 106.0)]
    assert {path for _, path in versions.asked} == {"/quote"}
    head, first, second = found.lines(0.05)
    assert head == "2 of 5 answers moved by more than 5 % of what they were"
    assert first == '100 → 80 (-20.0%) for {"name": "b"}'
    assert "+6.0%" in second


def test_a_release_compares_before_anybody_gets_the_version_and_tells_and_records_what_moved(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, float, str]] = []

    async def compared(_: object, old: str, new: str, beyond: float) -> tuple[str, ...]:
        await anyio.lowlevel.checkpoint()
        asked.append((old, new, beyond, two.cloud.alias))
        return ("1 of 2 answers moved",)

    monkeypatch.setattr(CloudRelease, "compared", compared)
    result = two.release("three", against=0.05)
    assert asked == [("2", "3", 0.05, "2")]
    assert result.moved == ("1 of 2 answers moved",)
    steps = {step.name: step.detail for step in two.past().releases[0].steps}
    assert steps["compare"] == "1 of 2 answers moved"


def test_a_version_that_does_not_answer_what_users_get_answered_is_refused() -> None:
    with pytest.raises(ProofFailed, match='"name": "a"'):
        compared(logged("a"), {"a": 100.0}, {})


def test_a_record_that_neither_answers_is_none_and_one_that_only_the_new_answers_is_told() -> None:
    found, _ = compared([*logged("cut", "more"), "no JSON", '{"event": "QUOTE_IN"}'], {}, {"more": 5.0})
    assert (len(found.pairs), found.only_new) == (SAMPLES, 1)
    assert found.lines(0.01)[0].endswith(", 1 only by the new version")


def test_of_many_requests_a_sample_over_all_of_them_is_compared() -> None:
    names = [str(number) for number in range(10 * MOST)]
    prices = dict.fromkeys(names, 1.0)
    found, versions = compared(logged(*names), prices, prices)
    assert len(found.pairs) == SAMPLES + MOST
    assert len(versions.asked) == 2 * (SAMPLES + MOST)
    assert '{"name": "990"}' in {pair.body for pair in found.pairs}


def test_a_long_list_is_cut_and_says_by_how_many() -> None:
    lines = Differences(tuple(Pair(str(n), 100.0, 200.0) for n in range(25))).lines(0.1)
    assert (len(lines), lines[-1]) == (22, "and 5 more")


def test_a_number_that_was_nothing_moved_by_all_of_it() -> None:
    assert Pair("", 0.0, 5.0).moved == 1.0
    assert Pair("", 0.0, 0.0).moved == 0.0


def test_a_share_is_read_and_what_is_none_is_refused() -> None:
    assert (share("5%", "--against"), share("0.5%", "--against"), share("", "--against")) == (0.05, 0.005, None)
    with pytest.raises(UsageError, match="such as 5%"):
        share("5", "--against")
