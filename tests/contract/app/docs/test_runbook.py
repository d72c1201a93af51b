"""The runbook has no paragraph too many: each is of an alarm that there is, or of a symptom that leads to it."""

from __future__ import annotations

from tests import markdown
from tests.contract.docs.test_runbook import ALARMS, PARAGRAPHS, TEXT


def test_no_paragraph_is_of_an_alarm_that_is_gone() -> None:
    part = TEXT[TEXT.index("\n## Alarms\n") : TEXT.index("\n## What users see\n")]
    assert list(markdown.sections(part, 3)) == list(ALARMS)


def test_every_symptom_leads_to_a_paragraph_with_a_command() -> None:
    table = TEXT[TEXT.index("| you see |") : TEXT.index("\n## ")]
    led = [anchor for _, anchor in markdown.links(table) if anchor != "alarms"]
    assert set(led) == set(PARAGRAPHS) - set(ALARMS)
    assert [anchor for anchor in led if not markdown.commands(PARAGRAPHS[anchor])] == []
