"""A look at `.env`: the engine passes over a name that it does not know in silence."""

import inspect
from typing import Final

from tasador_release.values import dotenv

from .project import Project

_FILE: Final = ".env"
_OF_THE_REPO: Final = {"source", "dotenv"}  # folders that the module brings itself


async def check(project: Project) -> None:
    """UsageError for a name that nothing reads; without the file there is nothing to say."""
    if _FILE in await project.dotenv.entries():
        dotenv.check(await project.dotenv.file(_FILE).contents(), readable())


def constructor() -> tuple[str, ...]:
    """The arguments that `.env` is for."""
    return tuple(name for name in inspect.signature(Project).parameters if name not in _OF_THE_REPO)


def readable() -> frozenset[str]:
    """Every name that means something: of the constructor, and of each function of the module."""
    from .main import Tasador

    public = {name: method for name, method in vars(Tasador).items() if inspect.isfunction(method) and name[0] != "_"}
    functions = {name: [*inspect.signature(method).parameters][1:] for name, method in public.items()}
    return dotenv.readable(constructor(), functions)
