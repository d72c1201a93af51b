"""`dagger call rehearse --passes 2`: one report a pass, each with its own time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from tasador_ci import messages
from tasador_ci.verbs import pipeline
from tasador_release.report.report import Report


def test_the_second_pass_does_not_count_the_time_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ages = iter([15.5, 16.0, 18.5, 19.0])  # as each report is written, and after it

    async def reported(_: object, title: str, *__: object, **___: object) -> Report:
        return Report(title, "emulator", "none", "now", ())

    monkeypatch.setattr(messages, "age_s", lambda: next(ages))
    monkeypatch.setattr(pipeline, "reported", reported)
    rehearsed: Any = SimpleNamespace(
        contract=SimpleNamespace(app=SimpleNamespace(title="Echo")), again=lambda _: rehearsed
    )
    said = anyio.run(pipeline._passes, rehearsed, None, 2, None)
    first, second = said.split("pass 2")
    assert "done in 15.5 s" in first
    assert "done in 2.5 s" in second
