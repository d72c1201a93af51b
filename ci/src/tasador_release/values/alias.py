"""The alias that users' requests go through, as it was read. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """Its version ("" = there is no alias), the weights beside it, and the RevisionId it was read with."""

    version: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    revision: str = ""

    def shows(self, version: str) -> bool:
        """Whether some request may reach that version."""
        return version in (self.version, *(name for name, _ in self.weights))

    def only(self, version: str) -> bool:
        return self.version == version and not self.weights

    def same(self, other: "Alias") -> bool:
        """Whether requests go the same ways, whenever it was read."""
        return (self.version, self.weights) == (other.version, other.weights)

    def line(self) -> str:
        beside = "".join(f", {share:.0%} to version {name}" for name, share in self.weights)
        return f"version {self.version}{beside}" if self.version else "nowhere"
