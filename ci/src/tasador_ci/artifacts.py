"""What is built: the model, the function's image and the page, each from its own files alone."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.image import bom as bills

from .project import Project
from .tools import AMD64, ROOT, only, run, tools

TASK: Final = "/var/task"
# what the page is made of; its tests need the service's description as well
PAGE: Final = ("web/src", "web/public", "web/index.html", "web/*.ts", "web/*.json")
PAGE_AND_TESTS: Final = ("web", "service/openapi.json")
_TREE: Final = "/tree"
_MODEL: Final = "/model"
_LABEL: Final = "org.opencontainers.image"


def train(project: Project, listings: dagger.File) -> dagger.Directory:
    """price.json.gz and card.json, fitted by the locked packages; put them in service/model."""
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/train.lock"]
    container = tools(project.source).with_mounted_file("/train.lock", project.source.file("service/train.lock"))
    container = container.with_exec(install).with_directory(ROOT, only(project.source, "service/src"))
    container = container.with_mounted_file("/listings", listings)
    container = container.with_env_variable("PYTHONPATH", f"{ROOT}/service/src")
    argv = ["python3", "-m", "tasador.training", "--data", "/listings", "--out", _MODEL]
    return container.with_exec(argv).directory(_MODEL)


async def priced(project: Project) -> str:
    """What the model in the image says of one home, as JSON: its version, a price."""
    container = (await image(project)).with_env_variable("PYTHONPATH", TASK)
    return await container.with_exec(["python3", *recipes.VERIFY_MODEL]).stdout()


async def image(project: Project) -> dagger.Container:
    """The image of the function: dependencies, then code, both compiled; nothing of the training."""
    built = runtime(project)
    for layer in (libraries(project), code(project)):
        built = built.with_directory("/", timeless(layer))
    for name, value in (await labels(project)).items():
        built = built.with_label(name, value)
    return built.with_default_args([recipes.HANDLER])


def runtime(project: Project) -> dagger.Container:
    """The base image, for the platform of Lambda whatever this engine runs on."""
    return dag.container(platform=AMD64).from_(project.lambda_image)


def libraries(project: Project) -> dagger.Directory:
    """The locked dependencies: a layer that changes with the lock alone."""
    lock = only(project.source, "service/runtime.lock")
    container = tools(project.source).with_directory(ROOT, lock)
    installed = run(container, recipes.function_install(_TREE)).directory(_TREE)
    return compiled(project, installed.without_file(".lock"))  # uv's own


def code(project: Project) -> dagger.Directory:
    """Our own code and the model."""
    tree = dag.directory()
    for copy in recipes.FUNCTION_SOURCES:
        source = project.source.directory(copy.source)
        tree = tree.with_directory(copy.destination, source, exclude=list(copy.exclude))
    return compiled(project, tree)


def compiled(project: Project, tree: dagger.Directory) -> dagger.Directory:
    """With .pyc made by the very interpreter that will read them."""
    container = runtime(project).with_directory(_TREE, tree).with_workdir(ROOT)
    return run(container, recipes.precompile(_TREE)).directory(_TREE)


def timeless(tree: dagger.Directory) -> dagger.Directory:
    """As it lies in the image, folders above it included; no time of a build is left in it."""
    return dag.directory().with_directory(TASK, tree).with_timestamps(0)


async def labels(project: Project) -> dict[str, str]:
    """What the image says of itself. Nothing here changes unless what is in the image does."""
    card = json.loads(await project.source.file("service/model/card.json").contents())
    listed = await bom(project, ("service/runtime.lock",))
    return {
        f"{_LABEL}.title": "tasador",
        f"{_LABEL}.revision": await revision(project),
        "tasador.model.sha256": str(card["sha256"]),
        "tasador.sbom.sha256": hashlib.sha256(listed.encode()).hexdigest(),
        "tasador.sbom": listed,
    }


async def revision(project: Project) -> str:
    """Names the content of the service: the same for two commits that differ elsewhere only."""
    digest = await only(project.source, "service/src/tasador", "service/model", "service/runtime.lock").digest()
    return digest.rpartition(":")[2][:12]


async def bom(project: Project, locks: Sequence[str] = bills.LOCKS) -> str:
    """The software bill of materials (CycloneDX) of these locks."""
    texts = {name: await project.source.file(name).contents() for name in locks}
    return bills.render(texts)


def site(project: Project) -> dagger.Directory:
    """The page, built by Vite."""
    return web(project, PAGE, recipes.web_build()).directory(recipes.SITE.removeprefix("web/"))


def web(project: Project, files: Sequence[str], *commands: recipes.Command) -> dagger.Container:
    """Node with the page's dependencies and these files, after these commands."""
    setup = only(project.source, "web/package.json", "web/package-lock.json", "web/.npmrc")
    container = run(tools(project.source).with_directory(ROOT, setup), recipes.web_install())
    container = container.with_directory(ROOT, only(project.source, *files))
    for command in commands:
        container = run(container, command)
    return container.with_workdir(f"{ROOT}/web")
