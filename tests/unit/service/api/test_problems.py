from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from tasador.api import messages, middleware, responses
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings
from tasador.errors import ModelError, ProblemError, TasadorError, UnknownEventError
from tasador.pricing import features

from tests.unit.service.asking import JSON, V2, Reply, ask, lines, post
from tests.unit.service.fake_model import BrokenModel, FakeModel

ENGLISH = {"accept-language": "en-GB,en;q=0.9,es;q=0.5"}


@pytest.fixture
def app() -> FastAPI:
    return create_app(FakeModel(), ApiSettings())


def check(reply: Reply, status: int, kind: str) -> None:
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = responses.Problem.model_validate(reply.json)
    assert problem.type == f"urn:problem-type:tasador:{kind}"
    assert problem.status == status


def test_every_error_of_ours_has_one_root() -> None:
    for error in (ModelError, UnknownEventError, ProblemError):
        assert issubclass(error, TasadorError)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"l2=Otros",
        b"\xff\xfe",
        b"[" * 9000,
        b'{"l2": "\\ud800"}',
        b'{"l2": "\xed\xa0\x80"}',
        b'{"\\udfff": 1}',
    ],
)
def test_what_is_not_json_is_said_to_be_malformed(app: FastAPI, body: bytes) -> None:
    check(ask(app, "POST", "/predict", body, JSON), 400, "malformed")


def test_a_malformed_body_is_told_where_in_our_own_words(app: FastAPI) -> None:
    body = '{"l2": "Otros", }'
    with pytest.raises(json.JSONDecodeError) as error:  # the comma or what follows it, as this Python has it
        json.loads(body)
    spanish = ask(app, "POST", "/predict", body.encode(), JSON).json["detail"]
    assert spanish == f"El JSON deja de serlo en el carácter {error.value.pos}: corríjalo ahí o justo antes."


FOREIGN = ("Expecting", "JSON decode", "Field required", "valid dictionary", "Input should", "validation", "pydantic")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1", b"null", b"[]", b'{"homes": 1}', b'{"l2": [], "rooms": {}}', b"\xff"]
)
@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
def test_no_problem_quotes_a_library_s_english(app: FastAPI, path: str, body: bytes) -> None:
    told = ask(app, "POST", path, body, JSON).body.decode()
    assert not [words for words in FOREIGN if words in told]


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"casa"', b"NaN"])
def test_json_that_is_no_object_is_invalid(app: FastAPI, body: bytes) -> None:
    reply = ask(app, "POST", "/predict", body, JSON)
    check(reply, 422, "invalid")
    assert reply.json["errors"][0]["pointer"] == "#"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(app: FastAPI, number: str) -> None:
    body = f'{{"l2": "Otros", "surface_total": {number}}}'.encode()
    reply = ask(app, "POST", "/predict", body, JSON)
    check(reply, 422, "invalid")
    assert reply.json["errors"][0]["field"] == "surface_total"


def test_a_fault_names_field_limit_and_what_was_got(app: FastAPI) -> None:
    reply = post(app, "/predict", {**V2, "lat": 12.5})
    check(reply, 422, "invalid")
    assert reply.json["errors"] == [
        {
            "field": "lat",
            "index": None,
            "pointer": "#/lat",
            "code": "less_than_equal",
            "limit": "-56..-21",
            "got": "12.5",
            "detail": "lat: tiene que ser un número entre -56 y -21; se recibió 12.5.",
        }
    ]


def test_all_faults_are_named_at_once(app: FastAPI) -> None:
    reply = post(app, "/predict", {"l2": 3, "rooms": "muchos", "bathrooms": True, "surface_total": 0})
    fields = [error["field"] for error in reply.json["errors"]]
    assert fields == ["l2", "rooms", "bathrooms", "surface_total"]


def test_an_unknown_place_is_answered_with_the_accepted_ones(app: FastAPI) -> None:
    reply = post(app, "/predict", {**V2, "l2": "Montevideo"})
    (error,) = reply.json["errors"]
    assert error["got"] == '"Montevideo"'
    assert error["limit"].startswith("Capital Federal, ")
    assert "Buenos Aires Interior" in error["limit"]
    assert "Cualquier otra región es 'Otros'" in error["detail"]


def test_a_home_without_any_surface_is_told_which_two_would_do(app: FastAPI) -> None:
    (error,) = post(app, "/predict", {"l2": "Otros"}).json["errors"]
    assert error["code"] == "no_surface"
    assert "surface_covered" in error["detail"]


def test_problems_speak_spanish_and_english_when_asked(app: FastAPI) -> None:
    spanish = ask(app, "POST", "/predict", b"{}", JSON)
    english = ask(app, "POST", "/predict", b"{}", {**JSON, **ENGLISH})
    assert (spanish.headers["content-language"], english.headers["content-language"]) == ("es", "en")
    assert spanish.json["title"] == "Datos no válidos"
    assert english.json["title"] == "Invalid data"
    assert "was not sent" in english.json["errors"][0]["detail"]
    assert spanish.json["errors"][0]["got"] is english.json["errors"][0]["got"] is None


def test_notices_too_speak_the_language_asked_for(app: FastAPI) -> None:
    (notice,) = post(app, "/predict", V2, accept_language="en").json["avisos"]
    assert notice["texto"] == messages.NOTICES["no_locality"][1]
    assert notice["campo"] == "locality"


