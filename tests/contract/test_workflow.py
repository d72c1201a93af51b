"""The workflow against the module it calls: version, functions, pins, permissions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MODULE = json.loads((ROOT / "dagger.json").read_text())
PINNED = re.compile(r"^[\w.-]+/[\w.-]+@[0-9a-f]{40}$")


def workflow() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load(WORKFLOWS[0].read_text())
    return parsed


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def dagger_steps() -> list[dict[str, Any]]:
    return [step["with"] for step in steps() if step["uses"].startswith("dagger/")]


def test_there_is_one_workflow() -> None:
    assert len(WORKFLOWS) == 1


def test_every_action_is_pinned_by_commit() -> None:
    for step in steps():
        assert PINNED.match(step["uses"]), step["uses"]


def test_there_is_no_logic_beside_the_calls() -> None:
    assert not [step for step in steps() if "run" in step]


def test_the_engine_is_the_one_of_the_module() -> None:
    assert {step["version"] for step in dagger_steps()} == {MODULE["engineVersion"]}


def test_the_sdk_is_the_one_of_the_engine() -> None:
    text = (ROOT / "ci" / "pyproject.toml").read_text()
    assert f"dagger-io=={MODULE['engineVersion'].removeprefix('v')}" in text


def test_every_function_it_calls_is_in_the_module() -> None:
    main = (ROOT / "ci" / "src" / "tasador_ci" / "main.py").read_text()
    called = [step["call"].split()[-1] for step in dagger_steps() if "call" in step]
    assert sorted(called) == ["deploy", "plan"]
    for name in called:
        assert f"def {name}(" in main


def test_nothing_is_permitted_unless_a_job_asks_for_it() -> None:
    assert workflow()["permissions"] == {}
    for name, job in workflow()["jobs"].items():
        token = {"id-token": "write"} if name in ("plan", "deploy") else {}
        assert job["permissions"] == {"contents": "read", **token}, name


def test_only_the_role_s_arn_is_a_secret() -> None:
    secrets = set(re.findall(r"secrets\.(\w+)", WORKFLOWS[0].read_text()))
    assert secrets == {"AWS_ROLE_ARN"}


def test_two_deploys_never_run_side_by_side() -> None:
    group = workflow()["concurrency"]
    assert "main" in group["group"]
    assert group["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


@pytest.mark.parametrize("name", ["check", "plan"])
def test_a_pull_request_deploys_nothing(name: str) -> None:
    job = workflow()["jobs"][name]
    assert "pull_request" in job["if"]
    assert "deploy" not in json.dumps(job["steps"])
