from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from tasador import __version__
from tasador.api import middleware, responses
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings
from tasador.pricing.fields import FIELDS

from tests.unit.service.asking import JSON, V1, V2, ask, post
from tests.unit.service.fake_model import USD_M2, FakeModel

PAGE = "https://tasador.example.com"


@pytest.fixture
def app() -> FastAPI:
    return create_app(FakeModel(), ApiSettings(origins=(PAGE,), revision="r1"))


def test_the_root_says_ok_with_its_versions(app: FastAPI) -> None:
    reply = ask(app, "GET", "/")
    assert reply.status == 200
    assert reply.json == {"status": "ok", "version": __version__, "revision": "r1", "model": FakeModel.version}


@pytest.mark.parametrize("payload", [V1, V2], ids=["v1", "v2"])
def test_both_payloads_are_priced(app: FastAPI, payload: dict[str, Any]) -> None:
    reply = post(app, "/predict", payload)
    assert reply.status == 200
    assert reply.json["precio_predicho"] == round(USD_M2 * payload["surface_covered"], 2)
    assert reply.json["moneda"] == "USD"
    assert reply.json["detalles"]["ubicacion"] == "Capital Federal"
    assert reply.json["info_peticion"].items() >= payload.items()
    assert reply.json["info_peticion"].keys() == FIELDS.keys()


def test_place_and_one_surface_are_enough(app: FastAPI) -> None:
    for surface in ("surface_total", "surface_covered"):
        reply = post(app, "/predict", {"l2": "Otros", surface: 40})
        assert reply.status == 200
        assert reply.json["detalles"]["superficie_m2"] == 40


@pytest.mark.parametrize(
    ("path", "shape"),
    [("/", responses.Status), ("/model", responses.Card), ("/places", responses.Places)],
)
def test_what_can_be_read_has_the_documented_shape(app: FastAPI, path: str, shape: type[responses.AnswerModel]) -> None:
    reply = ask(app, "GET", path)
    assert reply.status == 200
    shape.model_validate(reply.json)


def test_prices_have_the_documented_shape(app: FastAPI) -> None:
    one, two = post(app, "/predict", V1), post(app, "/predict/batch", {"homes": [V1, V2]})
    assert (one.status, two.status) == (200, 200)
    responses.Price.model_validate(one.json)
    responses.Batch.model_validate(two.json)


def test_the_explanation_adds_up_to_the_cent(app: FastAPI) -> None:
    answer = post(app, "/predict", V2).json
    assert answer["explicacion"][0]["factor"] == "base"
    assert round(sum(part["usd"] for part in answer["explicacion"]), 2) == answer["precio_predicho"]


def test_rounding_falls_on_the_largest_contribution_and_never_on_the_base(app: FastAPI) -> None:
    parts = {part["factor"]: part["usd"] for part in post(app, "/predict", V2).json["explicacion"]}
    assert parts["base"] == round(USD_M2 * V2["surface_covered"] - 3.3333, 2)
    assert parts["not_given"] == 1.11
    assert parts["bathrooms"] == pytest.approx(2.2222, abs=0.02)


def test_asking_twice_gives_the_same_bytes(app: FastAPI) -> None:
    assert post(app, "/predict", V2) == post(app, "/predict", V2)


@pytest.mark.parametrize("path", ["/predict", "/api/predict", "/api/predict/", "/predict/"])
def test_the_prefix_and_a_last_slash_change_nothing(app: FastAPI, path: str) -> None:
    assert post(app, path, V2).json == post(app, "/predict", V2).json


def test_a_path_that_only_begins_like_the_prefix_is_not_found(app: FastAPI) -> None:
    assert ask(app, "GET", "/apical").status == 404


def test_without_a_prefix_only_the_root_answers() -> None:
    app = create_app(FakeModel(), ApiSettings(base_path="/"))
    assert post(app, "/predict", V2).status == 200
    assert post(app, "/api/predict", V2).status == 404


def test_a_batch_keeps_its_order(app: FastAPI) -> None:
    homes = [{"l2": "Otros", "surface_covered": surface} for surface in (30, 10, 20)]
    reply = post(app, "/predict/batch", {"homes": homes})
    assert reply.json["cantidad"] == 3
    surfaces = [priced["detalles"]["superficie_m2"] for priced in reply.json["predicciones"]]
    assert surfaces == [30, 10, 20]


def test_a_batch_answers_as_the_single_price_does(app: FastAPI) -> None:
    (priced,) = post(app, "/predict/batch", {"homes": [V1]}).json["predicciones"]
    assert priced == post(app, "/predict", V1).json


def test_a_batch_of_500_is_priced_and_one_more_is_not(app: FastAPI) -> None:
    assert post(app, "/predict/batch", {"homes": [V1] * 500}).json["cantidad"] == 500
    problem = post(app, "/predict/batch", {"homes": [V1] * 501})
    assert problem.status == 422
    assert problem.json["errors"][0]["limit"] == "1..500"
    assert problem.json["errors"][0]["got"] == "501"


def test_one_bad_row_means_no_price_at_all_and_its_index(app: FastAPI) -> None:
    problem = post(app, "/predict/batch", {"homes": [V1, {"l2": "Marte"}, V2, 7]})
    assert problem.status == 422
    assert problem.json["rows"] == [1, 3]
    assert [error["pointer"] for error in problem.json["errors"]] == [
        "#/homes/1/l2",
        "#/homes/1/surface_total",
        "#/homes/3",
    ]
    assert "predicciones" not in problem.json


