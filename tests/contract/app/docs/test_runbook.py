"""The runbook has no paragraph too many: each is of an alarm that there is, or of a symptom that leads to it."""

from __future__ import annotations

import json
import re

import pytest
from tasador_emulator.standin.dashboard import dashboard
from tasador_emulator.standin.inputs import Inputs

from tests import markdown
from tests.contract.docs.test_runbook import ALARMS, PARAGRAPHS, TEXT
from tests.paths import ROOT
from tests.place import REGION

BOARDS = ROOT / "monitor/provisioning/dashboards/tasador"
OF_AWS = {"Concurrent executions"}  # what Service Quotas calls a limit


def test_no_paragraph_is_of_an_alarm_that_is_gone() -> None:
    part = TEXT[TEXT.index("\n## Alarms\n") : TEXT.index("\n## What users see\n")]
    assert list(markdown.sections(part, 3)) == list(ALARMS)


def test_every_symptom_leads_to_a_paragraph_with_a_command() -> None:
    table = TEXT[TEXT.index("| you see |") : TEXT.index("\n## ")]
    led = [anchor for _, anchor in markdown.links(table) if anchor != "alarms"]
    assert set(led) == set(PARAGRAPHS) - set(ALARMS)
    assert [anchor for anchor in led if not markdown.commands(PARAGRAPHS[anchor])] == []


def titles() -> set[str]:
    """Of every graph, CloudWatch's and Grafana's."""
    (made,) = dashboard(Inputs.of(ROOT, stage="prod", region=REGION, account_id="0" * 12, endpoint="http://127.0.0.1"))
    ours = json.loads(made.arguments["dashboard_body"])["widgets"][1:]
    boards = [json.loads(path.read_text(encoding="utf-8"))["panels"] for path in BOARDS.glob("*.json")]
    return {one["properties"]["title"] for one in ours} | {panel["title"] for board in boards for panel in board}


@pytest.mark.parametrize("page", ["runbook", "operate"])
def test_every_graph_that_an_operator_is_sent_to_is_there(page: str) -> None:
    text = (ROOT / f"docs/operations/{page}.md").read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    named = set(re.findall(r'"([A-Z][^"\n]+)"', prose)) - OF_AWS
    shown = titles()
    assert named
    assert sorted(name for name in named if not any(title.startswith(name) for title in shown)) == []
