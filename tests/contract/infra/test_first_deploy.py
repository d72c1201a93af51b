"""The first-time path in the docs, command by command: its program understands each, in an order that works."""

from __future__ import annotations

import json
import re

import pytest
from tasador_release.values import configuration

from tests import dagger_calls, first_deploy
from tests.infra import variables
from tests.paths import ROOT

COMMANDS = first_deploy.commands()
PROGRAMS = ["gh", "gh", "cp", "dagger", "dagger", "dagger", "gh", "git", "gh", "gh"]


def test_these_are_the_programs_and_the_text_asks_for_each_of_them_first() -> None:
    assert [words[0] for words in COMMANDS] == PROGRAMS
    wanted = next(line for line in first_deploy.section().splitlines() if line.startswith("Wanted:")).lower()
    assert [name for name in ("dagger", "`aws`", "`gh`") if name not in wanted] == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_its_program_understands_it(words: list[str]) -> None:
    match words:
        case ["dagger", "call", *rest]:
            assert dagger_calls.faults(" ".join(rest)) == []
        case ["gh", *_]:
            assert first_deploy.gh_faults(words) == []
        case ["cp", source, ".env"]:
            assert (ROOT / source).is_file()
        case _:
            assert words == ["git", "push", "github", "HEAD:main"]


def test_a_command_that_gh_does_not_have_would_be_noticed() -> None:
    assert first_deploy.gh_faults(["gh", "secret", "put", "X"]) == ["gh secret put"]
    assert first_deploy.gh_faults(["gh", "secret", "set", "X", "--value", "y"]) == ["--value"]


def test_what_gh_tells_is_what_the_account_s_file_takes() -> None:
    """The keys of the jq expression are variables of bootstrap, and the file's own."""
    (ask,) = [words for words in COMMANDS if words[:2] == ["gh", "api"]]
    told = first_deploy.told(ask[-1])
    kept = json.loads((ROOT / configuration.ACCOUNT).read_text(encoding="utf-8"))
    assert told == {"github_repository": "OWNER/NAME", "github_owner_id": "123", "github_repository_id": "456"}
    assert {*told, "budget_email"} <= set(variables("bootstrap")) & set(kept)


def test_the_secret_and_the_variables_are_those_that_the_workflows_read() -> None:
    workflows = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    names = [(words[1], words[3]) for words in COMMANDS if words[0] == "gh" and words[2] == "set"]
    assert set(names) == {
        (kind, name)
        for kind, store in (("secret", "secrets"), ("variable", "vars"))
        for name in re.findall(rf"\b{store}\.(\w+)", workflows)
    }


def test_what_is_pushed_is_what_the_role_is_bound_to() -> None:
    kept = json.loads((ROOT / configuration.ACCOUNT).read_text(encoding="utf-8"))
    (push,) = [words for words in COMMANDS if words[0] == "git"]
    (made,) = [words for words in COMMANDS if words[:3] == ["gh", "repo", "create"]]
    assert push[-1].partition(":")[2] == kept["github_branch"]
    assert f"--remote={push[2]}" in made
