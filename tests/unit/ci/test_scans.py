"""What a scan says when it could not look: its report's reason, or what the scanner said when there is no report."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tasador_ci.project import Project
from tasador_ci.verbs import scans

from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine

SKIPPED = json.dumps({"dependencies": [{"name": "fastapi", "skip_reason": "not found"}]})


@pytest.mark.parametrize(
    ("report", "reason"), [(SKIPPED, "these were passed over: fastapi"), ("", "the index does not answer")]
)
def test_a_scan_that_could_not_look_says_why(engine: Engine, play: Play[Any], report: str, reason: str) -> None:
    engine.answers |= {"said": lambda _: report, "stderr": lambda _: "warning\nthe index does not answer"}

    async def audit(project: Project) -> str:
        return await scans.dependencies(project, allow_unscanned=True)

    assert f"audit of service/runtime.lock: NOT SCANNED, as allowed: {reason}" in play(audit)
