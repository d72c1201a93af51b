"""Containers that commands run in. One base image; uv, Node and Terraform come pinned, by hash or by tag."""

import uuid
from collections.abc import Sequence
from typing import Final

import dagger
from dagger import dag
from tasador_release.recipes import Command

from . import images
from .project import Project

AMD64: Final = dagger.Platform("linux/amd64")  # of the function, whatever this engine runs on
ROOT: Final = "/src"
NONCE: Final = "TASADOR_NONCE"


def base(project: Project) -> dagger.Container:
    """Python, and nothing else yet."""
    made = project.python_image or dag.container().from_(images.PYTHON)
    return made.with_env_variable("PYTHONDONTWRITEBYTECODE", "1").with_workdir(ROOT)


def tools(project: Project) -> dagger.Container:
    """`base` with uv, Node and npm, as tools.lock has them."""
    install = ["pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", "/tools.lock"]
    return (
        base(project)
        .with_mounted_file("/tools.lock", project.source.file("tools.lock"))
        .with_exec(install)
        .with_env_variable("UV_LINK_MODE", "copy")
        .with_env_variable("UV_CACHE_DIR", "/root/.cache/uv")
        .with_mounted_cache("/root/.cache/uv", dag.cache_volume("tasador-uv"))
        .with_env_variable("npm_config_cache", "/root/.npm")
        .with_mounted_cache("/root/.npm", dag.cache_volume("tasador-npm"))
    )


def workbench(project: Project) -> dagger.Container:
    """`tools` with everything that develops: linters, types, tests."""
    return installed(project, "dev.lock")


def library(project: Project) -> dagger.Container:
    """`tools` with what the release library imports."""
    return installed(project, "ci/requirements.lock")


def installed(project: Project, lock: str) -> dagger.Container:
    """`tools` with the packages of a lock, by their hashes."""
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/packages.lock"]
    return tools(project).with_mounted_file("/packages.lock", project.source.file(lock)).with_exec(install)


def run(container: dagger.Container, command: Command, said: str = "") -> dagger.Container:
    """Add one command of the recipes: its folder, its environment, its words. `said`: a file for what it says."""
    for name, value in command.env.items():
        container = container.with_env_variable(name, value)
    argv = into(said, command.argv) if said else list(command.argv)
    return container.with_workdir(f"{ROOT}/{command.cwd}").with_exec(argv)


def into(path: str, argv: Sequence[str]) -> list[str]:
    """The same command with its output in a file alone: what the engine redirects stands in its trace as well."""
    return ["sh", "-c", f'exec "$@" > {path}', "sh", *argv]


def now(container: dagger.Container) -> dagger.Container:
    """Whatever is run next is run in this call, however often it ran before."""
    return container.with_env_variable(NONCE, uuid.uuid4().hex)


def only(source: dagger.Directory, *paths: str) -> dagger.Directory:
    """The part of the source that a step may look at: what is not there cannot make it run again."""
    return source.filter(include=list(paths))
