"""The emulated AWS and the function behind it, as processes of this machine; all gone with the run."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import anyio
import anyio.to_thread
from tasador_release.aws import client
from tasador_release.concurrency import first
from tasador_release.values import target as targets
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tasador_local.build.builder import LocalBuilder
from tasador_local.process import emulator as emulators
from tasador_local.process import function_process
from tasador_local.process.emulator import Emulator, EmulatorOptions

STAGE = "prod"


@dataclass(slots=True)
class LocalMachine:
    """`options` are those of the emulator; the function that is run is the one that `builder` made."""

    options: EmulatorOptions
    builder: LocalBuilder
    cleanup: ExitStack
    function_port: int = field(default_factory=emulators.free_port)
    emulator: Emulator | None = None
    served: str = ""  # the function and version that the process runs
    serving: ExitStack = field(default_factory=ExitStack)

    @property
    def name(self) -> str:
        return f"ministack on port {self.options.port or 'of its choice'} of 127.0.0.1"

    @property
    def invoke(self) -> str:
        """Where the emulator sends the function's invocations."""
        return f"http://127.0.0.1:{self.function_port}"

    @property
    def alive(self) -> bool:
        return self.emulator is None or self.emulator.alive

    async def start(self) -> Target:
        self.emulator = await anyio.to_thread.run_sync(emulators.start, self.options)
        self.cleanup.callback(self.emulator.stop)
        return self._root(self.emulator.endpoint)

    def _root(self, endpoint: str) -> Target:
        return targets.emulator(endpoint, stage=STAGE, region=self.options.region)

    async def serve(self, stack: Stack) -> None:
        """Run the function with the very variables that its version was configured with."""
        wanted = f"{stack.function_name}:{stack.function_version}"
        if self.served != wanted:
            await anyio.to_thread.run_sync(self._serve, stack)
            self.served = wanted

    def _serve(self, stack: Stack) -> None:
        root = self._root(self.emulator.endpoint if self.emulator else "")
        get = client(root, "lambda").get_function_configuration
        found = get(FunctionName=stack.function_name, Qualifier=stack.function_version)
        log = function_process.LogGroup(root, stack.log_group)
        python, tree = self.builder.function
        variables = found["Environment"]["Variables"]
        argv = function_process.argv(python.path, self.function_port, tree.root, self.builder.app.function.handler)
        self.serving.close()  # the process of another version has the port
        self.serving = self.cleanup.enter_context(ExitStack())
        self.serving.enter_context(function_process.running(argv, self.function_port, variables, log))

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Keep an eye on the emulator: what fails because it is gone did not fail by itself."""
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self._watch)
                yield
                group.cancel_scope.cancel()
        except BaseExceptionGroup as errors:
            raise self._cause(first(errors)) from None

    def _cause(self, error: BaseException) -> BaseException:
        return error if self.emulator is None or self.emulator.alive else self.emulator.gone()

    async def _watch(self) -> None:
        while self.alive:  # noqa: ASYNC110  no event tells of another process
            await anyio.sleep(0.2)
        if self.emulator:
            raise self.emulator.gone()
