"""What a trial saw, step by step, in lines that are the same wherever it runs; and how that differs from the rehearsal.

`rehearsed.json`, beside this file, is what the trial of the tests saw. Pure.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

Facts: TypeAlias = Mapping[str, tuple[str, ...]]
FILE: Final = Path(__file__).with_name("rehearsed.json")


def rehearsed() -> Facts:
    """Step to its lines."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Facts:
    return {step: tuple(lines) for step, lines in json.loads(text).items()}


def to_json(facts: Facts) -> str:
    return json.dumps({step: sorted(lines) for step, lines in facts.items()}, indent=2, ensure_ascii=False) + "\n"


def differences(seen: Facts, rehearsal: Facts) -> tuple[str, ...]:
    """A line for whatever one of them has and the other has not, of the steps that both went through."""
    found = []
    for step in (step for step in seen if step in rehearsal):
        here, there = set(seen[step]), set(rehearsal[step])
        found += [f"{step}: here alone: {line}" for line in sorted(here - there)]
        found += [f"{step}: in the rehearsal alone: {line}" for line in sorted(there - here)]
    return tuple(found)
