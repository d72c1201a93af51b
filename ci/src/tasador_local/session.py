"""One call of `./run rehearse`: from the options to the report, whatever happens in between."""

import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import anyio
from rich.console import Console
from tasador_release.report.report import Report

from tasador_local import dry_run, summary, terraform
from tasador_local.browser import Visit
from tasador_local.build import disk
from tasador_local.build.builder import Maker
from tasador_local.build.cache import Cache
from tasador_local.errors import Interrupted
from tasador_local.infrastructure import StandIn
from tasador_local.options import Options
from tasador_local.paths import Places
from tasador_local.process import supervision
from tasador_local.process.emulator import Wish
from tasador_local.process.runner import Runner
from tasador_local.progress import Progress
from tasador_local.rehearsal import Rehearsal
from tasador_local.terraform import Terraform

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Session:
    options: Options
    places: Places
    console: Console
    asked_to_stop: list[int] = field(default_factory=list)
    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    async def rehearse(self) -> Report:
        """Never raises: what went wrong is in the report."""
        progress = Progress(self.console)
        failure: BaseException | None = None
        async with AsyncExitStack() as cleanup:
            rehearsal = self._rehearsal(progress, cleanup)
            try:
                with progress.shown():
                    await self._run(rehearsal)
            except Exception as error:
                failure = self._explained(error)
            report = summary.report(rehearsal, self.started_at, failure, kept=self.options.keep)
            self._publish(report)
            if self.options.keep and report.ok:
                await self._keep(rehearsal)
        return report

    def show_plan(self) -> None:
        """`--dry-run`: the same rehearsal, read instead of run."""
        rehearsal = self._rehearsal(Progress(self.console), AsyncExitStack())
        dry_run.show(rehearsal, self.options.only, Console())

    def _rehearsal(self, progress: Progress, cleanup: AsyncExitStack) -> Rehearsal:
        places, cache = self.places, Cache(self.places.cache, self.options.fresh)
        runner = Runner(places.root)
        maker = Maker(places, runner, cache, self.options.data, progress.hear)
        wish = Wish(places.emulator, port=self.options.port)
        ground = self._ground(cleanup, progress)
        return Rehearsal(maker, ground, Visit(places, runner), wish, progress.timeline, cleanup)

    def _ground(self, cleanup: AsyncExitStack, progress: Progress) -> StandIn | Terraform:
        """Terraform where a provider is at hand, unless the stand-in is asked for."""
        provider = None if self.options.stand_in else terraform.at_hand(self.options.provider_mirror)
        if provider is None:
            return StandIn(self.places)
        return Terraform(self.places, provider, cleanup.enter_context(ExitStack()), progress.hear)

    async def _run(self, rehearsal: Rehearsal) -> None:
        self._tidy(rehearsal.maker.cache)
        async with self._interruptible() as check:
            await rehearsal.run(self.options.only)
        check(rehearsal)

    def _tidy(self, cache: Cache) -> None:
        """What an earlier rehearsal left when it was killed in the worst way."""
        supervision.sweep()
        cache.folder.mkdir(parents=True, exist_ok=True)
        cache.tidy()
        disk.check(cache.folder, supervision.new_home("disk").parent)

    @asynccontextmanager
    async def _interruptible(self) -> AsyncIterator[Callable[[Rehearsal], None]]:
        """SIGINT, SIGTERM and SIGHUP cancel the body; the yielded function then raises Interrupted."""

        def check(rehearsal: Rehearsal) -> None:
            if self.asked_to_stop:
                raise Interrupted(self.asked_to_stop[0], summary.stopped(rehearsal.timeline))

        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(self._listen, scope)
                yield check
                group.cancel_scope.cancel()

    async def _listen(self, scope: anyio.CancelScope) -> None:
        with anyio.open_signal_receiver(*SIGNALS) as received:
            async for number in received:
                self.asked_to_stop.append(number)
                scope.cancel()

    def _explained(self, error: BaseException) -> BaseException:
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        return disk.full_in(str(error), self.places.root, "a stage needed more") or error

    def _publish(self, report: Report) -> None:
        summary.write(report, self.places)
        summary.show(report, self.console, self.places)
        if self.options.json:
            print(report.to_json(), end="", flush=True)

    async def _keep(self, rehearsal: Rehearsal) -> None:
        """Until someone asks for the end, or the emulator is gone."""
        there = rehearsal.infra.value
        self.console.print(f"\nPrice a home at [bold]{there.target.page(there.stack).url}/[/]   (Ctrl-C ends it)")
        async with self._interruptible():
            while all(one.alive for one in rehearsal.running):  # noqa: ASYNC110  another process
                await anyio.sleep(0.5)
