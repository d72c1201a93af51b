"""Runs the commands of `tasador_release.recipes` on this machine: supervised, timed, with their output."""

import collections
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import anyio
from anyio.abc import ByteReceiveStream, Process
from tasador_release.errors import CommandFailed
from tasador_release.recipes import Command

from tasador_local.build import disk
from tasador_local.errors import TimedOut, ToolMissing
from tasador_local.process import supervision

Listener: TypeAlias = Callable[[str], None]
LIMIT_S: Final = 300.0
_TAIL: Final = 15
_REMEDIES: Final = {
    "npm": "run it through ./run, which brings Node.js; or install Node.js 20 or newer",
    "node": "run it through ./run, which brings Node.js; or install Node.js 20 or newer",
    "uv": "run it through ./run, which brings uv",
    "terraform": "leave out --provider-mirror: the stand-in stack needs no Terraform",
}


def ignore(_line: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Where commands run, and what they find in their environment."""

    root: Path
    env: Mapping[str, str] = field(default_factory=dict)

    async def run(
        self,
        command: Command,
        *,
        limit_s: float = LIMIT_S,
        accept: Collection[int] = (0,),
        listener: Listener = ignore,
    ) -> str:
        """Run it to its end; what it wrote to standard output. Its failure is an error with its last lines."""
        output = _Output(listener)
        home = supervision.new_home(command.name)
        process = await self._start(command, home)
        with anyio.move_on_after(limit_s) as limit:
            await _follow(process, output)
        if limit.cancelled_caught:
            raise TimedOut(command.name, command.argv, limit_s, output.tail)
        if process.returncode not in accept:
            raise self._failure(command, process.returncode or 0, output)
        return output.stdout

    async def _start(self, command: Command, home: Path) -> Process:
        env = supervision.environment({**self.env, **command.env})
        if shutil.which(command.argv[0], path=env.get("PATH")) is None:
            raise ToolMissing(command.argv[0], _REMEDIES.get(command.argv[0], "install it"))
        return await anyio.open_process(
            supervision.command(home, command.argv),
            stdin=subprocess.PIPE,
            cwd=self.root / command.cwd,
            env=env,
            start_new_session=True,
        )

    def _failure(self, command: Command, code: int, output: "_Output") -> Exception:
        return disk.full_in(output.tail, self.root, command.name) or CommandFailed(
            command.name, command.argv, code, output.tail
        )


@dataclass(slots=True)
class _Output:
    """What a command output: all of its standard output, and the last lines of both streams."""

    listener: Listener
    lines: list[str] = field(default_factory=list)
    last: "collections.deque[str]" = field(default_factory=lambda: collections.deque(maxlen=_TAIL))

    @property
    def stdout(self) -> str:
        return "\n".join(self.lines)

    @property
    def tail(self) -> str:
        return "\n".join(self.last)

    def add(self, line: str, *, keep: bool) -> None:
        if keep:
            self.lines.append(line)
        if line.strip():
            self.last.append(line)
            self.listener(line)


async def _follow(process: Process, output: _Output) -> None:
    """Until it has ended; whatever cuts this short ends the command first."""
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(_read, process.stdout, output, True)
            group.start_soon(_read, process.stderr, output, False)
        await process.wait()
    finally:
        with anyio.CancelScope(shield=True):
            if process.stdin:
                await process.stdin.aclose()
            await process.wait()
            await process.aclose()


async def _read(stream: ByteReceiveStream | None, output: _Output, keep: bool) -> None:
    rest = b""
    if stream is None:
        return
    async for chunk in stream:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            output.add(line.decode(errors="replace").rstrip("\r"), keep=keep)
    if rest:
        output.add(rest.decode(errors="replace"), keep=keep)
