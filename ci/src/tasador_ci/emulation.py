"""The emulated AWS as a service of the engine, with the built image itself behind its API Gateway."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import anyio
import dagger
from tasador_emulator import environment
from tasador_release.function import http
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Target

from . import artifacts, targets
from .project import Project
from .tools import ROOT, tools

AWS_PORT: Final = 4566
FUNCTION_PORT: Final = 9000
FUNCTION: Final = "function"
INVOCATIONS: Final = "/2015-03-31/functions/function/invocations"
INVOKE: Final = f"http://{FUNCTION}:{FUNCTION_PORT}{INVOCATIONS}"
LOG: Final = "/log"
_RECORDER: Final = "/log_recorder.py"
_RECORDER_SOURCE: Final = "ci/src/tasador_emulator/runtime/log_recorder.py"
_SPEEDS: Final = "/speeds.py"


@dataclass(slots=True)
class EngineMachine:
    """A machine of `tasador_emulator.destination`: the image as Lambda runs it, and the emulator in front of it."""

    project: Project
    settings: Settings
    function: dagger.Service
    aws: dagger.Service
    started: anyio.Event = field(default_factory=anyio.Event)
    root: Target | None = None
    name: str = "ministack as a service, the image as another"

    @classmethod
    async def of(cls, project: Project) -> "EngineMachine":
        found = await targets.configuration(project)
        settings, made = found.settings, emulator(project, found.stage.region)
        function = await as_lambda(project, await artifacts.image(project), settings)
        return cls(project, settings, function, made.with_service_binding(FUNCTION, function).as_service())

    async def start(self) -> Target:
        self.root = await targets.emulated(self.project, self.aws)
        self.started.set()
        return self.root

    async def serve(self, stack: Stack) -> None:
        """The image's service does."""

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Send what the image writes to its log group, as Lambda would: the deploy role may only read it."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._forward_log)
            yield
            group.cancel_scope.cancel()

    async def _forward_log(self) -> None:
        from tasador_emulator.runtime import log_forwarder

        await self.started.wait()
        address = Address(await self.function.endpoint(port=FUNCTION_PORT, scheme="http")).at(LOG)
        assert self.root is not None
        async with log_forwarder.forwarding(address, self.root, self.settings.names(self.project.stage).log_group):
            await anyio.sleep_forever()


async def as_lambda(project: Project, image: dagger.Container, settings: Settings) -> dagger.Service:
    """The image as Lambda runs it, one invocation at a time, its log to be had.

    With the environment that infra/app gives it: an emulator that hands on events hands on no more.
    """
    from tasador_emulator.standin.function import variables

    for name, value in variables(settings, "rehearsal").items():
        image = image.with_env_variable(name, value)
    recorder, handler = project.source.file(_RECORDER_SOURCE), (await targets.read_app(project)).function.handler
    container = image.with_mounted_file(_RECORDER, recorder).with_exposed_port(FUNCTION_PORT)
    return container.as_service(args=["python3", _RECORDER, handler, str(FUNCTION_PORT)])


def emulator(project: Project, region: str) -> dagger.Container:
    """ministack as locked."""
    lock = project.source.file("ci/emulator.lock")
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/emulator.lock"]
    container = tools(project).with_mounted_file("/emulator.lock", lock).with_exec(install)
    container = container.with_mounted_file(_SPEEDS, project.source.file("ci/src/tasador_emulator/speeds.py"))
    every = "0.0.0.0"  # noqa: S104  inside its own container
    for name, value in environment.variables(AWS_PORT, region, bind=every).items():
        container = container.with_env_variable(name, value)
    start = environment.command("python3", _SPEEDS)
    return container.with_workdir(ROOT).with_exposed_port(AWS_PORT).with_default_args(start)


async def invoked(project: Project, image: dagger.Container, event: object) -> bytes:
    """The answer of the image to one event, by its own runtime interface emulator."""
    service = await as_lambda(project, image, (await targets.configuration(project)).settings)
    await service.start()
    try:
        address = Address(await service.endpoint(port=FUNCTION_PORT, scheme="http"))
        answer = await http.fetch(address.at(INVOCATIONS), method="POST", body=json.dumps(event).encode())
        return answer.body
    finally:
        await service.stop()
