"""Files of the repo that are made of others: each as the change that it would be."""

import dagger

from .. import artifacts, targets
from ..project import Project
from ..tools import ROOT, only, tools, workbench

OPENAPI = "service/openapi.json"
TYPES = ("web/src/api/schema.gen.ts", "web/src/api/limits.gen.ts")
_LOCKED = ("pyproject.toml", "service/pyproject.toml", "ci/pyproject.toml")


def openapi(project: Project) -> dagger.Changeset:
    """The service's description, of its own routes."""
    container = workbench(project).with_directory(ROOT, only(project.source, "service", "infra/settings.json"))
    container = container.with_workdir(f"{ROOT}/service/src")
    made = container.with_exec(["python3", "-m", "tasador.api.openapi"], redirect_stdout="/openapi.json")
    return _change(project, project.source.with_file(OPENAPI, made.file("/openapi.json")))


async def page_types(project: Project) -> dagger.Changeset:
    """The page's types, of that description."""
    spec = (await targets.read_app(project)).site
    container = artifacts.page(project, spec, (spec.folder, OPENAPI)).with_exec(["npm", "run", "--silent", "types"])
    after = project.source
    for path in TYPES:
        after = after.with_file(path, container.file(f"{ROOT}/{path}"))
    return _change(project, after)


def locks(project: Project) -> dagger.Changeset:
    """The lock files, of the dependencies that are asked for; what is locked stays as long as it fits."""
    files = only(project.source, *_LOCKED, "run", "*.lock", "**/*.lock")
    container = tools(project).with_directory(ROOT, files).with_workdir(ROOT)
    made = container.with_exec(["./run", "lock"]).directory(ROOT).filter(include=["*.lock", "**/*.lock"])
    return _change(project, project.source.with_directory("/", made))


def _change(project: Project, after: dagger.Directory) -> dagger.Changeset:
    return after.changes(project.source)
