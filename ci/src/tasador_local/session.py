"""One call of `./run rehearse`: from the options to the report, whatever happens in between."""

import contextlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

import anyio
from rich.console import Console
from rich.text import Text
from tasador_emulator.destination import Emulated
from tasador_emulator.overrides import overrides
from tasador_emulator.standin.provisioner import StandIn
from tasador_release.concurrency import first
from tasador_release.flow.caller import owner
from tasador_release.interruption import interruptible
from tasador_release.pipeline import Pipeline
from tasador_release.ports import Provisioner
from tasador_release.report import page, recording, table
from tasador_release.report.report import Report
from tasador_release.terraform.roots import Terraform
from tasador_release.values import app, configuration
from tasador_release.values.app import Contract
from tasador_release.values.configuration import Configuration

from tasador_local import shell
from tasador_local.browser import LocalBrowser
from tasador_local.build import disk
from tasador_local.build.builder import LocalBuilder
from tasador_local.build.cache import Cache
from tasador_local.machine import LocalMachine
from tasador_local.options import Options
from tasador_local.paths import Paths
from tasador_local.process import supervision
from tasador_local.process.emulator import EmulatorOptions
from tasador_local.process.runner import Runner
from tasador_local.progress import Progress, tell


@dataclass(slots=True)
class RehearsalSession:
    options: Options
    paths: Paths
    console: Console
    configuration: Configuration = field(init=False)
    contract: Contract = field(init=False)

    def __post_init__(self) -> None:
        self.configuration = configuration.read(self.paths.root)
        self.contract = app.read(self.paths.root)

    async def rehearse(self) -> Report:
        """Once for each pass, until one fails. Never raises: what went wrong is in the report."""
        with ExitStack() as cleanup:
            progress = Progress(self.console)
            pipeline = self._pipeline(progress, cleanup)
            report = await self._reported(pipeline, progress, 1)
            for number in range(2, self.options.passes + 1):
                if report.ok:
                    progress = Progress(self.console)
                    pipeline = pipeline.again(progress.timeline)
                    report = await self._reported(pipeline, progress, number)
            if self.options.keep and report.ok:
                await self._keep(pipeline)
        return report

    async def show_plan(self) -> None:
        """`--dry-run`: the same graph, read instead of run."""
        with ExitStack() as cleanup:
            pipeline = self._pipeline(Progress(self.console), cleanup)
            for line in await pipeline.dry_run(self.options.only):
                tell(f"{line}\n")

    def _pipeline(self, progress: Progress, cleanup: ExitStack) -> Pipeline:
        paths, options = self.paths, self.options
        runner, cache = Runner(paths.root), Cache(paths.cache, options.fresh)
        builder = LocalBuilder(paths, runner, cache, self.contract.app, options.data, progress.line_of_a_command)
        machine = LocalMachine(self._emulator_options(), builder, cleanup)
        provisioner = self._provisioner(machine, cleanup, progress)
        settings = self.configuration.settings
        destination = Emulated(machine, provisioner, settings, self.contract.app)
        return Pipeline(
            builder,
            provisioner,
            destination,
            settings,
            self.contract,
            progress.timeline,
            browser=LocalBrowser(paths, runner, self.contract.app.site) if self.contract.app.site.visit else None,
            skip_checks=options.skip_checks,
            by=owner(),
            canary=options.canary,
            against=options.against,
        )

    def _emulator_options(self) -> EmulatorOptions:
        """An emulator of the region that the stage's file names."""
        return EmulatorOptions(self.paths.emulator, region=self.configuration.stage.region, port=self.options.port)

    def _provisioner(self, machine: LocalMachine, cleanup: ExitStack, progress: Progress) -> Provisioner:
        """Terraform where a provider is at hand, unless the stand-in is asked for."""
        provider = None if self.options.stand_in else shell.at_hand(self.options.provider_mirror)
        if provider is None:
            return StandIn(self.paths.root, machine.invoke)
        shells = shell.LocalShells(self.paths.root, provider, cleanup, progress.line_of_a_command)
        told = partial(overrides, invoke=machine.invoke)
        return Terraform(shells, self.configuration, told, label=provider.label)

    async def _reported(self, pipeline: Pipeline, progress: Progress, number: int) -> Report:
        failure: BaseException | None = None
        try:
            with progress.shown():
                await self._run(pipeline)
        except Exception as caught:
            error = first(caught)
            failure = disk.full_in(str(error), self.paths.root, "a stage needed more") or error
        report = pipeline.report(
            f"Rehearsal of {self.contract.app.title}, pass {number}", failure, links=self.options.keep
        )
        self._publish(report)
        return report

    async def _run(self, pipeline: Pipeline) -> None:
        self._tidy(Cache(self.paths.cache))
        await pipeline.run(self.options.only)

    def _tidy(self, cache: Cache) -> None:
        """What an earlier rehearsal left: its picture, and more where it was killed in the worst way."""
        supervision.sweep()
        self.paths.picture.unlink(missing_ok=True)
        cache.folder.mkdir(parents=True, exist_ok=True)
        cache.tidy()
        disk.check(cache.folder, supervision.new_home("disk").parent)

    def _publish(self, report: Report) -> None:
        """In the terminal, as JSON if asked for, and as a page beside the clone's README."""
        # a disk too full for the page must not hide the report itself
        with contextlib.suppress(OSError):
            self.paths.page.write_text(page.render(report), encoding="utf-8")
            self.paths.recording.write_text(recording.svg(report, "./run rehearse"), encoding="utf-8")
        self.console.print()
        table.show(report, self.console)
        self.console.print(Text(f"report: {self.paths.page}", style="dim"))
        if self.options.json:
            tell(report.to_json())

    async def _keep(self, pipeline: Pipeline) -> None:
        """Until someone asks for the end, or the emulator is gone."""
        target, stack = pipeline.target.value, pipeline.stack.value
        self.console.print(f"\n{self.contract.app.title} is at [bold]{target.page(stack).url}/[/]   (Ctrl-C ends it)")
        with contextlib.suppress(Exception):
            async with interruptible(), pipeline.destination.beside():
                await anyio.sleep_forever()
