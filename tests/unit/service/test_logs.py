from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from tasador import logs, metrics
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings

from tests.paths import ROOT
from tests.unit.service.asking import V1, V2, ask, lines, post
from tests.unit.service.fake_model import FakeModel

README = ROOT / "service/README.md"


@pytest.fixture
def app() -> FastAPI:
    return create_app(FakeModel(), ApiSettings())


def logged(capsys: pytest.CaptureFixture[str], event: str) -> dict[str, Any]:
    (line,) = lines(capsys.readouterr().out, event)
    return line


def test_a_price_leaves_its_audit_lines_in_order(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict", V1)
    events = [line["event"] for line in lines(capsys.readouterr().out)]
    assert events == ["PRED_LOG_INPUT", "PRED_LOG_OUTPUT", "PRED_LOG_ACCESS", "METRICS"]


def test_the_input_line_holds_the_home_and_the_output_line_its_price(
    app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = post(app, "/predict", V1).json
    out = capsys.readouterr().out
    (home,) = (line["home"] for line in lines(out, logs.INPUT))
    assert home["surface_covered"] == V1["surface_covered"]
    (outcome,) = lines(out, logs.OUTPUT)
    assert outcome["price"] == answer["precio_predicho"]
    assert outcome["model"] == FakeModel.version
    assert outcome["warnings"] == ["no_locality"]


def test_a_batch_leaves_one_line_of_each_kind(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict/batch", {"homes": [V1, V2]})
    out = capsys.readouterr().out
    (asked,), (answered,) = lines(out, logs.INPUT), lines(out, logs.OUTPUT)
    assert len(asked["homes"]) == len(answered["homes"]) == 2


def test_a_refusal_is_in_the_access_line_without_what_was_sent(
    app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    post(app, "/predict", {**V2, "l2": "calle-secreta-123"})
    out = capsys.readouterr().out
    (line,) = lines(out, logs.ACCESS)
    assert (line["status"], line["problem"]) == (422, "invalid")
    assert "secreta" not in out


def test_the_log_tells_neither_who_nor_exactly_where(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    secret = {"authorization": "Bearer t0ken", "cookie": "session=s3", "user_agent": "Somebody/1"}
    post(app, "/predict", {**V1, "locality": "Calle Falsa 123, 2º B", "lat": -34.603722}, **secret)
    out = capsys.readouterr().out
    for told in ("t0ken", "s3", "Somebody", "203.0.113.7", "Falsa", "34.603722"):
        assert told not in out
    (line,) = lines(out, logs.INPUT)
    assert (line["home"]["lat"], line["home"]["locality"]) == (-34.6, "(unlisted)")


def test_a_locality_of_the_model_s_own_is_logged(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict", {**V1, "locality": "Palermo"})
    assert logged(capsys, logs.INPUT)["home"]["locality"] == "Palermo"


def test_a_query_string_is_not_logged(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    ask(app, "GET", "/")
    assert "query" not in logged(capsys, logs.ACCESS)


def test_nobody_can_write_a_line_of_their_own(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    ask(app, "GET", '/x\n{"event":"WARMUP"}')
    assert [line["event"] for line in lines(capsys.readouterr().out)] == ["PRED_LOG_ACCESS", "METRICS"]


def test_a_line_is_ascii_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    logs.write("X", name="Córdoba \u2028 \ud800")
    assert capsys.readouterr().out.isascii()


def test_the_metrics_of_a_price_are_in_the_embedded_format(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    answer = post(app, "/predict", V2).json
    line = logged(capsys, logs.METRICS)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Tasador"
    assert directive["Dimensions"] == [["Function"]]
    assert isinstance(line["_aws"]["Timestamp"], int)
    for metric in directive["Metrics"]:
        assert metric["Unit"] == metrics.UNITS[metric["Name"]]
        assert line[metric["Name"]] is not None
    assert line["Price"] == [answer["precio_predicho"]]
    assert (line["Warnings"], line["Errors"], line["Rejected"], line["ColdStart"]) == (1, 0, 0, 1)
    assert line["Version"] == FakeModel.version


def test_what_is_unusual_for_a_region_is_told_of_each_home(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict/batch", {"homes": [V2, {**V2, "surface_covered": 170, "surface_total": 170}]})
    out = capsys.readouterr().out
    (line,), (outcome,) = lines(out, logs.METRICS), lines(out, logs.OUTPUT)
    assert (line["PriceUnusual"], line["SurfaceUnusual"]) == ([0, 1], [0, 1])
    assert [one["price_unusual"] for one in outcome["homes"]] == [0, 1]


def test_a_refusal_counts_as_rejected_and_has_no_price(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict", {})
    line = logged(capsys, logs.METRICS)
    assert (line["Rejected"], line["Errors"]) == (1, 0)
    assert "Price" not in json.dumps(line)


def test_the_second_request_is_not_cold(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    ask(app, "GET", "/")
    ask(app, "GET", "/")
    assert [line["ColdStart"] for line in lines(capsys.readouterr().out, logs.METRICS)] == [1, 0]


def test_a_metric_never_has_more_values_than_cloudwatch_takes(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    post(app, "/predict/batch", {"homes": [V2] * 150})
    assert len(logged(capsys, logs.METRICS)["Price"]) == 100


def test_the_metrics_belong_to_the_function(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "meli-api-lambda")
    metrics.emit("m-1", {"WarmUp": 1})
    assert logged(capsys, logs.METRICS)["Function"] == "meli-api-lambda"


def test_every_event_and_metric_is_in_the_readme() -> None:
    text = README.read_text()
    events = [value for name, value in vars(logs).items() if name.isupper() and isinstance(value, str)]
    assert len(events) >= 8
    for name in (*events, *metrics.UNITS, metrics.NAMESPACE, metrics.DIMENSION):
        assert f"`{name}`" in text, name


def test_of_a_flood_one_line_in_ten_is_written_and_says_so() -> None:
    now = [7.0]
    sampler = logs.Sampler(full=3, nth=10, clock=lambda: now[0])
    assert [sampler.weight() for _ in range(23)] == [1, 1, 1, *([0] * 9), 10, *([0] * 9), 10]
    now[0] = 8.2
    assert [sampler.weight() for _ in range(4)] == [1, 1, 1, 0]


def test_under_a_flood_access_lines_are_a_sample_and_faults_are_all_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The audit lines of a price and the metrics are written for each request, whatever comes."""
    sampler = logs.Sampler(full=1, nth=2, clock=lambda: 1.0)
    monkeypatch.setattr(logs, "Sampler", lambda: sampler)
    app = create_app(FakeModel(), ApiSettings())
    for _ in range(5):
        post(app, "/predict", V2)
    ask(app, "GET", "/nowhere")
    written = lines(capsys.readouterr().out)
    access = [(line["status"], line.get("stands_for")) for line in written if line["event"] == logs.ACCESS]
    assert access == [(200, None), (200, 2), (200, 2), (404, None)]
    events = [line["event"] for line in written]
    assert (events.count(logs.INPUT), events.count(logs.METRICS)) == (5, 6)
