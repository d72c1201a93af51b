from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from tasador.api import responses
from tasador.entry import function, handler
from tasador.errors import UnknownEventError

from tests.paths import ROOT
from tests.unit.service.asking import lines

EVENTS = ROOT / "tests" / "events"
WARMUPS = ("warmup_api_destination", "warmup_eventbridge_schedule", "warmup_eventbridge_body")


class Context:
    aws_request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"


def recorded(name: str) -> dict[str, Any]:
    event = json.loads((EVENTS / f"{name}.json").read_text())
    assert isinstance(event, dict)
    return event


def invoke(event: Any) -> dict[str, Any]:  # noqa: ANN401 - an event may be anything
    return handler.handler(event, Context())


@pytest.fixture
def no_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: object) -> None:
        raise AssertionError("the web app was reached")

    monkeypatch.setattr(function, "_adapter", reached)


@pytest.mark.parametrize("name", sorted(path.stem for path in EVENTS.glob("*_predict_*.json")))
def test_a_recorded_request_is_priced(name: str) -> None:
    reply = invoke(recorded(name))
    assert reply["statusCode"] == 200
    assert reply["isBase64Encoded"] is False
    responses.Price.model_validate_json(reply["body"])


@pytest.mark.parametrize("name", ["rest_status", "rest_console_test_without_headers"])
def test_the_root_answers_through_the_gateway(name: str) -> None:
    reply = invoke(recorded(name))
    assert reply["statusCode"] == 200
    assert json.loads(reply["body"])["status"] == "ok"


def test_a_problem_leaves_as_text_and_not_in_base64() -> None:
    reply = invoke({**recorded("rest_predict_v2"), "body": "{}"})
    assert reply["statusCode"] == 422
    assert reply["headers"]["content-type"] == "application/problem+json"
    assert reply["isBase64Encoded"] is False
    responses.Problem.model_validate_json(reply["body"])


def test_a_request_without_a_body_is_malformed() -> None:
    assert invoke({**recorded("rest_predict_v2"), "body": None})["statusCode"] == 400


