"""What the dashboard in CloudWatch shows and the alarms watch is something that the service or AWS emits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from tasador import metrics
from tasador_emulator.standin.dashboard import dashboard
from tasador_emulator.standin.inputs import Inputs
from tasador_release.values import app

from tests.contract.app.emitted import AWS, emitted_by
from tests.infra import INFRA, files, settings

OWN = app.read(INFRA.parent).app
ALARMS = {**settings()["alarms"], **{key: asdict(alarm) for key, alarm in OWN.alarms.items()}}


def shown() -> Iterator[tuple[str, str, str]]:
    """(namespace, metric, dimension) of every line of dashboard.tf and app.json; a dot repeats what stands above."""
    (widgets,) = [block["aws_widgets"] for block in dict(files("app"))["dashboard.tf"]["locals"]]
    for graph in OWN.dashboard:
        yield from ((graph.namespace, metric, "Function") for metric in graph.metrics)
    for widget in widgets:
        above = ["", "", ""]
        for line in widget["metrics"]:
            above = [old if new == "." else new for old, new in zip(above, line[:3], strict=True)]
            yield above[0], above[1], above[2]


def test_every_metric_of_the_dashboard_is_emitted() -> None:
    lines = list(shown())
    assert {namespace for namespace, _, _ in lines} == {*AWS, metrics.NAMESPACE} - {"AWS/CloudFront"}
    for namespace, name, dimension in lines:
        names, dimensions = emitted_by(namespace)
        assert name in names, f"{namespace} has no {name}"
        assert dimension in dimensions


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_watches_what_is_emitted(name: str) -> None:
    names, _ = emitted_by(ALARMS[name]["namespace"])
    assert ALARMS[name]["metric"] in names


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_says_why_it_rings(name: str) -> None:
    assert len(ALARMS[name]["why"].split()) >= 4


UNSHADED = {"Requests", "Function"}  # as many as callers make


def test_every_graph_shades_what_is_usual_unless_callers_decide() -> None:
    place = {"region": "us-east-1", "account_id": "0" * 12, "endpoint": "http://127.0.0.1"}
    (made,) = dashboard(Inputs.of(INFRA.parent, stage="prod", **place))
    widgets = [one["properties"] for one in json.loads(made.arguments["dashboard_body"])["widgets"][1:]]
    assert {one["title"] for one in widgets if "annotations" not in one} == UNSHADED
    assert "Cost a day, USD, estimated" in {one["title"] for one in widgets}
