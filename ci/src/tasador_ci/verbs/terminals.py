"""A shell where the trouble is: beside the emulated AWS, with its endpoint and keys set."""

from collections.abc import Callable
from dataclasses import dataclass

import anyio
import dagger
from tasador_release.errors import UsageError
from tasador_release.pipeline import STAGES
from tasador_release.values.target import Target

from .. import targets
from ..obtaining import Unobtainable, obtaining
from ..project import Project
from ..tools import ROOT, library, now, only


def beside(project: Project, target: Target, service: dagger.Service | None) -> dagger.Container:
    """Python with boto3 and the release library, the committed settings, and the way to the target."""
    container = library(project).with_directory(ROOT, only(project.source, "infra", "app.json", "ci/src"))
    container = container.with_env_variable("PYTHONPATH", f"{ROOT}/ci/src").with_workdir(ROOT)
    reaching = targets.reach(container, target, service).with_env_variable("AWS_DEFAULT_REGION", target.region)
    return reaching.with_default_terminal_cmd(["/bin/bash"])


@dataclass(slots=True)
class Terminal:
    """Opens a shell before a stage, or at the end. `found`: the target as far as there is one by then."""

    project: Project
    service: dagger.Service | None
    found: Callable[[], Target | None]
    stage: str = ""

    def __post_init__(self) -> None:
        if self.stage and self.stage not in STAGES:
            raise UsageError(f"there is no stage {self.stage}", f"choose among {', '.join(STAGES)}")

    async def before(self, stage: str) -> None:
        """What a pipeline calls before each stage."""
        if stage == self.stage:
            await self.open(f"before {stage}")

    async def open(self, when: str) -> str:
        """Wait until whoever looks has left it. What there is to say when nobody can look."""
        target = self.found()
        if target is None:
            return "no shell: the target was not there yet"
        print(f"{when}: a shell beside {target.name}; leave it with exit, and the call goes on", flush=True)
        try:
            with anyio.CancelScope(shield=True), obtaining("a terminal"):
                await now(beside(self.project, target, self.service)).terminal().sync()
        except Unobtainable as error:
            return f"no shell: {error.what} (call it from a terminal, without --progress)"
        return ""
