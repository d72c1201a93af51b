"""Where things lie in a clone: one value, made once."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tasador_release.errors import UsageError


@dataclass(frozen=True, slots=True)
class Paths:
    root: Path

    @classmethod
    def here(cls) -> "Paths":
        """The clone that `./run` works in, else the one this file is in."""
        given = os.environ.get("TASADOR_ROOT")
        root = Path(given) if given else Path(__file__).resolve().parents[3]
        if not (root / "infra" / "settings.json").is_file():
            raise UsageError(f"{root} is no clone of Tasador", "run it from a clone: ./run rehearse")
        return cls(root)

    @property
    def run(self) -> Path:
        return self.root / ".run"

    @property
    def cache(self) -> Path:
        return self.run / "cache"

    @property
    def python(self) -> str:
        return sys.executable

    @property
    def emulator(self) -> Path:
        """The emulator's interpreter, in an environment of its own."""
        return Path(os.environ.get("TASADOR_EMULATOR") or self.run / "emulator" / "bin" / "python")

    @property
    def page(self) -> Path:
        return self.root / "rehearsal.html"

    @property
    def picture(self) -> Path:
        return self.run / "rehearsal.png"

    @property
    def recording(self) -> Path:
        """The last rehearsal as an animated picture; the README shows a copy, docs/rehearsal.svg."""
        return self.run / "rehearsal.svg"
