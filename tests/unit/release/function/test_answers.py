"""What counts as a working service and page."""

import hashlib
import json
from dataclasses import replace
from typing import cast

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.flow.smoke import Smoke
from tasador_release.function import answers, events, samples
from tasador_release.function.http import Answer
from tasador_release.function.samples import Request
from tasador_release.values.app import Expectation, Health, Sample

from tests.paths import ROOT

SAYS_WHY = r"\w"
ORIGIN = "https://tasador.example.com"
PRICED = json.dumps({"precio_predicho": 172449.0, "moneda": "USD"})
SAMPLE = Request(
    Sample(
        "a price",
        "/predict",
        "body.json",
        {"/precio_predicho": Expectation(above=0, below=1e6), "/moneda": Expectation(equals="USD")},
        "USD {/precio_predicho:,.0f}",
    ),
    {},
)
HEALTH = Health("/", {"/status": Expectation(equals="ok")}, "/revision")
AUDIT = ("PRED_LOG_ACCESS", "PRED_LOG_INPUT", "PRED_LOG_OUTPUT")
INDEX = b"<script type=module src='/assets/app-1.js'></script><link href=\"/assets/app-1.css\">"


def an_answer(body: str | bytes = b"", status: int = 200, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else body.encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def test_an_answer_to_a_sample_is_told_in_the_app_s_words() -> None:
    assert answers.sampled(an_answer(PRICED), SAMPLE) == "USD 172,449"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "not JSON"),
        ("[]", "no /precio_predicho"),
        ('{"price": 1, "moneda": "USD"}', "no /precio_predicho"),
        ('{"precio_predicho": "1", "moneda": "USD"}', "no number"),
        ('{"precio_predicho": true, "moneda": "USD"}', "no number"),
        ('{"precio_predicho": -5, "moneda": "USD"}', "is -5, not above 0"),
        ('{"precio_predicho": NaN, "moneda": "USD"}', "no number"),
        ('{"precio_predicho": 1e9, "moneda": "USD"}', "not below 1e.06"),
        ('{"precio_predicho": 1, "moneda": "ARS"}', "/moneda is 'ARS'"),
    ],
)
def test_a_wrong_answer_to_a_sample_says_what_is_wrong(body: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        answers.sampled(an_answer(body), SAMPLE)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_nothing_odd_is_ever_taken_for_the_answer_to_a_sample(body: str) -> None:
    with pytest.raises(ValueError, match=SAYS_WHY):
        answers.sampled(an_answer(body), SAMPLE)


def test_an_error_page_is_no_price_even_with_a_price_in_it() -> None:
    with pytest.raises(ValueError, match="answered 500"):
        answers.sampled(an_answer(PRICED, 500), SAMPLE)


def test_a_silent_host_is_told_as_such() -> None:
    with pytest.raises(ValueError, match="answered nothing: refused"):
        answers.sampled(Answer(0, {}, b"refused"), SAMPLE)


def test_a_service_is_alive_when_it_says_ok() -> None:
    assert answers.alive(an_answer('{"status": "ok"}'), replace(HEALTH, revision="")).endswith("not told")
    assert answers.alive(an_answer('{"status": "ok", "revision": "r1"}'), HEALTH, "r1").endswith("revision r1")
    for body in (
        '{"status": "bad", "revision": "r1"}',
        "[]",
        "ok",
        '{"status": "ok"}',
        '{"status": "ok", "revision": "r2"}',
    ):
        with pytest.raises(ValueError, match=SAYS_WHY):
            answers.alive(an_answer(body), HEALTH, "r1")


def test_the_origin_is_allowed_by_name_and_never_by_a_star() -> None:
    allowed = {"access_control_allow_origin": ORIGIN, "access_control_allow_methods": "GET,POST"}
    assert answers.allows(an_answer(status=204, **allowed), ORIGIN, methods=True) == ORIGIN
    for wrong in ("*", "https://evil.example", ""):
        with pytest.raises(ValueError, match="allows origin"):
            answers.allows(an_answer(access_control_allow_origin=wrong), ORIGIN)
    with pytest.raises(ValueError, match="POST"):
        answers.allows(an_answer(access_control_allow_origin=ORIGIN), ORIGIN, methods=True)
    with pytest.raises(ValueError, match="403"):
        answers.allows(an_answer(status=403, **allowed), ORIGIN)


def test_the_page_is_the_very_index_of_the_bucket() -> None:
    sha = hashlib.sha256(INDEX).hexdigest()
    page = an_answer(INDEX, content_type="text/html; charset=utf-8")
    assert answers.page(page, sha) == ("/assets/app-1.js", "/assets/app-1.css")
    with pytest.raises(ValueError, match="old copy"):
        answers.page(page, "0" * 64)


def test_an_empty_bundle_is_no_page() -> None:
    empty = b"<!doctype html><title>Tasador</title>"
    with pytest.raises(ValueError, match="bundle is empty"):
        answers.page(an_answer(empty, content_type="text/html"), hashlib.sha256(empty).hexdigest())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (an_answer(b"x", 404), "404"),
        (an_answer(b"<html>", content_type="text/html"), "index came instead"),
        (an_answer(b"x", content_type="text/javascript", cache_control="no-cache"), "may not be kept"),
        (an_answer(b"", content_type="text/javascript", cache_control="immutable"), "is empty"),
    ],
)
def test_a_bad_asset_is_named(answer: Answer, why: str) -> None:
    with pytest.raises(ValueError, match=why) as raised:
        answers.asset(answer, "/assets/a.js")
    assert "/assets/a.js" in str(raised.value)