@pytest.mark.usefixtures("no_app")
@pytest.mark.parametrize("name", WARMUPS)
def test_a_warm_up_is_answered_before_the_web_app(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    reply = invoke(recorded(name))
    assert reply["statusCode"] == 200
    assert json.loads(reply["body"])["status"] == "warm"
    out = capsys.readouterr().out
    (line,) = lines(out, "WARMUP")
    assert line["request_id"] == Context.aws_request_id
    (measured,) = lines(out, "METRICS")
    assert measured["WarmUp"] == 1


def test_a_warm_up_prices_the_same_home_whatever_it_brings_and_the_alarm_knows_its_price(
    capsys: pytest.CaptureFixture[str],
) -> None:
    capsys.readouterr()
    other = {"headers": {"x-warmup": "active"}, "body": json.dumps({"l2": "Otros", "surface_total": 9999})}
    prices = [json.loads(invoke(event)["body"])["price"] for event in (recorded(WARMUPS[0]), other)]
    assert prices[0] == prices[1]
    assert [line["CheckedPrice"] for line in lines(capsys.readouterr().out, "METRICS")] == prices
    alarm = json.loads((ROOT / "app.json").read_text())["alarms"]["check-price"]
    low, high = (float(number) for number in re.findall(r"\d{4,}", alarm["expression"]))
    assert low * 1.2 < prices[0] < high / 1.2, "move the band in app.json with the model"


@pytest.mark.usefixtures("no_app")
@pytest.mark.parametrize("where", ["headers", "multiValueHeaders"])
@pytest.mark.parametrize("header", ["x-warmup", "X-Warmup", "X-WARMUP"])
def test_the_warm_up_header_is_known_in_any_case(where: str, header: str) -> None:
    value: object = "active" if where == "headers" else ["active"]
    event = {**recorded("rest_predict_v2"), "headers": None, "multiValueHeaders": None, where: {header: value}}
    assert json.loads(invoke(event)["body"])["status"] == "warm"


@pytest.mark.usefixtures("no_app")
def test_a_rule_may_send_the_header_as_its_whole_body() -> None:
    for event in ({"x-warmup": "active"}, {"headers": {"X-Warmup": "active"}}):
        assert invoke(event)["statusCode"] == 200


def test_the_rule_s_own_body_is_the_recorded_one() -> None:
    body = json.loads((ROOT / "service/samples/full.json").read_text())
    assert body == recorded("warmup_eventbridge_body")
    assert body == json.loads(recorded("warmup_api_destination")["body"])


@pytest.mark.usefixtures("no_app")
@pytest.mark.parametrize(
    "event",
    [
        recorded("unknown_s3"),
        {},
        {"requestContext": None},
        {"requestContext": {}},
        {"requestContext": {"elb": {}}, "httpMethod": "GET", "path": "/"},
        {"version": "2.0", "requestContext": {"http": None}},
        {**recorded("rest_predict_v2"), "body": {"l2": "Otros"}},
        {**recorded("rest_predict_base64"), "body": "a"},
        [],
        None,
        "l2",
        7,
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_unknown_event_is_one_clear_line_and_a_typed_error(
    event: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnknownEventError, match="next: invoke through API Gateway") as caught:
        invoke(event)
    out = capsys.readouterr().out
    (line,) = lines(out, "UNKNOWN_EVENT")
    assert line["error"] == "UnknownEventError"
    assert line["detail"] == str(caught.value)
    (counted,) = lines(out, "METRICS")
    assert counted["UnknownEvent"] == 1
    assert [one["Name"] for one in counted["_aws"]["CloudWatchMetrics"][0]["Metrics"]] == ["UnknownEvent"]


@pytest.mark.usefixtures("no_app")
def test_an_unknown_event_tells_its_keys_but_none_of_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnknownEventError, match="Records"):
        invoke(recorded("unknown_s3"))
    assert "private" not in capsys.readouterr().out


def test_an_unknown_event_leaves_no_trace_but_the_handler_s_own_line() -> None:
    with pytest.raises(UnknownEventError) as caught:
        invoke({})
    service = Path(function.__file__).parent  # a clone's own folder may be called tasador as well
    traced = traceback.extract_tb(caught.value.__traceback__)
    ours = [frame for frame in traced if Path(frame.filename).is_relative_to(service)]
    assert [frame.name for frame in ours] == ["handler"]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_openapi_document_names_the_prefix_it_was_asked_under() -> None:
    servers = {}
    for path in ("/openapi.json", "/api/openapi.json"):
        event = recorded("rest_status")
        event = {**event, "path": path, "requestContext": {**event["requestContext"], "path": f"/prod{path}"}}
        servers[path] = json.loads(invoke(event)["body"])["servers"]
    assert servers == {"/openapi.json": [{"url": "/prod"}], "/api/openapi.json": [{"url": "/api"}]}


def test_garbage_is_collected_again_after_the_start() -> None:
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


def test_only_the_first_request_is_a_cold_one(capsys: pytest.CaptureFixture[str]) -> None:
    invoke(recorded("rest_status"))
    invoke(recorded("rest_status"))
    assert lines(capsys.readouterr().out, "PRED_LOG_ACCESS")[-1]["cold"] is False


def test_without_its_model_the_function_fails_with_one_clear_line(tmp_path: Path) -> None:
    artifact = tmp_path / "price.gz"
    environment = {**os.environ, "TASADOR_MODEL": str(artifact), "PYTHONPATH": str(ROOT / "service/src")}
    ended = subprocess.run(
        [sys.executable, "-c", "import tasador.entry.handler"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    (line,) = lines(ended.stdout)
    assert line["error"] == "ModelError"
    assert str(artifact) in line["detail"]
