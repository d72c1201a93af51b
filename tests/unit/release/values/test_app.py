"""The contract between the pipeline and the app that it ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import AppError
from tasador_release.function import samples
from tasador_release.function.samples import Request
from tasador_release.values import app
from tasador_release.values.app import Expectation

from tests.doubles.whole import NAMED as OWN


def with_(**changes: object) -> str:
    return json.dumps({**OWN, **changes})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "the file"),
        (with_(names=1), "extra fields found (names)"),
        (with_(name=3), "name: 3 is no text"),
        (with_(samples=[]), "`samples` is empty"),
        (with_(health={"path": "/", "answer": {"/a": {}}}), "give `equals`, or"),
        (with_(warmup={"path": "/", "body": "../../etc/passwd", "log_event": "W"}), "leads out of the repo"),
        (with_(site={"output": "x"}), "site.folder: required field missing"),
    ],
)
def test_a_wrong_contract_names_the_place_and_what_to_do(text: str, said: str) -> None:
    with pytest.raises(AppError) as caught:
        app.parse(text)
    assert said in str(caught.value)
    assert "docs/yours.md" in caught.value.next_step


def request(answer: dict[str, Expectation], shown: str = "") -> Request:
    return Request(app.Sample("a price", "/predict", "x.json", answer, shown), {"m2": 50})


PRICED = {"/price/usd": Expectation(above=0), "/ok": Expectation(equals=True), "/list/1": Expectation(equals="b")}
GOOD = {"price": {"usd": 1234.5}, "ok": True, "list": ["a", "b"]}


def test_an_answer_is_told_in_the_app_s_own_words() -> None:
    assert request(PRICED, "USD {/price/usd:,.0f}, {/list/0}").check(json.dumps(GOOD)) == "USD 1,234, a"
    assert request(PRICED).check(json.dumps(GOOD)) == "as expected"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("<html>", "not JSON"),
        ("[]", "has no /price/usd"),
        (json.dumps({**GOOD, "price": {"usd": 0}}), "not above 0"),
        (json.dumps({**GOOD, "price": {"usd": True}}), "no number"),
        (json.dumps({**GOOD, "price": {"usd": "12"}}), "no number"),
        ('{"price": {"usd": Infinity}, "ok": true, "list": ["a", "b"]}', "no number"),
        (json.dumps({**GOOD, "ok": 1}), "/ok is 1, not True"),
        (json.dumps({**GOOD, "list": ["a"]}), "has no /list/1"),
    ],
)
def test_an_answer_that_is_not_what_it_must_be_says_where(answer: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        request(PRICED).check(answer)


def test_a_function_whose_result_is_odd_gives_no_sample() -> None:
    for result in (b"null", b'"x"', b"\xff", b"{}", b"[]"):
        with pytest.raises(ValueError, match="answer"):
            request(PRICED).check_result(result)


def test_a_number_may_be_held_to_a_range() -> None:
    range_ = {"/price/usd": Expectation(above=1000, below=2000)}
    assert request(range_).check(json.dumps(GOOD))
    for price in (1000, 2000):
        with pytest.raises(ValueError, match=f"/price/usd is {price}, not"):
            request(range_).check(json.dumps({"price": {"usd": price}}))


def test_a_body_that_is_missing_or_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / app.FILE).write_text(json.dumps(OWN), encoding="utf-8")
    with pytest.raises(AppError, match=r"letter\.json cannot be read"):
        app.read(tmp_path)
    with pytest.raises(AppError, match=r"letter\.json is not JSON"):
        app.assemble(app.parse(json.dumps(OWN)), dict.fromkeys(app.parse(json.dumps(OWN)).bodies, "{"))


def test_a_function_that_answers_an_error_gives_no_sample() -> None:
    with pytest.raises(ValueError, match="the function answered 500"):
        request(PRICED).check_result(json.dumps({"statusCode": 500, "body": json.dumps(GOOD)}).encode())
    assert request(PRICED).check_result(json.dumps({"statusCode": 200, "body": json.dumps(GOOD)}).encode())


def test_the_event_is_the_one_that_api_gateway_sends() -> None:
    event = request(PRICED).event()
    assert (event["path"], event["pathParameters"]) == ("/predict", {"proxy": "predict"})
    assert json.loads(event["body"]) == {"m2": 50}


MISSING = object()
keys = st.text(max_size=5)
trees = st.recursive(st.none() | st.booleans() | st.integers() | keys, lambda inner: st.dictionaries(keys, inner))


@given(trees, st.lists(keys, min_size=1, max_size=3))
def test_a_pointer_finds_the_value_or_says_that_there_is_none(tree: object, path: list[str]) -> None:
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    expected: Any = tree
    for part in path:
        expected = expected.get(part, MISSING) if isinstance(expected, dict) else MISSING
    if expected is MISSING:
        with pytest.raises(ValueError, match="has no"):
            samples.at(tree, pointer)
    else:
        assert samples.at(tree, pointer) == expected
