"""A rehearsal: every stage of a deploy, on this machine, against an AWS emulated on the spot."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import anyio
import anyio.to_thread
from tasador_emulator import schedule
from tasador_release import stages
from tasador_release.aws import Aws
from tasador_release.flow import run as releases
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.lock import Lock
from tasador_release.flow.run import Result
from tasador_release.report.report import Note, Timeline
from tasador_release.stages import Stage
from tasador_release.values.artifacts import FunctionTree, Site

from tasador_local import infrastructure
from tasador_local.browser import Visit
from tasador_local.build.builder import Maker, Model
from tasador_local.infrastructure import Ground
from tasador_local.process import emulator as emulators
from tasador_local.process.emulator import Emulator, Wish

PATIENCE_S: Final = 10.0  # nothing here is far away: what does not come soon does not come


@dataclass(slots=True)
class Rehearsal:
    """The stages, each typed by what it yields. `wish` is how the emulator is wanted."""

    maker: Maker
    ground_maker: infrastructure.Maker
    visit: Visit
    wish: Wish
    timeline: Timeline
    cleanup: AsyncExitStack
    running: list[Emulator] = field(default_factory=list)

    check: Stage[str] = field(init=False)
    model: Stage[Model] = field(init=False)
    web: Stage[Site] = field(init=False)
    function: Stage[FunctionTree] = field(init=False)
    emulator: Stage[Emulator] = field(init=False)
    infra: Stage[Ground] = field(init=False)
    release: Stage[Result] = field(init=False)
    schedule: Stage[None] = field(init=False)

    def __post_init__(self) -> None:
        self.check = Stage("check", (), self.maker.check)
        self.model = Stage("model", (), self.maker.model)
        self.web = Stage("web", (), self.maker.site)
        self.function = Stage("function", (self.model,), self._function)
        self.emulator = Stage("emulator", (), self._emulator)
        self.infra = Stage("infra", (self.emulator, self.function), self._infra)
        self.release = Stage("release", (self.infra, self.web), self._release)
        self.schedule = Stage("schedule", (self.release,), self._schedule)

    @property
    def stages(self) -> tuple[Stage[object], ...]:
        first = (self.check, self.model, self.web, self.function)
        return (*first, self.emulator, self.infra, self.release, self.schedule)

    async def run(self, only: tuple[str, ...] = ()) -> None:
        """Run all stages, or those named with all that they need."""
        wanted = [stage for stage in self.stages if not only or stage.name in only]
        try:
            async with self._watched():
                await stages.run(stages.closure(wanted), self.timeline)
        except BaseExceptionGroup as failures:
            raise self._cause(stages.first(failures)) from None
        except Exception as error:
            raise self._cause(error) from error

    def _cause(self, error: BaseException) -> BaseException:
        """What fails because the emulator is gone did not fail by itself."""
        gone = [one for one in self.running if not one.alive]
        return gone[0].gone() if gone else error

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        """Beside the body, keep an eye on the emulator."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch)
            yield
            group.cancel_scope.cancel()

    async def _watch(self) -> None:
        while all(one.alive for one in self.running):  # noqa: ASYNC110  no event tells of another process
            await anyio.sleep(0.2)
        raise self.running[0].gone()

    async def _function(self, note: Note) -> FunctionTree:
        return await self.maker.function(note, self.model.value)

    async def _emulator(self, note: Note) -> Emulator:
        started = await anyio.to_thread.run_sync(emulators.start, self.wish)
        self.cleanup.push_async_callback(_stopped, started)
        self.running.append(started)
        note.say(started.endpoint)
        return started

    async def _infra(self, note: Note) -> Ground:
        python = await self.maker.interpreter()
        return await self.ground_maker.make(note, self.emulator.value, self.function.value, python)

    async def _release(self, note: Note) -> Result:
        there = self.infra.value
        result = await releases.run(self._port(there), self.timeline)
        note.say(f"version {result.plan.code.next} is {there.stack.alias}, {len(result.checks)} checks hold")
        return result

    def _port(self, there: Ground) -> LiveRelease:
        aws, tree = Aws(there.target), self.function.value
        return LiveRelease(
            aws,
            there.stack,
            there.settings,
            Lock(aws, there.target.state, there.stack.stage),
            self.visit,
            page=self.web.value,
            patience_s=PATIENCE_S,
            code=there.code,
            revision=infrastructure.revision(tree),
        )

    async def _schedule(self, note: Note) -> None:
        there = self.infra.value
        warmup = there.settings.warmup
        await schedule.seen(note, Aws(there.target), there.stack, warmup.schedule, self.visit.begun_ms)


async def _stopped(emulator: Emulator) -> None:
    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(emulator.stop)
