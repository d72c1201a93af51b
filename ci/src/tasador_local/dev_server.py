"""`./run dev`: the API with reload and the page with hot modules, at one URL, until Ctrl-C."""

import math
import signal
from dataclasses import dataclass

import anyio
from rich.console import Console
from rich.text import Text
from tasador_release.errors import CommandFailed
from tasador_release.recipes import Command
from tasador_release.values import app as apps
from tasador_release.values.app import FunctionSpec, SiteSpec

from tasador_local.build.builder import LocalBuilder
from tasador_local.build.cache import Cache
from tasador_local.paths import Paths
from tasador_local.process import emulator
from tasador_local.process.runner import Runner

FOREVER = math.inf


@dataclass(frozen=True, slots=True)
class Develop:
    paths: Paths
    console: Console
    port: int | None = None

    async def run(self) -> None:
        runner = Runner(self.paths.root)
        app = apps.read(self.paths.root).app
        await LocalBuilder(self.paths, runner, Cache(self.paths.cache), app).installed()
        api, page = emulator.free_port(), self.port or emulator.free_port()
        async with anyio.create_task_group() as group:
            group.start_soon(self._until_told, group.cancel_scope)
            group.start_soon(self._serve, runner, api_command(self.paths, app.function, api))
            group.start_soon(self._serve, runner, page_command(app.site, api, page))
            await self._greet(page)

    async def _serve(self, runner: Runner, command: Command) -> None:
        """Its lines as they come, under its name; it is not meant to end."""

        def say(line: str) -> None:
            self.console.print(Text.assemble((f"{command.name:<5} ", "dim"), line), soft_wrap=True)

        await runner.run(command, limit_s=FOREVER, listener=say)
        raise CommandFailed(command.name, command.argv, 0, "it ended by itself")

    async def _greet(self, page: int) -> None:
        while not emulator.taken(page):  # noqa: ASYNC110  no event tells of another process
            await anyio.sleep(0.1)
        self.console.print(f"\nPage and API at [bold]http://127.0.0.1:{page}/[/]   (Ctrl-C ends both)\n")

    async def _until_told(self, scope: anyio.CancelScope) -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as received:
            async for _ in received:
                scope.cancel()


def api_command(paths: Paths, function: FunctionSpec, port: int) -> Command:
    source = str(paths.root / function.path)
    argv = (paths.python, "-m", "uvicorn", function.asgi, "--reload", "--reload-dir", source)
    env = {"PYTHONPATH": source, "TASADOR_ALLOWED_ORIGINS": ""}
    return Command("api", (*argv, "--port", str(port)), env=env)


def page_command(site: SiteSpec, api: int, port: int) -> Command:
    return Command("page", (*site.dev, "--port", str(port)), site.folder, {"TASADOR_API": f"http://127.0.0.1:{api}"})
