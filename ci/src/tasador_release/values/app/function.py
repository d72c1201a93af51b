"""The function of an app: its code, how it is verified and described, and how its model is trained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PYTHONS: Final = ("3.12", "3.13", "3.14")  # base images on Amazon Linux 2023, glibc 2.34


@dataclass(frozen=True, slots=True)
class Copy:
    """A folder to copy into an artifact, without the names in `exclude`."""

    source: str
    destination: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verify:
    """Arguments of the function's Python, run with the built tree alone on its path; 0 when it can answer.

    It prints one JSON object, told by the template `shown`; a failure says why under `refused`.
    """

    arguments: tuple[str, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the image: the value at a JSON pointer of a file."""

    file: str
    at: str


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """What the app is checked by before a deploy: commands at the root of the repo, and the files that they look at."""

    paths: tuple[str, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """Files of the repo that a command makes of others: what it reads, and what it writes."""

    command: tuple[str, ...]
    paths: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """The code of the function: entry points as `module.name`, what is copied, and its locked dependencies."""

    handler: str
    python: str
    sources: tuple[Copy, ...]
    lock: str
    path: str  # where its modules are found in the repo
    asgi: str = ""  # `module:name` for development, where it has one
    verify: Verify | None = None
    openapi: Generated | None = None  # the description of its API: run in `path`, printed by the command
    labels: Mapping[str, Label] = field(default_factory=dict)
    checks: CheckSpec = field(default_factory=CheckSpec)

    def __post_init__(self) -> None:
        if self.python not in PYTHONS:
            raise ValueError(
                f"`python` is {self.python!r}: choose among {', '.join(PYTHONS)}, for which Lambda has images"
            )

    @property
    def image(self) -> str:
        """AWS's base image for it."""
        return f"public.ecr.aws/lambda/python:{self.python}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """All that is in the image, as folders and files of the repo."""
        return (*(copy.source for copy in self.sources), self.lock)


@dataclass(frozen=True, slots=True)
class Train:
    """How a folder of the function is computed from data: arguments of Python, with {data} and {out} in them."""

    lock: str
    path: str
    arguments: tuple[str, ...]
    output: str

    def argv(self, python: str, data: str, out: str) -> tuple[str, ...]:
        return (python, *(word.replace("{data}", data).replace("{out}", out) for word in self.arguments))
