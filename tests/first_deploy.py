"""The commands of "The first deploy" in docs/operations/operate.md, in the order in which a newcomer types them."""

from __future__ import annotations

import re
import shlex
from typing import Any, Final

from tests.paths import ROOT

# options of `gh`, by its words: https://cli.github.com/manual
GH: Final = {
    ("repo", "create"): {"--private", "--source", "--remote", "--push"},
    ("api",): {"--jq"},
    ("secret", "set"): {"--repo", "--body"},
    ("variable", "set"): {"--repo", "--body"},
}
# of GitHub's answer about a repository, what `gh api` is asked for: https://docs.github.com/en/rest/repos/repos
ON_GITHUB: Final = {"id": 456, "full_name": "OWNER/NAME", "owner": {"id": 123, "login": "OWNER"}}


def section() -> str:
    text = (ROOT / "docs" / "operations" / "operate.md").read_text(encoding="utf-8")
    return text.split("## The first deploy")[1].split("\n###", 1)[0]


def commands() -> list[list[str]]:
    """Each as the shell splits it, without its comment."""
    found, block = [], False
    for line in section().splitlines():
        if line.startswith("```"):
            block = line == "```sh"
        elif block or re.match(r" {4}\S", line):
            found.append(shlex.split(line, comments=True))
    return [words for words in found if words]


def told(jq: str) -> dict[str, str]:
    """What `gh api repos/OWNER/NAME --jq` prints, for an object of paths and of numbers made text."""
    found = {}
    for key, plain, number in re.findall(r"(\w+): (?:\.([\w.]+)|\(\.([\w.]+) \| tostring\))", jq):
        value: Any = ON_GITHUB
        for name in (plain or number).split("."):
            value = value[name]
        assert bool(number) == isinstance(value, int), f"{key} is written as it is read"
        found[key] = str(value)
    return found


def gh_faults(words: list[str]) -> list[str]:
    """What `gh` would not understand of a command of its own."""
    for known, allowed in GH.items():
        if tuple(words[1 : 1 + len(known)]) == known:
            given = {word.partition("=")[0] for word in words if word.startswith("--")}
            return sorted(given - allowed)
    return [" ".join(words[:3])]
