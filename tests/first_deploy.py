"""The commands of "The first deploy" in docs/operate.md, in the order in which a newcomer types them."""

from __future__ import annotations

import re
import shlex
from typing import Final

from tests.paths import ROOT

# options of `gh`, by its words: https://cli.github.com/manual
GH: Final = {
    ("repo", "create"): {"--private", "--source", "--remote", "--push"},
    ("api",): {"--jq"},
    ("secret", "set"): {"--repo", "--body"},
    ("variable", "set"): {"--repo", "--body"},
}


def section() -> str:
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
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


def gh_faults(words: list[str]) -> list[str]:
    """What `gh` would not understand of a command of its own."""
    for known, allowed in GH.items():
        if tuple(words[1 : 1 + len(known)]) == known:
            given = {word.partition("=")[0] for word in words if word.startswith("--")}
            return sorted(given - allowed)
    return [" ".join(words[:3])]
