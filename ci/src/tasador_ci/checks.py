"""The checks: each answers one question, and looks at its own files only."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import anyio
import dagger
from dagger import check, dag, function, object_type
from tasador_release import recipes
from tasador_release.errors import ArtifactError
from tasador_release.function import samples

from . import artifacts, builder, emulation, messages, targets
from .infra import shell
from .project import Project
from .tools import ROOT, only, run, workbench

SCANNER: Final = "aquasec/trivy:0.69.3"
_PYTHON: Final = ("**/*.py", "**/pyproject.toml")
_SETTINGS: Final = ("pyproject.toml",)
_ROOTS: Final = (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP)
GATE: Final[list[str]] = []  # what a deploy waits for
WORLD: Final = frozenset({"audit", "scan"})  # their verdict changes while the source does not: no gate
Check = TypeVar("Check", bound=Callable[..., Any])


def gate(method: Check) -> Check:
    """A check that a deploy waits for."""
    GATE.append(method.__name__)
    return method


@object_type
class Checks(Project):
    """The checks of the project; `dagger check` runs them all."""

    @function
    @check
    @gate
    async def lint(self) -> None:
        """Is the Python code as ruff wants it?"""
        await self._python(*_PYTHON, argv=[["ruff", "check", "."], ["ruff", "format", "--check", "."]])

    @function
    @check
    @gate
    async def types(self) -> None:
        """Do all types hold, in code and tests (mypy, strict)?"""
        await self._python(*_PYTHON, argv=[["mypy"]])

    @function
    @check
    @gate
    async def service(self) -> None:
        """Does the function do as its own tests say?"""
        own = (await targets.read_app(self)).function.checks
        await self._python(*own.paths, argv=[list(argv) for argv in own.commands])

    @function
    @check
    @gate
    async def pipeline(self) -> None:
        """Do release library, host runner and this module do as their tests say?"""
        folders = ["tests/unit/release", "tests/unit/local", "tests/unit/ci"]
        paths = ("app.json", "ci", "infra", "service", "tests", "run", "dagger.json", ".env.example", "monitor")
        await self._python(*paths, argv=[["pytest", "-q", *folders]])

    @function
    @check
    @gate
    async def contract(self) -> None:
        """Do code, docs, infrastructure and workflow agree with each other?"""
        container = workbench(self.source).with_exec(["sh", "-c", "apt-get update -qq && apt-get install -yqq git"])
        container = container.with_directory(ROOT, self.source).with_workdir(ROOT)
        # the rules speak of what is in the repo: make one of what is here
        for argv in (["git", "init", "-q"], ["git", "add", "-A"], ["pytest", "-q", "tests/contract"]):
            container = container.with_exec(argv)
        await _end(container, "contract")

    @function
    @check
    @gate
    async def web(self) -> None:
        """Does the page lint and pass its tests? (Its types are checked whenever it is built.)"""
        site = (await targets.read_app(self)).site
        commands = [recipes.site_check(site, argv) for argv in site.checks.commands]
        await _end(artifacts.page(self, site, site.checks.paths, *commands), "web")

    @function
    @check
    @gate
    async def infra(self) -> None:
        """Is the Terraform formatted and valid?"""
        container = run(shell.container(self, await targets.read_app(self)), recipes.terraform_fmt())
        for root in _ROOTS:
            container = run(run(container, recipes.terraform_init(root)), recipes.terraform_validate(root))
        await _end(container, "infra")

    @function
    @check
    async def audit(self) -> None:
        """Is any dependency that is shipped known to be vulnerable?"""
        app = await targets.read_app(self)
        locks = (app.function.lock, "ci/requirements.lock")
        container = workbench(self.source).with_directory(ROOT, only(self.source, *locks))
        for lock in locks:
            container = container.with_exec(["pip-audit", "--no-deps", "--disable-pip", "-r", lock])
        page = artifacts.page(self, app.site, ()).with_exec(["npm", "audit", "--omit=dev", "--audit-level=high"])
        with messages.readable("audit"):
            async with anyio.create_task_group() as group:
                group.start_soon(_end, container, "audit")
                group.start_soon(_end, page, "audit")

    @function
    @check
    @gate
    async def image(self) -> None:
        """Does the image start, and answer the first sample, as Lambda runs it?"""
        with messages.readable("image"):
            request, *_ = samples.requests(await targets.contract(self))
            answer = await emulation.invoked(self, await artifacts.image(self), request.event())
            try:
                request.check_result(answer)
            except ValueError as fault:
                raise ArtifactError(f"the image does not answer as it must: {fault}", "read its log above") from fault

    @function
    @check
    async def scan(self) -> None:
        """Is the image free of critical vulnerabilities (Trivy), where a scanner can be had?"""
        try:
            scanner = await dag.container().from_(SCANNER).sync()
        except dagger.QueryError as error:
            print(f"not scanned: {SCANNER} cannot be had ({error})")
            return
        tarball = builder.tarball(await artifacts.image(self))
        container = scanner.with_mounted_file("/image.tar", tarball)
        scan = ["trivy", "image", "--input=/image.tar", "--severity=CRITICAL", "--ignore-unfixed", "--exit-code=1"]
        await _end(container.with_exec(scan), "scan")

    async def _python(self, *paths: str, argv: list[list[str]]) -> None:
        container = workbench(self.source).with_directory(ROOT, only(self.source, *paths, *_SETTINGS))
        container = container.with_workdir(ROOT)
        for words in argv:
            container = container.with_exec(words)
        await _end(container, argv[0][0])

    async def all(self) -> str:
        """Every check of the gate, side by side; the first that fails ends it. Says which they were."""
        async with anyio.create_task_group() as group:
            for name in GATE:
                group.start_soon(getattr(self, name))
        return f"{', '.join(GATE)} hold; {' and '.join(sorted(WORLD))}: dagger check"


async def _end(container: dagger.Container, stage: str) -> None:
    with messages.readable(stage):
        await container.sync()
