"""The emulated AWS as a place to release to: started, its account made ready, the deploy role assumed."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

import anyio.to_thread
from tasador_release.aws import Aws
from tasador_release.errors import CallFailed, InfraError
from tasador_release.ports import Provisioner
from tasador_release.report.report import Note
from tasador_release.values.app import App
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tasador_emulator import environment, schedule
from tasador_emulator.standin.account import deployer


class Machine(Protocol):
    """What the emulator and the function behind it run on: processes of this machine, or services of the engine."""

    @property
    def name(self) -> str: ...

    async def start(self) -> Target:
        """Start the emulator; it as a target, with the keys of its root."""
        ...

    async def serve(self, stack: Stack) -> None:
        """Run the stack's function where the emulator sends its invocations."""
        ...

    def beside(self) -> AbstractAsyncContextManager[None]:
        """What must go on while the stages run."""
        ...


@dataclass(slots=True)
class Emulated:
    """A destination. Everything is released under the deploy role that infra/bootstrap makes."""

    machine: Machine
    provisioner: Provisioner
    settings: Settings
    app: App
    patience_s: float = environment.SMOKE_PATIENCE_S
    target: Target | None = None
    tells_revision: bool = True

    async def open(self, note: Note) -> Target:
        if self.target is None:
            note.say("starting the emulator")
            root = await self.machine.start()
            note.say(f"making its account ready: {self.provisioner.name}")
            self.target = await self._deployer(root)
        return self.target

    async def _deployer(self, root: Target) -> Target:
        account = await self.provisioner.bootstrap(root)
        try:
            return await anyio.to_thread.run_sync(deployer, root, account.deploy_role_arn, account.state_bucket)
        except CallFailed as error:
            raise InfraError(
                f"{self.provisioner.name} applied infra/bootstrap, but not to the emulator",
                "take a provider that heeds AWS_ENDPOINT_URL, or name its own variable in TASADOR_PROVIDER_EMULATES",
            ) from error

    def beside(self) -> AbstractAsyncContextManager[None]:
        return self.machine.beside()

    async def serve(self, target: Target, stack: Stack) -> None:
        await self.machine.serve(stack)

    async def schedule(self, note: Note, target: Target, stack: Stack, since_ms: int) -> None:
        every, event = self.settings.warmup.schedule, self.app.warmup.log_event
        await schedule.seen(note, Aws(target), stack, every, event, since_ms)

    def standing(self) -> Target | None:
        return None

    def steps(self, stage: str) -> Sequence[str]:
        if stage == "target":
            return (f"start the emulator: {self.machine.name}", f"apply infra/bootstrap: {self.provisioner.name}")
        return ("see the scheduled warm-up arrive in the function's log",) if stage == "schedule" else ()

    def notes(self) -> Sequence[str]:
        return (environment.LIMITS,)
