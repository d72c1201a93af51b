"""The runbook keeps its word: a paragraph with a command for every alarm and symptom, each command one that exists."""

from __future__ import annotations

import re
import shlex

import pytest
from tasador_emulator.standin.alarms import alarms
from tasador_emulator.standin.inputs import Inputs
from tasador_release.values import app

from tests import markdown
from tests.contract.docs import commands
from tests.infra import INFRA, resources, settings
from tests.paths import ROOT

TEXT = (ROOT / "docs" / "operations" / "runbook.md").read_text(encoding="utf-8")
PARAGRAPHS = markdown.sections(TEXT, 3)
ALARMS = (*settings()["alarms"], *app.read(ROOT).app.alarms)
LINKED = r"docs/operations/runbook\.md#([\w-]+)"


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_has_its_paragraph(name: str) -> None:
    assert len(PARAGRAPHS[name].split()) > 5
    assert markdown.commands(PARAGRAPHS[name]) or "](#" in PARAGRAPHS[name], "a command to type, or where it stands"


def test_the_message_of_every_alarm_links_its_paragraph() -> None:
    template = resources("app")["aws_cloudwatch_metric_alarm.this"]["alarm_description"]
    assert template.endswith("docs/operations/runbook.md#${each.key}")
    place = {"region": "us-east-1", "account_id": "0" * 12, "endpoint": "http://127.0.0.1"}
    made = [one for one in alarms(Inputs.of(INFRA.parent, stage="prod", **place)) if "alarm_name" in one.arguments]
    linked = [re.findall(LINKED, one.arguments["alarm_description"]) for one in made]
    assert linked == [[name] for name in ALARMS]
    assert set(ALARMS) <= set(markdown.anchors(TEXT))


@pytest.mark.parametrize("command", sorted(set(markdown.commands(TEXT))))
def test_every_command_exists_with_its_options(command: str) -> None:
    assert commands.faults(command) == []


def test_no_command_names_what_is_a_setting() -> None:
    """In a stack that was renamed, or in another stage, it would find nothing."""
    found = settings()
    keys = ("function", "role", "repository", "api", "topic", "origin_access_control", "headers_policy")
    names = {*(found[key] for key in keys), *found["account"].values()}
    names |= {found["warmup"][key] for key in ("connection", "destination", "rule", "role")}
    documents = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")]
    given = {command for text in documents for command in commands.given(text)}
    assert sorted(command for command in given if any(name in shlex.split(command) for name in names)) == []


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("aws events describe-rules", "aws events has no describe-rules"),
        ("aws events describe-rule --names x", "no option --names"),
        ("dagger call rollbak", "no function rollbak"),
        ("systemctl restart tasador", "systemctl is not a command that the reader has"),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(command: str, fault: str) -> None:
    assert commands.faults(command) == [fault]