def test_every_bad_row_is_named_even_when_the_faults_are_cut(app: FastAPI) -> None:
    problem = post(app, "/predict/batch", {"homes": [{}] * 300})
    assert problem.json["rows"] == list(range(300))
    assert len(problem.json["errors"]) == 100
    assert "600" in problem.json["detail"]


@pytest.mark.parametrize("payload", [V1, V2])
def test_a_home_without_fault_gets_no_notice_of_ours(app: FastAPI, payload: dict[str, Any]) -> None:
    answer = post(app, "/predict", {**payload, "locality": "Palermo"}).json
    assert answer["avisos"] == []


def test_what_a_release_alone_changes_may_be_cached(app: FastAPI) -> None:
    first = ask(app, "GET", "/places")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = ask(app, "GET", "/places", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("form", ["W/{tag}", '"other", {tag}', 'W/"other" , W/{tag}', "*"])
def test_a_tag_is_known_weak_or_strong_alone_or_in_a_list(app: FastAPI, form: str) -> None:
    tag = ask(app, "GET", "/model").headers["etag"]
    assert ask(app, "GET", "/model", headers={"if-none-match": form.format(tag=tag)}).status == 304


@pytest.mark.parametrize("form", ["", "W/", '"other"', "{bare}"])
def test_another_tag_gets_the_answer(app: FastAPI, form: str) -> None:
    tag = ask(app, "GET", "/model").headers["etag"]
    assert ask(app, "GET", "/model", headers={"if-none-match": form.format(bare=tag.strip('"'))}).status == 200


def test_another_release_has_another_tag(app: FastAPI) -> None:
    other = create_app(FakeModel(), ApiSettings(revision="r2"))
    assert ask(app, "GET", "/model").headers["etag"] != ask(other, "GET", "/model").headers["etag"]


def test_a_price_is_never_cached(app: FastAPI) -> None:
    assert post(app, "/predict", V2).headers["cache-control"] == "no-store"


def test_head_answers_like_get(app: FastAPI) -> None:
    assert ask(app, "HEAD", "/").status == 200


def test_an_allowed_origin_gets_its_header_and_no_other_does(app: FastAPI) -> None:
    assert post(app, "/predict", V2, origin=PAGE).headers["access-control-allow-origin"] == PAGE
    other = post(app, "/predict", V2, origin="https://evil.example")
    assert "access-control-allow-origin" not in other.headers


def test_a_refusal_too_can_be_read_by_the_page(app: FastAPI) -> None:
    assert post(app, "/predict", {}, origin=PAGE).headers["access-control-allow-origin"] == PAGE


def preflight(app: FastAPI, origin: str) -> tuple[int, Mapping[str, str]]:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    reply = ask(app, "OPTIONS", "/predict", headers=asked)
    return reply.status, reply.headers


def test_the_preflight_of_an_allowed_origin_passes() -> None:
    app = create_app(FakeModel(), ApiSettings(origins=(PAGE,)))
    status, headers = preflight(app, PAGE)
    assert status == 200
    assert headers["access-control-allow-origin"] == PAGE
    assert "POST" in headers["access-control-allow-methods"]


def test_the_preflight_of_another_origin_does_not(app: FastAPI) -> None:
    status, headers = preflight(app, "https://evil.example")
    assert status == 400
    assert "access-control-allow-origin" not in headers


def test_without_origins_nobody_may_call_from_elsewhere() -> None:
    app = create_app(FakeModel(), ApiSettings())
    assert "access-control-allow-origin" not in post(app, "/predict", V2, origin=PAGE).headers


def test_the_environment_sets_origins_prefix_and_revision() -> None:
    environment = {
        "TASADOR_ALLOWED_ORIGINS": f"{PAGE}, http://localhost:5173,",
        "TASADOR_BASE_PATH": "precios/",
        "TASADOR_REVISION": "abc",
    }
    expected = ApiSettings((PAGE, "http://localhost:5173"), "/precios", "abc")
    assert ApiSettings.from_environment(environment) == expected
    assert ApiSettings.from_environment({}) == ApiSettings()


def test_a_byte_order_mark_is_read(app: FastAPI) -> None:
    assert ask(app, "POST", "/predict", b"\xef\xbb\xbf" + json.dumps(V2).encode(), JSON).status == 200


def test_a_body_may_come_in_pieces(app: FastAPI) -> None:
    whole = json.dumps(V2).encode()
    assert ask(app, "POST", "/predict", [whole[:9], b"", whole[9:]], JSON).status == 200


def test_the_largest_body_is_read_and_one_byte_more_is_not(app: FastAPI) -> None:
    body = json.dumps(V2).encode().ljust(middleware.MAX_BODY)
    assert ask(app, "POST", "/predict", body, JSON).status == 200
    assert ask(app, "POST", "/predict", body + b" ", JSON).status == 413


def test_the_docs_need_nothing_from_elsewhere(app: FastAPI) -> None:
    page = ask(app, "GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    text = page.body.decode()
    assert "POST /predict/batch" in text
    assert "<script" not in text
    assert "style=" not in text
    assert "http" not in text
    assert ask(app, "GET", "/docs.css").headers["content-type"].startswith("text/css")
