"""A destination that stands: AWS itself, or whatever the target says."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from tasador_release.flow.smoke import PATIENCE_S
from tasador_release.report.report import Note
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target


@dataclass(frozen=True, slots=True)
class Standing:
    """Nothing is started: the account was made ready once, Lambda runs the function, the schedule runs by itself."""

    target: Target
    patience_s: float = PATIENCE_S
    tells_revision: bool = True

    async def open(self, note: Note) -> Target:
        return self.target

    def beside(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def serve(self, target: Target, stack: Stack) -> None:
        """Lambda does."""

    async def schedule(self, note: Note, target: Target, stack: Stack, since_ms: int) -> None:
        note.skip("comes by itself; the smoke test fired one")

    def standing(self) -> Target | None:
        return self.target

    def steps(self, stage: str) -> Sequence[str]:
        if stage == "target":
            return ("see that credentials, names and the bucket of the state are sound",)
        return ("leave the scheduled warm-up to its time",) if stage == "schedule" else ()

    def notes(self) -> Sequence[str]:
        return ()