def test_a_record_served_to_everybody_is_a_failure() -> None:
    with pytest.raises(ValueError, match="served to everybody"):
        answers.private(an_answer("{}", content_type="application/json"))
    assert answers.private(an_answer("<html>", content_type="text/html")) == "not served"


def test_log_lines_are_known_by_their_event() -> None:
    lines = ["START RequestId: 1", '{"event": "PRED_LOG_INPUT"}', "[1]", '{"event": 3}']
    assert answers.missing(lines, AUDIT) == ("PRED_LOG_ACCESS", "PRED_LOG_OUTPUT")
    assert answers.event_of("PRED_LOG_ACCESS in a sentence") == ""


@pytest.mark.parametrize(
    ("tail", "ms"),
    [
        ("REPORT Duration: 1 ms Init Duration: 612.4 ms", 612.4),
        ('{"event":"INIT","ready_ms":530.1}', 530.1),
        ("REPORT Duration: 2 ms", None),
    ],
)
def test_the_init_time_is_read_where_there_is_one(tail: str, ms: float | None) -> None:
    assert events.init_ms(tail) == ms


def test_what_a_check_saw_steers_no_terminal() -> None:
    async def look() -> str:
        await anyio.lowlevel.checkpoint()
        raise ValueError("answered 502: \x1b[2J")

    check = anyio.run(Smoke._check, cast(Smoke, None), "the API is alive", look)
    assert (check.ok, check.detail) == (False, "answered 502: \\x1b[2J")


def test_the_event_of_a_release_is_as_the_gateway_s_own() -> None:
    own = events.post_event("/predict", {"l2": "Mendoza"})
    gateways = json.loads((ROOT / "tests/events/rest_predict_v1.json").read_text(encoding="utf-8"))
    assert own.keys() == gateways.keys()
    assert own["requestContext"].keys() <= gateways["requestContext"].keys()
    assert {name: [value] for name, value in own["headers"].items()} == own["multiValueHeaders"]
    assert own["headers"].keys() >= {"Content-Type", "Host"}
    assert (own["httpMethod"], own["path"], own["pathParameters"]) == ("POST", "/predict", {"proxy": "predict"})
    assert json.loads(own["body"]) == {"l2": "Mendoza"}


def test_of_a_command_the_last_line_is_read() -> None:
    assert samples.told('{"sum": 1}\nwords\n{"sum": 1234.5}\n', "{/sum:,.0f} in all") == "1,234 in all"
    assert samples.told("{}", "") == "as expected"
    with pytest.raises(ValueError, match="not JSON"):
        samples.told('{"sum": 1}\ndone', "{/sum}")
