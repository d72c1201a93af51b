"""What a release learns on its way, as values that end up in its record and report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A version that nobody sees yet answered as it must. Milliseconds; `init_ms` None: none was logged."""

    version: str
    said: str
    requests: int
    init_ms: float | None
    first_ms: float
    warm_ms: float

    def line(self) -> str:
        init = f"init {self.init_ms:.0f} ms, " if self.init_ms is not None else ""
        times = f"{init}first {self.first_ms:.0f} ms, warm {self.warm_ms:.0f} ms"
        return f"version {self.version}: {self.said} ({times})"


@dataclass(frozen=True, slots=True)
class Synced:
    """What went up, and what was there already."""

    uploaded: int
    unchanged: int
    size: int

    def line(self) -> str:
        return f"{self.uploaded} files up ({self.size / 1000:.0f} kB), {self.unchanged} unchanged"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the verification list: a name that says what must hold, and what was seen."""

    name: str
    ok: bool
    detail: str
    seconds: float = 0.0

    def line(self) -> str:
        return f"{self.name}: {self.detail}"
