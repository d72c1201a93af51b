"""The files of results: of the last runs in .run/bench, of a class of machines in bench/results, which is committed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.frame import machine, picture
from bench.frame.measurement import Found, Measurement
from tests.paths import ROOT

LAST: Final = ROOT / ".run" / "bench"
COMMITTED: Final = ROOT / "bench" / "results"


@dataclass(frozen=True, slots=True)
class Results:
    """All that one class of machines found: benchmarks by name, each with where and when."""

    found: dict[str, Found]

    def measurement(self, bench: str, name: str) -> Measurement:
        (one,) = (item for item in self.found[bench].measurements if item.name == name)
        return one

    def to_json(self) -> str:
        found = {name: one.to_dict() for name, one in sorted(self.found.items())}
        return json.dumps(found, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, place: Path) -> Results:
        raw = json.loads(place.read_text(encoding="utf-8"))
        return cls({name: Found.from_dict(one) for name, one in raw.items()})


def place(name: str) -> Path:
    """Of the class of this name."""
    return COMMITTED / f"{name}.json"


def committed(name: str) -> Results | None:
    return Results.read(place(name)) if place(name).is_file() else None


def keep(found: Found) -> None:
    """JSON and picture of a run, in .run/bench."""
    LAST.mkdir(parents=True, exist_ok=True)
    kept = stamped(found)
    (LAST / f"{found.name}.json").write_text(Results({found.name: kept}).to_json(), encoding="utf-8")
    if found.measurements:
        (LAST / f"{found.name}.svg").write_text(picture.drawn(kept), encoding="utf-8")


def record(made: list[Found]) -> Path:
    """Puts what was measured on record for this class; what was skipped keeps what is there."""
    name = machine.class_name()
    before = committed(name)
    anew = {one.name: stamped(one) for one in made if one.measurements}
    pictures = COMMITTED / name
    pictures.mkdir(parents=True, exist_ok=True)
    place(name).write_text(Results({**(before.found if before else {}), **anew}).to_json(), encoding="utf-8")
    for one in anew.values():
        (pictures / f"{one.name}.svg").write_text(picture.drawn(one), encoding="utf-8")
    return place(name)


def stamped(found: Found) -> Found:
    """With this machine and this day: of each benchmark its own, whatever is on record beside it."""
    return replace(found, on=machine.described())


def slips(found: Found) -> list[str]:
    """What is more than 15 % worse than on record, of what stands on record."""
    before = committed(machine.class_name())
    kept = (
        {one.name: one for one in before.found[found.name].measurements}
        if before and found.name in before.found
        else {}
    )
    told = [one.slip(kept[one.name]) for one in found.measurements if one.name in kept]
    return [slip for slip in told if slip]
