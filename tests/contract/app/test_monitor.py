"""Everything a dashboard shows is something that the service or AWS emits."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from tasador import logs
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings
from tasador_ci import images

from tests.contract.app.emitted import emitted_by
from tests.infra import INFRA, settings
from tests.unit.service.asking import V1, lines, post
from tests.unit.service.fake_model import FakeModel

ROOT: Final = INFRA.parent
MONITOR: Final = ROOT / "monitor"
BOARDS: Final = sorted((MONITOR / "provisioning/dashboards/tasador").glob("*.json"))
# what CloudWatch Logs finds in a line by itself; the last two only in Lambda's REPORT
DISCOVERED: Final = {"@timestamp", "@message", "@logStream", "@type", "@duration", "@initDuration"}
WORDS: Final = set(
    [
        "filter",
        "fields",
        "stats",
        "sort",
        "limit",
        "desc",
        "asc",
        "by",
        "as",
        "and",
        "or",
        "not",
        "in",
        "like",
        "ispresent",
        "count",
        "max",
        "min",
        "avg",
        "sum",
        "pct",
        "latest",
        "earliest",
        "bin",
    ]
)

AGAIN = "run: .run/venv/bin/python -m tests.boards"
ASKED_FOR: Final = {  # what whoever is woken looks for first
    "Count",
    "Latency",
    "Errors",
    "ColdStart",
    "WarmUp",
    "Price",
}


def board(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def targets(mode: str) -> list[tuple[str, dict[str, Any]]]:
    """(panel, target) of every query of one mode, on every board."""
    return [
        (f"{path.stem}: {panel['title']}", target)
        for path in BOARDS
        for panel in board(path)["panels"]
        for target in panel.get("targets", ())
        if target["queryMode"] == mode
    ]


METRICS: Final = [(panel, target) for panel, target in targets("Metrics")]
LOGS: Final = [(panel, target) for panel, target in targets("Logs")]


def flat(line: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in line.items():
        yield prefix + key
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")


@pytest.fixture(scope="module")
def emitted() -> dict[str, set[str]]:
    """Event to the fields of its line, as the source writes them."""
    found: dict[str, set[str]] = {}
    for event, fields in source_lines():
        found.setdefault(event, set()).update(fields)
    return found


@pytest.fixture
def request_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    post(create_app(FakeModel(), ApiSettings()), "/predict", V1)
    return lines(capsys.readouterr().out)


def source_lines() -> Iterator[tuple[str, set[str]]]:
    """Each `logs.write(logs.EVENT, field=…)` of the service."""
    for path in (ROOT / "service/src/tasador").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "logs.write" and node.args:
                event = getattr(logs, ast.unparse(node.args[0]).removeprefix("logs."))
                yield event, {keyword.arg for keyword in node.keywords if keyword.arg}


def events(query: str) -> set[str]:
    return set(re.findall(r'event = "([A-Z_]+)"', query))


def fields(query: str) -> set[str]:
    """The names that a query reads: without words of the language, texts, numbers, and names it gives itself."""
    bare = re.sub(r'"[^"]*"|bin\([^)]*\)', " ", query)
    given = set(re.findall(r"\bas ([a-z_0-9]+)", bare))
    return set(re.findall(r"@?[A-Za-z_][A-Za-z_0-9.]*", bare)) - WORDS - given


def test_there_is_something_on_the_boards() -> None:
    shown = {target["metricName"] for _, target in METRICS}
    assert shown >= ASKED_FOR
    text = " ".join(target["expression"] for _, target in LOGS)
    assert "home.l2" in text, "prices by region"
    assert "by bin(1h), model" in text, "model version"


@pytest.mark.parametrize(("panel", "target"), METRICS, ids=[f"{panel}/{t['refId']}" for panel, t in METRICS])
def test_every_metric_is_emitted(panel: str, target: dict[str, Any]) -> None:
    names, dimensions = emitted_by(target["namespace"])
    assert target["metricName"] in names, panel
    assert set(target["dimensions"]) == dimensions, panel


@pytest.mark.parametrize(("panel", "target"), LOGS, ids=[panel for panel, _ in LOGS])
def test_every_log_field_is_emitted(
    panel: str, target: dict[str, Any], emitted: dict[str, set[str]], request_lines: list[dict[str, Any]]
) -> None:
    query = target["expression"]
    assert events(query) <= set(emitted), panel
    known = {"event"} | DISCOVERED | {field for event in events(query) for field in emitted[event]}
    known |= {field for line in request_lines if line["event"] in events(query) for field in flat(line)}
    assert fields(query) <= known, f"{panel} reads what no line has"


def test_a_name_that_is_not_emitted_would_be_noticed() -> None:
    assert fields('filter event = "INIT" | stats max(redy_ms) as slowest by bin(1h), model') == {
        "event",
        "redy_ms",
        "model",
    }


def test_every_name_of_ours_is_that_of_the_settings() -> None:
    raw = settings()
    ours = {
        "ApiName": raw["api"],
        "FunctionName": raw["function"],
        "Function": raw["function"],
        "RuleName": raw["warmup"]["rule"],
    }
    for panel, target in METRICS:
        for dimension, value in target["dimensions"].items():
            assert value in (f"{ours.get(dimension)}${{suffix}}", "$distribution", "Global"), panel
    assert {name for _, target in LOGS for name in target["logGroupNames"]} == {
        f"/aws/lambda/{raw['function']}${{suffix}}"
    }


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_every_variable_of_a_board_is_declared(path: Path) -> None:
    declared = {variable["name"] for variable in board(path)["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z]+)\}?", json.dumps(board(path)["panels"])))
    assert used == declared


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_every_panel_says_what_it_shows_and_reads_our_data_source(path: Path) -> None:
    (source,) = yaml.safe_load((MONITOR / "provisioning/datasources/cloudwatch.yaml").read_text())["datasources"]
    panels = [panel for panel in board(path)["panels"] if panel["type"] != "row"]
    assert panels
    for panel in panels:
        assert panel["description"], panel["title"]
        assert panel["datasource"] == {"type": source["type"], "uid": source["uid"]}


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_no_two_panels_lie_on_each_other(path: Path) -> None:
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in board(path)["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_compose_and_pipeline_start_the_same_grafana_with_the_same_folder() -> None:
    compose = yaml.safe_load((MONITOR / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["grafana"]
    source = (ROOT / "ci/src/tasador_ci/verbs/serve.py").read_text(encoding="utf-8")
    assert compose["image"] == images.tagged(images.GRAFANA)
    (folder,) = [volume.split(":")[1] for volume in compose["volumes"]]
    assert f'"{folder}"' in source
    provider = yaml.safe_load((MONITOR / "provisioning/dashboards/tasador.yaml").read_text(encoding="utf-8"))
    assert provider["providers"][0]["options"]["path"] == f"{folder}/dashboards/tasador"


def test_grafana_listens_on_this_machine_alone() -> None:
    compose = yaml.safe_load((MONITOR / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["grafana"]
    assert all(port.startswith("127.0.0.1:") for port in compose["ports"])


GRAPHS: Final = [
    (path.stem, panel) for path in BOARDS for panel in board(path)["panels"] if panel["type"] == "timeseries"
]
BANDS: Final = json.loads((MONITOR / "bands.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "panel"), GRAPHS, ids=[f"{name}/{panel['title']}" for name, panel in GRAPHS])
def test_every_graph_shades_what_is_usual_or_says_why_it_cannot(name: str, panel: dict[str, Any]) -> None:
    band, shown = BANDS[name][panel["title"]], panel["fieldConfig"]["defaults"]
    if isinstance(band, str):
        assert len(band.split()) > 3
        return
    low, high = band
    assert low < high
    assert [step["value"] for step in shown["thresholds"]["steps"]] == [None, low, high], AGAIN
    assert shown["custom"]["thresholdsStyle"] == {"mode": "area"}


def test_no_band_is_of_a_graph_that_is_gone() -> None:
    assert {name: set(bands) for name, bands in BANDS.items()} == {
        path.stem: {panel["title"] for stem, panel in GRAPHS if stem == path.stem} for path in BOARDS
    }


def test_a_band_of_grafana_is_that_of_the_alarm_or_of_the_settings() -> None:
    own, service, prices = settings(), BANDS["service"], BANDS["prices"]
    assert service["API, as callers see it"] == [0, own["alarms"]["api-p95"]["threshold"]]
    assert service["Turned away"] == [0, own["alarms"]["function-throttles"]["threshold"]]
    assert service["Environments at once"] == own["usual"]["environments"]
    assert service["Function, as Lambda bills it"] == own["usual"]["latency_p50_ms"]
    usual = {graph["title"]: graph.get("usual") for graph in json.loads((ROOT / "app.json").read_text())["dashboard"]}
    assert prices["Price"] == usual["Prices, USD"]
