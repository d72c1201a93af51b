"""Where each command of the documents is executed, and of those that no test can execute, why.

That its program understands it is held in test_commands.py; what `dagger call` does is executed on an engine.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.contract.docs import commands
from tests.engine.conftest import copied
from tests.paths import ROOT, documents

TERRAFORM: Final = "tests/contract/infra/test_infra_terraform.py"
APPLIED: Final = "ci/src/tasador_release/recipes.py"  # what the emulator's and the engine's ring apply with
RELEASE: Final = ("tests/contract/docs/test_releasing.py", "typed(block")
# typed by this file: what writes a file of the repo again, and what prints
WRITES: Final = {
    "python -m tasador.training.site",
    "python -m tests.aws.permissions",
    "python -m tests.boards",
    "python -m tests.reference",
}
PRINTS: Final = {"python -m tasador.api.openapi", "python -m tests.mutation", "./run doctor"}
# elsewhere: the command, as far as it has a name of its own, the file that executes it or all that it does, and by
# which words
ELSEWHERE: Final = {
    "./run bench": ("tests/rings.py", '"-m", "bench", "--held"'),
    "./run check": ("tests/rings.py", '"ruff", "check"'),
    "./run dev": ("tests/browser/test_dev.py", '"tasador_local", "dev"'),
    "./run docs": ("tests/rings.py", '("./run", "docs")'),
    "./run rehearse": ("tests/emulator/rehearsal/test_rehearsal.py", '"tasador_local", "rehearse"'),
    "./run test": (".ci/run", "./run test"),
    "./run train": ("tests/training/test_evaluation.py", "cli.main(["),
    "./run trial": ("tests/emulator/rehearsal/test_trial.py", "LocalTrial("),
    "./run venv": (".ci/run", "./run test"),  # which begins with it
    "python -m tasador_local.version": RELEASE,
    "python -m tests.faults.reliability": ("tests/faults/test_standing.py", "document(found, wrong)"),
    "python -m tests.training.answers": ("tests/training/test_files.py", "answers.render()"),
    "python3 -c": ("tests/engine/test_debug.py", "import boto3; print(boto3.client("),
    "curl": ("tests/contract/app/docs/test_api_docs.py", '"sh": ["sh"]'),
    "cp": ("tests/renamed.py", 'copytree(folder / "tests/echo"'),
    "git rm": ("tests/renamed.py", "TESTS_OF_THE_APP"),
    "cd": RELEASE,
    "mkdir": RELEASE,
    "tar": RELEASE,
    "sha256sum": RELEASE,
    "git commit": RELEASE,
    "git push": RELEASE,
    "git tag": RELEASE,
    "git add": ("tests/renamed.py", '"git", "add", "-A"'),
    "gh release": RELEASE,  # by a stand-in that keeps what it was told
    "dagger functions": ("bench/calls.py", '"functions"'),
    "dagger call": RELEASE,
    "npm build": ("tests/rings.py", '"npm", "run", "build"'),
    "npm lint": ("tests/rings.py", '"npm", "run", "lint"'),
    "npm test": ("tests/rings.py", '"npm", "run", "test"'),
    "npm dev": ("tests/browser/test_dev.py", '"tasador_local", "dev"'),
    "npm types": ("tests/engine/test_works.py", "page-types"),
    "npm visit": ("tests/browser/conftest.py", "e2e/visit.mjs"),
    "terraform init": (APPLIED, '"init"'),
    "terraform plan": (APPLIED, '"plan"'),
    "terraform apply": (APPLIED, '"apply"'),
    "terraform show": (APPLIED, '"show"'),
    "terraform output": (APPLIED, '"output"'),
    "terraform test": (TERRAFORM, '"test"'),
}
EXECUTED: Final = WRITES | PRINTS | ELSEWHERE.keys()
NOT_EXECUTED: Final = {
    "aws": "wants an account; its words are held against AWS's own models of its API",
    "gh api": "wants GitHub",
    "gh repo": "wants GitHub",
    "gh run": "wants GitHub",
    "gh secret": "wants GitHub",
    "gh variable": "wants GitHub",
    "git log": "reads the history of a clone, and changes nothing",
    "docker": "starts Grafana of its image, which no test loads; the boards themselves are tested",
    "terraform providers": "loads the provider from HashiCorp",
    "dagger check": "all checks at once; each by itself is executed by the engine's ring",
    "dagger generate": "all generators at once; each by itself is executed by the engine's ring",
    "dagger setup": "is of 1.0, which has no engine yet that the rings run on",
    "dagger up": "all services at once; each by itself is executed by the engine's ring",
}
GIVEN: Final = sorted({command for path in documents() for command in commands.given(path.read_text("utf-8"))})


def named(command: str) -> str:
    """The command without its options and what it is given, as the tables above have it."""
    program, *words = shlex.split(command)
    if program.endswith("venv/bin/python"):
        return f"python -m {words[1]}"
    if program == "npm":
        return f"npm {next(word for word in (*words, 'test') if word not in ('run', '--prefix', 'web'))}"
    if program in ("curl", "cp", "cd", "mkdir", "tar", "sha256sum", "aws", "docker"):
        return program
    if program == "python3":
        return " ".join([program, *words[:1]])
    own = [word for word in words if not word.startswith("-")]
    is_call = program == "dagger" and {"call", "-m"} & {*words}
    return f"{program} {'call' if is_call else own[0]}"


@pytest.mark.parametrize("command", GIVEN)
def test_a_command_of_a_document_is_executed_or_it_is_said_why_not(command: str) -> None:
    assert (named(command) in EXECUTED) is not (named(command) in NOT_EXECUTED)


def test_the_tables_name_nothing_that_no_document_gives() -> None:
    assert {*EXECUTED, *NOT_EXECUTED} - {named(command) for command in GIVEN} == set()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_file_that_executes_a_command_does_so(name: str) -> None:
    path, words = ELSEWHERE[name]
    assert words in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [one for one in GIVEN if named(one) in WRITES])
def test_what_writes_a_file_of_the_repo_again_has_nothing_to_change(command: str, tmp_path: Path) -> None:
    copy = copied(tmp_path)
    subprocess.run(["git", "add", "-A"], cwd=copy, check=True)
    as_typed(command, copy)
    left = subprocess.run(["git", "status", "--short"], cwd=copy, capture_output=True, text=True, check=True)
    assert [line for line in left.stdout.splitlines() if line[1] != " "] == []


def as_typed(command: str, folder: Path) -> str:
    """What it prints, in the repo or a copy of it, by the Python that runs this test."""
    argv = [sys.executable, *shlex.split(command)[1:]]
    path = os.pathsep.join(str(folder / name) for name in ("", "service/src", "ci/src"))
    env = {**os.environ, "PYTHONPATH": path, "TASADOR_ROOT": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("TASADOR_DATA", None)
    return subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout


def test_the_description_of_the_api_is_printed_as_it_is_committed() -> None:
    assert as_typed(".run/venv/bin/python -m tasador.api.openapi", ROOT) == (ROOT / "service/openapi.json").read_text()


def test_the_search_for_what_no_test_notices_says_what_it_can_be_given() -> None:
    (command,) = (one for one in GIVEN if named(one) == "python -m tests.mutation")
    assert "--sample" in as_typed(command, ROOT)


def test_the_doctor_says_what_is_here_and_how_to_get_the_rest() -> None:
    argv = [sys.executable, "-m", "tasador_local", "doctor"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "ci" / "src")}
    said = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "python" in said.stderr
