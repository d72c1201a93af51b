"""One mutant as a value: where it is and what it changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """The file from the repository's root, the first line of its function, the line changed, and how it reads."""

    path: str
    number: int  # among the mutants of its file
    function: str
    starts: int
    line: int
    was: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line} #{self.number}"

    def __str__(self) -> str:
        return f"{self.name} {self.function}: {self.was} -> {self.new}"
