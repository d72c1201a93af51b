"""The workflows against the module they call: versions, functions, options, pins, permissions."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagger.mod import default_module
from dagger.mod._resolver import Function
from tasador_ci.checks import Checks
from tasador_ci.main import Tasador
from tasador_ci.nouns.github import GitHub
from tasador_ci.verbs import inspection

from tests import dagger_calls
from tests.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MODULE = json.loads((ROOT / "dagger.json").read_text())
PINNED = re.compile(r"^[\w.-]+/[\w.-]+@[0-9a-f]{40}$")
# what a job may ask for beside reading the repository
PERMISSIONS = {
    "tasador/check": {},
    "tasador/train": {},
    "tasador/plan": {"id-token": "write", "pull-requests": "write"},
    "tasador/deploy": {"id-token": "write", "deployments": "write", "pull-requests": "read"},
    "preview/deploy": {"id-token": "write", "deployments": "write", "pull-requests": "write"},
    "preview/close": {"id-token": "write", "deployments": "write", "pull-requests": "write"},
    "nightly/drift": {"id-token": "write"},
    "nightly/scan": {},
    "nightly/long": {},
    "nightly/audit": {},
    "rollback/rollback": {"id-token": "write"},
}
# what the call said: the action's own summary names the command and the trace alone
SUMMARY = """printf '```text\\n%s\\n```\\n' "$SAID" >> "$GITHUB_STEP_SUMMARY"\n"""
OBJECTS: dict[str, type] = {"checks": Checks, "github": GitHub}


def workflow(path: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load(path.read_text())
    return parsed


def jobs() -> dict[str, dict[str, Any]]:
    """Every job, by workflow and name."""
    return {f"{path.stem}/{name}": job for path in WORKFLOWS for name, job in workflow(path)["jobs"].items()}


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = job["steps"]
    return found


def calls(job: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps that call the module: the job's own, and where there is one, that for a job that failed."""
    return [step for step in steps(job) if step.get("uses", "").startswith("dagger/")]


def call(job: dict[str, Any]) -> str:
    """What the job's own call of the module says; "" where it runs the checks."""
    (step,) = [step["with"] for step in calls(job) if "if" not in step]
    return str(step.get("call", ""))


def functions(cls: type) -> dict[str, Function[Any, Any]]:
    return {
        (name or "").replace("_", "-"): one for name, one in default_module()._objects[cls.__name__].functions.items()
    }


def options(function: Function[Any, Any]) -> set[str]:
    return {re.sub("(?<!^)(?=[A-Z])", "-", name).replace("_", "-").lower() for name in function.parameters}


def test_every_workflow_has_its_jobs_in_the_list_of_permissions() -> None:
    assert set(jobs()) == set(PERMISSIONS)


@pytest.mark.parametrize("name", PERMISSIONS)
def test_nothing_is_permitted_unless_a_job_asks_for_it(name: str) -> None:
    assert jobs()[name]["permissions"] == {"contents": "read", **PERMISSIONS[name]}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_call_that_was_answered_does_not_fail_as_its_session_ends(path: Path) -> None:
    assert workflow(path)["env"]["_EXPERIMENTAL_DAGGER_SHUTDOWN_TIMEOUT"] == "2m"


@pytest.mark.parametrize("name", PERMISSIONS)
def test_who_goes_to_the_account_says_who_calls(name: str) -> None:
    """The lock and the record name the person and the run: a container of the engine knows neither."""
    goes = any("aws-actions/" in step.get("uses", "") for step in steps(jobs()[name]))
    assert [word for word in call(jobs()[name]).split() if word.startswith("--by")] == ["--by=${{"] * goes
    assert call(jobs()[name]).count("--by=${{ env.BY }} ") == goes


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_the_caller_is_the_person_and_the_try_of_the_run_in_one_word(path: Path) -> None:
    known = {"triggering_actor": "ana", "server_url": "https://github.com", "repository": "ana/homes"}
    known |= {"run_id": "17", "run_attempt": "2"}
    by = re.sub(r"\$\{\{ github\.(\w+) \}\}", lambda found: known[found[1]], workflow(path)["env"]["BY"])
    assert by == "ana,https://github.com/ana/homes/actions/runs/17/attempts/2"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_itself_permits_nothing(path: Path) -> None:
    assert workflow(path)["permissions"] == {}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_a_job_is_one_call_pinned_and_without_logic(name: str) -> None:
    for step in steps(jobs()[name]):
        assert "run" in step or PINNED.match(step["uses"]), step
        assert "run" not in step or step.get("if") == "failure()" or step["run"] == SUMMARY
    assert {step["with"]["version"] for step in calls(jobs()[name])} == {MODULE["engineVersion"]}


@pytest.mark.parametrize("name", [name for name in PERMISSIONS if name != "tasador/check"])
def test_every_call_is_one_that_the_module_understands(name: str) -> None:
    constructor: Function[Any, Any] = default_module()._objects["Tasador"].get_constructor()
    words = shlex.split(re.sub(r"\$\{\{.*?\}\}", "x", call(jobs()[name])))
    known, reached = options(constructor), functions(Tasador)
    for word in words:
        if word.startswith("--"):
            assert word[2:].partition("=")[0] in known, f"{word} in {name}"
        else:
            assert word in reached, f"{word} in {name}"
            known, reached = options(reached[word]), functions(OBJECTS[word]) if word in OBJECTS else {}
    assert reached == {}, "the call ends at a noun"


