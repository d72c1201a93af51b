"""What Terraform is run by and told, and what it says: a shell, what a target needs besides, a saved plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

from tasador_release.recipes import Command
from tasador_release.terraform.changes import Changes
from tasador_release.values.target import Target


class Shell(Protocol):
    """Runs commands in one copy of infra/, one after the other; paths are relative to the root of the repo."""

    async def run(self, command: Command) -> str:
        """What it said. CommandFailed when it did not succeed."""
        ...

    async def write(self, path: str, text: str) -> None: ...

    async def remove(self, path: str) -> None: ...


Shells: TypeAlias = Callable[[Target], Shell]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What Terraform is told besides: of the state's backend, in each provider block, and as variables of two roots."""

    backend: Mapping[str, str] = field(default_factory=dict)
    provider: str = ""
    app: Mapping[str, str] = field(default_factory=dict)
    bootstrap: Mapping[str, str] = field(default_factory=dict)
    unset: tuple[str, ...] = ()  # settings of a stage that have no meaning for the target


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A saved plan, in the shell that made it and will apply it."""

    root: str
    shell: Shell
    changes: Changes
    resources: tuple[Mapping[str, Any], ...] = ()  # each as `terraform show -json` has it

    def spared(self) -> "SavedPlan":
        """The same, with nothing to do."""
        return replace(self, changes=Changes(), resources=())
