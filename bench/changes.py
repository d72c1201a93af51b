"""What a change costs on a real Dagger engine: rehearsals of a copy of this tree, without the checks, by turns.

Of each round the first rehearsal finds no command of ours run before: module, packages, page and image are made, of
base images and of caches of uv and npm that are there. Then nothing has changed, then a word of the page, again
nothing, then a word of the service. Seconds are those of the whole call, the engine's part included.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.frame import machine
from bench.frame.measurement import Bench, Measurement, compared
from tests.engine.conftest import Dagger, changed, copied, never_run, no_engine, run

ROUNDS: Final = machine.rounds(3)
REHEARSE: Final = ("rehearse", "--skip-checks")
PAGE: Final = ("web/src/i18n/es.ts", "Estimación estadística")
SERVICE: Final = ("service/src/tasador/entry/handler.py", "The function's entry point")
BUILT: Final = "the one before it, everything built anew"
UNCHANGED: Final = "the one before it, nothing changed"


def measured() -> Iterator[Measurement]:
    first, page, service = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            copy = copied(Path(folder))
            made = seconds(never_run(copy))
            same = seconds(Dagger(copy))
            first.append((same, made))
            page.append((seconds(with_a_word(copy, *PAGE)), same))
            same = seconds(Dagger(copy))
            service.append((seconds(with_a_word(copy, *SERVICE)), same))
    yield compared("rehearsal in containers, nothing changed", "s", BUILT, first, ratio_at_most=0.6, headline=True)
    yield compared("rehearsal in containers, a word of the page changed", "s", UNCHANGED, page, ratio_at_most=2)
    yield compared("rehearsal in containers, a word of the service changed", "s", UNCHANGED, service, ratio_at_most=2)


def with_a_word(copy: Path, name: str, text: str) -> Dagger:
    """One that no rehearsal has seen, after a text of this file."""
    return changed(copy, name, text, f"{text} {uuid.uuid4().hex}")


def seconds(source: Dagger) -> float:
    said = run(source.command(*REHEARSE), source.source)
    if said.code:
        raise RuntimeError(f"the rehearsal failed:\n{said.all[-2000:]}")
    return said.seconds


BENCH = Bench("Rehearsals on a Dagger engine after a change", measured, no_engine)
