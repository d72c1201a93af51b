"""What is built: the function's image and the page, each from its own files alone, as app.json names them."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.errors import UsageError
from tasador_release.function import samples
from tasador_release.image import bom as bills
from tasador_release.values.app import App, FunctionSpec, SiteSpec

from . import images, targets
from .project import Project
from .tools import AMD64, ROOT, installed, only, run, tools

TASK: Final = "/var/task"
_TREE: Final = "/tree"
_OUT: Final = "/out"
_LABEL: Final = "org.opencontainers.image"


async def train(project: Project, data: dagger.File) -> dagger.Directory:
    """The folder that the app computes from data, by its locked packages; put it where app.json's `train` says."""
    spec = (await targets.read_app(project)).train
    if spec is None:
        raise UsageError("the app trains nothing", "describe it in app.json, `train`: docs/yours.md")
    container = installed(project, spec.lock).with_directory(ROOT, only(project.source, spec.path))
    container = container.with_mounted_file("/data", data).with_env_variable("PYTHONPATH", f"{ROOT}/{spec.path}")
    return container.with_exec(list(spec.argv("python3", "/data", _OUT))).directory(_OUT)


async def verified(project: Project, app: App) -> str:
    """What the app's own verification says in the image; "" when it has none."""
    spec = app.function.verify
    if spec is None:
        return ""
    container = (await image(project)).with_env_variable("PYTHONPATH", TASK)
    return samples.told(await container.with_exec(["python3", *spec.arguments]).stdout(), spec.shown)


async def image(project: Project) -> dagger.Container:
    """The image of the function: dependencies, then code, both compiled; nothing of the training."""
    app = await targets.read_app(project)
    built = runtime(project, app.function)
    for layer in (libraries(project, app.function), code(project, app.function)):
        built = built.with_directory("/", timeless(layer))
    for name, value in (await labels(project, app)).items():
        built = built.with_label(name, value)
    return built.with_default_args([app.function.handler])


def runtime(project: Project, function: FunctionSpec) -> dagger.Container:
    """The base image, for the platform of Lambda whatever this engine runs on."""
    return project.lambda_image or dag.container(platform=AMD64).from_(images.of_lambda(function.image))


def libraries(project: Project, function: FunctionSpec) -> dagger.Directory:
    """The locked dependencies: a layer that changes with the lock alone."""
    container = tools(project).with_directory(ROOT, only(project.source, function.lock))
    packages = run(container, recipes.function_install(function, _TREE)).directory(_TREE)
    return compiled(project, function, packages.without_file(".lock"))  # uv's own


def code(project: Project, function: FunctionSpec) -> dagger.Directory:
    """The app's own folders."""
    tree = dag.directory()
    for copy in function.sources:
        source = project.source.directory(copy.source)
        tree = tree.with_directory(copy.destination, source, exclude=list(copy.exclude))
    return compiled(project, function, tree)


def compiled(project: Project, function: FunctionSpec, tree: dagger.Directory) -> dagger.Directory:
    """With .pyc made by the very interpreter that will read them, and modes that no umask of a clone has touched."""
    container = runtime(project, function).with_directory(_TREE, tree).with_workdir(ROOT)
    container = container.with_exec(["chmod", "-R", "u=rwX,go=rX", _TREE])
    return run(container, recipes.precompile(_TREE)).directory(_TREE)


def timeless(tree: dagger.Directory) -> dagger.Directory:
    """As it lies in the image, folders above it included; no time of a build is left in it."""
    return dag.directory().with_directory(TASK, tree).with_timestamps(0)


async def labels(project: Project, app: App) -> dict[str, str]:
    """What the image says of itself. Nothing here changes unless what is in the image does."""
    listed = await bom(project, (app.function.lock,))
    return {
        f"{_LABEL}.title": app.name,
        f"{_LABEL}.revision": await revision(project),
        **{name: await _value(project, label.file, label.at) for name, label in app.function.labels.items()},
        "tasador.sbom.sha256": hashlib.sha256(listed.encode()).hexdigest(),
        "tasador.sbom": listed,
    }


async def _value(project: Project, file: str, pointer: str) -> str:
    return str(samples.at(json.loads(await project.source.file(file).contents()), pointer))


async def revision(project: Project) -> str:
    """Names the content of the function: the same for two commits that differ elsewhere only, whatever their modes."""
    inputs = (await targets.read_app(project)).function.inputs
    digest = await dag.directory().with_directory("/", only(project.source, *inputs), permissions=0o755).digest()
    return digest.rpartition(":")[2][:12]


async def bom(project: Project, locks: Sequence[str] | None = None) -> str:
    """The software bill of materials (CycloneDX) of these locks; of all that is shipped when none is named."""
    app = await targets.read_app(project)
    wanted = locks if locks is not None else app.locks
    texts = {name: await project.source.file(name).contents() for name in wanted}
    if locks is not None:
        return bills.render(app.name, texts)
    # what the image says of itself comes from the lock alone; who asks for everything is told the licences too
    packages = libraries(project, app.function)
    paths = await packages.glob("**/*.dist-info/METADATA")
    return bills.render(app.name, texts, bills.licences([await packages.file(path).contents() for path in paths]))


async def site(project: Project) -> dagger.Directory:
    """The page, built."""
    spec = (await targets.read_app(project)).site
    built = page(project, spec, spec.sources, recipes.site_build(spec))
    return built.directory(f"{ROOT}/{spec.output}")


def page(project: Project, spec: SiteSpec, files: Sequence[str], *commands: recipes.Command) -> dagger.Container:
    """Node with the page's dependencies and these files, after these commands."""
    container = tools(project).with_directory(ROOT, only(project.source, *spec.setup))
    if spec.install:
        container = run(container, recipes.site_install(spec))
    container = container.with_directory(ROOT, only(project.source, *files))
    for command in commands:
        container = run(container, command)
    return container.with_workdir(f"{ROOT}/{spec.folder}")