@pytest.mark.parametrize(
    ("accept", "spoken"),
    [
        (None, "es"),
        ("", "es"),
        ("*", "es"),
        ("fr-FR, de;q=0.8", "es"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en;q=0.4, es;q=0.6", "es"),
        ("es;q=0.4, en;q=0.6", "en"),
        ("en, es", "es"),
        ("en;q=0", "es"),
        ("en;q=lots", "es"),
        ("en;q=nan", "es"),
        (";;;,,,q=1", "es"),
    ],
)
def test_the_language_is_the_preferred_of_the_two(accept: str | None, spoken: str) -> None:
    assert messages.preferred(accept) == spoken


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_another_media_type_is_refused(app: FastAPI, media: str) -> None:
    check(ask(app, "POST", "/predict", json.dumps(V2).encode(), {"content-type": media}), 415, "media-type")


@pytest.mark.parametrize("headers", [{}, JSON, {"content-type": "application/vnd.api+json; charset=utf-8"}])
def test_json_is_read_however_it_is_called(app: FastAPI, headers: dict[str, str]) -> None:
    assert ask(app, "POST", "/predict", json.dumps(V2).encode(), headers).status == 200


def test_a_large_body_is_refused_before_it_is_read(app: FastAPI) -> None:
    reply = ask(app, "POST", "/predict", [], {**JSON, "content-length": "99999999"})
    check(reply, 413, "too-large")
    assert str(middleware.MAX_BODY) in reply.json["detail"]


def test_a_large_body_that_hides_its_size_is_refused_too(app: FastAPI) -> None:
    pieces = (b" " * 4096 for _ in range(5))
    check(ask(app, "POST", "/predict", pieces, {**JSON, "content-length": "1"}), 413, "too-large")


def test_a_batch_may_be_larger(app: FastAPI) -> None:
    body = b" " * (middleware.MAX_BATCH_BODY + 1)
    check(ask(app, "POST", "/predict/batch", body[:-1], JSON), 400, "malformed")
    check(ask(app, "POST", "/predict/batch", body, JSON), 413, "too-large")


def test_an_unknown_path_is_not_found(app: FastAPI) -> None:
    check(ask(app, "GET", "/precio"), 404, "not-found")


def test_a_wrong_method_is_told_the_right_one(app: FastAPI) -> None:
    reply = ask(app, "GET", "/predict")
    check(reply, 405, "method")
    assert reply.headers["allow"] == "POST"


def test_our_own_error_tells_the_caller_nothing_of_its_cause(capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(BrokenModel(), ApiSettings())
    reply = post(app, "/predict", {**V2, "lat": -34.123456, "lon": -58.4})
    check(reply, 500, "internal")
    out = capsys.readouterr().out
    (line,) = lines(out, "ERROR")
    assert line["error"] == "ZeroDivisionError"
    assert any("fake_model.py" in frame for frame in line["frames"])
    assert "34.123456" not in out + reply.body.decode()


def test_every_text_comes_in_both_languages_and_takes_its_values() -> None:
    names = (
        "field limit got count first at path allowed request_id label there elsewhere value low high region typed meant"
    )
    names += " locality covered total most bedrooms rooms surface known"
    values = dict.fromkeys(names.split(), "x")
    for table in (messages.PROBLEMS, messages.DETAILS, messages.FAULTS, messages.NOTICES, messages.FACTORS):
        for code, (spanish, english) in table.items():
            assert spanish.format(**values).strip(), code
            assert english.format(**values).strip(), code


def test_every_factor_of_the_model_has_a_name() -> None:
    for factor in ("base", "not_given", *features.FACTORS):
        assert messages.factor(factor, "es") != factor
        assert messages.factor(factor, "es") != messages.factor(factor, "en")


def test_every_kind_of_problem_has_a_title_and_a_detail() -> None:
    assert messages.PROBLEMS.keys() == messages.DETAILS.keys() - {"several", "malformed-at"}


def test_one_fault_is_the_detail_and_several_are_counted(app: FastAPI) -> None:
    one = ask(app, "POST", "/predict", b'{"l2": "Otros"}', {**JSON, **ENGLISH}).json
    assert one["detail"] == one["errors"][0]["detail"]
    two = ask(app, "POST", "/predict", b'{"rooms": -1}', {**JSON, **ENGLISH}).json
    assert two["detail"].startswith("There are 3 things to correct. The first: l2:")


def test_where_it_happened_is_a_uri(app: FastAPI) -> None:
    assert ask(app, "GET", "/tasación 1").json["instance"] == "/tasaci%C3%B3n%201"


def test_a_code_without_text_is_shown_as_it_is() -> None:
    assert messages.text(messages.NOTICES, "brand_new", "es") == "brand_new"
    assert "brand" in messages.fault("brand_new", "en", field="brand", got="1")


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ([], ["not_an_object"]),
        ({}, ["missing"]),
        ({"homes": {}}, ["list_type"]),
        ({"homes": []}, ["bad_count"]),
        ({"homes": ["a flat"]}, ["not_an_object"]),
        ({"homes": [V2], "year": 2017}, ["not_of_a_batch"]),
    ],
)
def test_what_is_no_batch_is_told_apart_by_its_code(app: FastAPI, sent: object, codes: list[str]) -> None:
    reply = ask(app, "POST", "/predict/batch", json.dumps(sent).encode(), JSON)
    assert [error["code"] for error in reply.json["errors"]] == codes
