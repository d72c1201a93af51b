"""Files of the repo that are made of others, as app.json names them: each as the change that it would be."""

from typing import Final

import dagger
from tasador_release.errors import AppError
from tasador_release.recipes import Command
from tasador_release.values.app import Generated

from .. import artifacts, targets
from ..project import Project
from ..tools import ROOT, only, run, tools, workbench

_PRINTED: Final = "/printed"
_LOCKS: Final = ("*.lock", "**/*.lock")


async def openapi(project: Project) -> dagger.Changeset:
    """The description of the function's API, as its command prints it."""
    function = (await targets.read_app(project)).function
    made = _described(function.openapi, "function.openapi")
    (file,) = made.files
    container = workbench(project).with_directory(ROOT, only(project.source, *made.paths))
    container = run(container, Command("openapi", made.command, function.path), _PRINTED)
    return _change(project, project.source.with_file(file, container.file(_PRINTED)))


async def page_types(project: Project) -> dagger.Changeset:
    """The code of the page that is made of that description."""
    site = (await targets.read_app(project)).site
    made = _described(site.types, "site.types")
    container = artifacts.page(project, site, made.paths, Command("page types", made.command, site.folder))
    after = project.source
    for path in made.files:
        after = after.with_file(path, container.file(f"{ROOT}/{path}"))
    return _change(project, after)


def locks(project: Project) -> dagger.Changeset:
    """The lock files, of the dependencies that are asked for; what is locked stays as long as it fits."""
    files = only(project.source, "**/pyproject.toml", "run", *_LOCKS)
    container = tools(project).with_directory(ROOT, files).with_workdir(ROOT)
    written = container.with_exec(["./run", "lock"]).directory(ROOT)
    made = written.filter(include=list(_LOCKS), exclude=[".run"])  # where tools keep locks of their own
    return _change(project, project.source.with_directory("/", made))


def _described(made: Generated | None, place: str) -> Generated:
    if made is None:
        raise AppError([f"{place}: the app names no command that makes it"])
    return made


def _change(project: Project, after: dagger.Directory) -> dagger.Changeset:
    return after.changes(project.source)