@pytest.mark.parametrize("name", [name for name in PERMISSIONS if name != "tasador/check"])
def test_every_call_survives_the_action_s_own_shell(name: str) -> None:
    """It echoes the call between single quotation marks and uses it bare: marks are lost, and words fall apart."""
    for step in calls(jobs()[name]):
        assert not set("'\"\\\\`") & set(step["with"]["call"])


@pytest.mark.parametrize("name", ["tasador/plan", "tasador/deploy", "preview/deploy"])
def test_what_was_planned_or_deployed_stands_in_the_job_s_summary(name: str) -> None:
    (step,) = [step for step in steps(jobs()[name]) if step.get("run") == SUMMARY]
    (dagger,) = [step for step in calls(jobs()[name]) if "if" not in step]
    assert step["env"] == {"SAID": f"${{{{ steps.{dagger['id']}.outputs.output }}}}"}


def test_the_sdk_is_the_one_of_the_engine() -> None:
    text = (ROOT / "ci" / "pyproject.toml").read_text()
    assert f"dagger-io=={MODULE['engineVersion'].removeprefix('v')}" in text


def test_only_the_role_s_arn_is_a_secret() -> None:
    secrets = {name for path in WORKFLOWS for name in re.findall(r"secrets\.(\w+)", path.read_text())}
    assert secrets == {"AWS_ROLE_ARN"}


def test_two_deploys_never_run_side_by_side_and_no_rollback_beside_one() -> None:
    group = workflow(ROOT / ".github/workflows/tasador.yml")["concurrency"]
    assert group["group"].endswith("|| 'main' }}")
    assert group["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    back = workflow(ROOT / ".github/workflows/rollback.yml")["concurrency"]
    assert back == {"group": "tasador-main"}


def test_a_preview_is_never_cut_off_half_way() -> None:
    assert "cancel-in-progress" not in workflow(ROOT / ".github/workflows/preview.yml")["concurrency"]


@pytest.mark.parametrize("name", ["tasador/check", "tasador/plan"])
def test_a_pull_request_deploys_nothing(name: str) -> None:
    job = jobs()[name]
    assert "pull_request" in job["if"]
    assert "deploy" not in call(job)


@pytest.mark.parametrize("name", ["tasador/plan", "preview/deploy", "preview/close"])
def test_a_fork_gets_no_role(name: str) -> None:
    assert "github.event.pull_request.head.repo.full_name == github.repository" in jobs()[name]["if"]


def test_the_two_roles_of_the_main_line_are_never_the_preview_s() -> None:
    for name, job in jobs().items():
        roles = [step["with"]["role-to-assume"] for step in steps(job) if "aws-actions" in step.get("uses", "")]
        if name.startswith("preview/"):
            assert roles == ["${{ vars.AWS_PREVIEW_ROLE_ARN }}"]
        elif roles:
            wanted = "secrets.AWS_ROLE_ARN" if name in ("tasador/deploy", "rollback/rollback") else "AWS_PLAN_ROLE_ARN"
            assert wanted in roles[0], name


def without_keys(words: str) -> str:
    """A job has the keys of a role in its environment, a laptop a command that gives some; its caller is another."""
    return re.sub(r"--aws[a-z-]*=(?:'[^']*'|\S+) ", "", words).replace("--by=${{ env.BY }} ", "")


# what puts things back or takes them down is no failure to look for on a laptop
NOT_REPEATED = {"preview/close", "rollback/rollback"}


@pytest.mark.parametrize("name", sorted(set(PERMISSIONS) - NOT_REPEATED))
def test_a_job_that_failed_prints_the_line_that_does_the_same_on_a_laptop(name: str) -> None:
    """It runs the job's own call where that needs no token of GitHub's, and changes nothing."""
    (step,) = [step for step in steps(jobs()[name]) if step.get("if") == "failure()" and "run" in step]
    (line,) = re.findall(
        r"dagger -m github\.com/\$GITHUB_REPOSITORY@\$(?:COMMIT|GITHUB_SHA) call ([^\"]+)", step["run"]
    )
    assert not dagger_calls.faults(line.replace("$NUMBER", "7"))
    own, line = without_keys(call(jobs()[name])), without_keys(line)
    assert line == own if own and "github" not in own else line.split()[-1] in ("all", "plan", "--dry-run")


# a deploy compares with what stands, which is in no commit; what else a job takes is in its commit or in the account
WITH_INPUTS = {"tasador/deploy": "", "preview/deploy": "--stage=pr-${{ github.event.number }} "}


@pytest.mark.parametrize("name", WITH_INPUTS)
def test_a_deploy_that_failed_leaves_its_inputs_as_the_files_that_its_line_takes(name: str) -> None:
    own, kept, printed = [step for step in steps(jobs()[name]) if step.get("if") == "failure()"]
    assert without_keys(own["with"]["call"]) == f"{WITH_INPUTS[name]}debug inputs export --path=inputs"
    assert not dagger_calls.faults(re.sub(r"\$\{\{.*?\}\}", "7", own["with"]["call"]))
    assert (kept["with"]["name"], kept["with"]["path"]) == ("inputs", "inputs")
    assert "gh run download $GITHUB_RUN_ID --repo $GITHUB_REPOSITORY --name inputs --dir inputs && " in printed["run"]
    assert f"--stack-outputs=inputs/{inspection.OUTPUTS} " in printed["run"]
