"""The checks: each answers one question, and looks at its own files only."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

import anyio
from dagger import check, object_type
from dagger.mod._module import CHECK_DEF_KEY  # how the SDK itself knows a check: one list, and no second to keep
from tasador_release import recipes
from tasador_release.errors import ArtifactError
from tasador_release.function import samples

from . import lazy, targets
from .arguments import AllowUnscanned, Rings, cached, uncached
from .project import Project
from .tools import ROOT, only, run, tools, workbench

if TYPE_CHECKING:
    from . import artifacts, emulation
    from .infra import shell
    from .verbs import scans
else:
    artifacts, emulation = lazy.module("tasador_ci.artifacts"), lazy.module("tasador_ci.emulation")
    scans, shell = lazy.module("tasador_ci.verbs.scans"), lazy.module("tasador_ci.infra.shell")

_PYTHON: Final = ("**/*.py", "**/pyproject.toml")
_SETTINGS: Final = ("pyproject.toml",)
PIPELINE_TESTS: Final = ("tests/unit/release", "tests/unit/local", "tests/unit/ci")
PIPELINE: Final = (
    "app.json",
    "bench",
    "ci",
    "infra",
    "service",
    "tests",
    "run",
    "dagger.json",
    ".env.example",
    "monitor",
)
# of tests/rings.py: what no deploy waits for and needs neither git, Terraform nor a browser
LONG: Final = ("training", "histories", "kills", "coverage", "docs")
SCANS: Final = frozenset({"audit", "scan"})  # their verdict changes while the source does not


@object_type
class Checks(Project):
    """The checks of the project; `dagger check` runs them all."""

    @cached
    @check
    async def lint(self) -> None:
        """Is the Python code as ruff wants it?"""
        await self._python(*_PYTHON, argv=[["ruff", "check", "."], ["ruff", "format", "--check", "."]])

    @cached
    @check
    async def types(self) -> None:
        """Do all types hold, in code and tests (mypy, strict)?"""
        await self._python(*_PYTHON, argv=[["mypy"]])

    @cached
    @check
    async def service(self) -> None:
        """Does the function do as its own tests say?"""
        own = (await targets.read_app(self)).function.checks
        if own.commands:  # an app need not have any
            await self._python(*own.paths, argv=[list(argv) for argv in own.commands])

    @cached
    @check
    async def pipeline(self) -> None:
        """Do release library, host runner and this module do as their tests say?"""
        await self._python(*PIPELINE, argv=[["pytest", "-q", *PIPELINE_TESTS]])

    @cached
    @check
    async def contract(self) -> None:
        """Do code, docs, infrastructure and workflow agree with each other?"""
        container = workbench(self).with_directory(ROOT, self.source).with_workdir(ROOT)
        await container.with_exec(["pytest", "-q", "tests/contract"]).sync()

    @cached
    @check
    async def web(self) -> None:
        """Does the page lint and pass its tests? (Its types are checked whenever it is built.)"""
        site = (await targets.read_app(self)).site
        commands = [recipes.site_check(site, argv) for argv in site.checks.commands]
        await artifacts.page(self, site, site.checks.paths, *commands).sync()

    @cached
    @check
    async def infra(self) -> None:
        """Is the Terraform formatted and valid?"""
        container = run(shell.container(self, await targets.read_app(self)), recipes.terraform_fmt())
        for root in recipes.ROOTS:
            container = run(run(container, recipes.terraform_init(root)), recipes.terraform_validate(root))
        await container.sync()

    @uncached
    @check
    async def audit(self, allow_unscanned: AllowUnscanned = False) -> str:
        """Is no dependency that is shipped known to be vulnerable?"""
        return await scans.dependencies(self, allow_unscanned=allow_unscanned)

    @cached
    @check
    async def image(self) -> None:
        """Does the image start, and answer the first sample, as Lambda runs it?"""
        request, *_ = samples.requests(await targets.contract(self))
        answer = await emulation.invoked(self, await artifacts.image(self), request.event())
        try:
            request.check_result(answer)
        except ValueError as fault:
            raise ArtifactError(
                f"the image does not answer as it must: {fault}",
                "read its log above; dagger call image terminal is a shell inside",
            ) from fault

    @uncached
    @check
    async def scan(self, allow_unscanned: AllowUnscanned = False) -> str:
        """Is the image free of critical vulnerabilities (Trivy)?"""
        return await scans.image(self, allow_unscanned=allow_unscanned)

    @cached
    async def long(self, only: Rings = None) -> str:
        """Rings of tests that no deploy waits for: how each ended, and how long it took."""
        words = [f"--only={name}" for name in only or LONG]
        container = tools(self).with_directory(ROOT, self.source).with_workdir(ROOT)
        # a ring that fails is read from its end, and what sets it up speaks on the other stream
        said = await container.with_exec(["sh", "-c", 'exec ./run test "$@" 2>&1', "sh", *words]).stdout()
        return said[said.rindex("\nring ") :].strip()

    async def _python(self, *paths: str, argv: list[list[str]]) -> None:
        container = workbench(self).with_directory(ROOT, only(self.source, *paths, *_SETTINGS))
        container = container.with_workdir(ROOT)
        for words in argv:
            container = container.with_exec(words)
        await container.sync()

    @uncached
    async def all(self, allow_unscanned: AllowUnscanned = False) -> str:
        """Every check, side by side; the first that fails ends it. Says which they were, and what nobody looked at."""
        said: list[str] = []

        async def ask(scan: Callable[..., Awaitable[str]]) -> None:
            said.append(await scan(allow_unscanned=allow_unscanned))

        async with anyio.create_task_group() as group:
            for name in self.names():
                method = getattr(self, name)
                if name in SCANS:
                    group.start_soon(ask, method)
                else:
                    group.start_soon(method)
        unscanned = [line for line in said if "NOT SCANNED" in line]
        return "; ".join((f"{', '.join(self.names())} hold", *unscanned))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """All of them, in the order of this file: `dagger check` and a deploy run the same."""
        return tuple(name for name, method in vars(cls).items() if getattr(method, CHECK_DEF_KEY, False))
