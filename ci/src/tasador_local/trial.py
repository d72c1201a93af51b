"""`./run trial`: what `dagger call trial` does to an account, done to an emulated one on this machine."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from tasador_emulator.destination import Emulated
from tasador_emulator.overrides import overrides
from tasador_release.errors import UsageError
from tasador_release.report import table
from tasador_release.report.report import Report, Timeline
from tasador_release.terraform.roots import Terraform
from tasador_release.trial.ready import ReadyAccount
from tasador_release.trial.run import Trial, stage_name
from tasador_release.values import app, configuration
from tasador_release.values.configuration import Configuration
from tasador_release.values.target import Target

from tasador_local import shell
from tasador_local.build.builder import LocalBuilder
from tasador_local.build.cache import Cache
from tasador_local.machine import LocalMachine
from tasador_local.options import Options
from tasador_local.paths import Paths
from tasador_local.process import scratch
from tasador_local.process.emulator import EmulatorOptions
from tasador_local.process.runner import Runner
from tasador_local.progress import Progress, tell


@dataclass(slots=True)
class LocalTrial:
    """Started once: an emulator, and everything that a trial needs to be run against it."""

    paths: Paths
    cleanup: ExitStack
    timeline: Timeline
    provider: shell.Provider

    async def start(self) -> Trial:
        """The emulated account is empty: the trial makes it ready first."""
        committed, contract = configuration.read(self.paths.root), app.read(self.paths.root)
        runner, cache = Runner(self.paths.root), Cache(self.paths.cache)
        cache.folder.mkdir(parents=True, exist_ok=True)
        builder = LocalBuilder(self.paths, runner, cache, contract.app)
        machine = LocalMachine(
            EmulatorOptions(self.paths.emulator, region=committed.stage.region), builder, self.cleanup
        )
        root = self._root(await machine.start(), committed)
        terraform = self._terraform(committed.of_stage(root.stage), machine)

        def destination(target: Target) -> Emulated:
            return Emulated(machine, terraform, committed.settings, contract.app, target=target)

        account = ReadyAccount(terraform, root, {})
        return Trial(account, builder, destination, contract, self._place(), self.timeline, Timeline)

    def _root(self, started: Target, committed: Configuration) -> Target:
        state = committed.settings.state_bucket(started.account_id)
        stage, home = stage_name(datetime.now(UTC)), committed.account_region
        return replace(started, stage=stage, state_bucket=state, state_region=home)

    def _terraform(self, committed: Configuration, machine: LocalMachine) -> Terraform:
        shells = shell.LocalShells(self.paths.root, self.provider, self.cleanup)
        told = partial(overrides, invoke=machine.invoke)
        return Terraform(shells, committed, told, allow_destroy=True, label=self.provider.label)

    def _place(self) -> Path:
        return self.cleanup.enter_context(scratch.folder("changed"))


def provider(mirror: Path | None) -> shell.Provider:
    """The stand-in stack cannot be destroyed: a trial takes Terraform. UsageError where there is none."""
    found = shell.at_hand(mirror)
    if found is None:
        raise UsageError(
            "a trial applies infra/ by Terraform, and there is none with an AWS provider at hand",
            "give --provider-mirror DIR, a folder that `terraform providers mirror` made",
        )
    return found


async def run(options: Options, paths: Paths, console: Console) -> Report:
    """The trial with its report, which is printed; as JSON if asked for."""
    with ExitStack() as cleanup:
        progress = Progress(console)
        with progress.shown():
            trial = await LocalTrial(paths, cleanup, progress.timeline, provider(options.provider_mirror)).start()
            report = await trial.run()
    table.show(report, console)
    if options.json:
        tell(report.to_json())
    return report
