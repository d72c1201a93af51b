"""Every call that an engine test makes, kept in .run, and the table of all functions made of it.

`python -m tests.engine.record` prints that table: which function was seen to work, which to refuse a wrong input, and
how long each took. It is of one machine and one day, so no document holds it: whoever needs it runs the ring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from tests import dagger_calls
from tests.paths import ROOT

PLACE: Final = ROOT / ".run" / "engine-calls.jsonl"
NOUNS: Final = {"checks": "Checks", "debug": "Debug", "generate": "Generate", "github": "GitHub"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function, such as `checks lint`, how it ended and how long it took."""

    function: str
    code: int
    seconds: float


def functions() -> list[str]:
    """Every function that one can call, nouns by what they own."""
    top = [name for name in dagger_calls.functions(dagger_calls.MAIN) if name not in NOUNS]
    owned = [f"{noun} {name}" for noun, cls in NOUNS.items() for name in dagger_calls.functions(cls)]
    return sorted(top) + owned


def function(command: Sequence[str]) -> str:
    """Which function a command line calls."""
    words = [word for word in command[command.index("call") + 1 :] if not word.startswith("-")]
    return " ".join(words[: 2 if words[0] in NOUNS else 1])


def keep(command: Sequence[str], code: int, seconds: float) -> None:
    PLACE.parent.mkdir(exist_ok=True)
    with PLACE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(Call(function(command), code, round(seconds, 1)))) + "\n")


def table(calls: Sequence[Call]) -> Iterator[str]:
    yield "| function | works | seconds | wrong input refused | seconds |"
    yield "|---|---|---|---|---|"
    for name in functions():
        mine = [call for call in calls if call.function == name]
        yield f"| `{name}` | {_seen([c for c in mine if c.code == 0])} | {_seen([c for c in mine if c.code])} |"


def _seen(calls: Sequence[Call]) -> str:
    """How often, and the shortest time; the longer ones had something to build."""
    return f"{len(calls)} times | {min(call.seconds for call in calls):.1f}" if calls else "not seen |"


def read() -> list[Call]:
    return [Call(**json.loads(line)) for line in PLACE.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    print("\n".join(table(read())))
