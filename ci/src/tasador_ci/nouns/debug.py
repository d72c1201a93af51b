"""Where one looks when something went wrong: docs/pipeline/debug.md has the recipes."""

from typing import TYPE_CHECKING, Annotated

import dagger
from dagger import Doc, object_type

from .. import lazy
from ..arguments import ImageUri, SkipChecks, uncached
from ..project import Project

if TYPE_CHECKING:
    from ..verbs import inspection
else:
    inspection = lazy.verb("inspection")

Recorded = Annotated[str, Doc("Release as history names it")]


@object_type
class Debug(Project):
    """A shell beside AWS, a recorded release run again, and the inputs that no commit holds."""

    @uncached
    async def shell(self) -> dagger.Container:
        """Python beside the target, or beside an empty emulated AWS: `dagger call debug shell terminal`."""
        return await inspection.shell(self)

    @uncached
    async def outputs(self) -> dagger.File:
        """What stands, as the verbs read it: a file that --stack-outputs takes."""
        return await inspection.outputs(self)

    @uncached
    async def plan(self, image: ImageUri = "") -> dagger.File:
        """The saved plan, as a file that apply takes."""
        return await inspection.plan(self, image)

    @uncached
    async def inputs(self, image: ImageUri = "") -> dagger.Directory:
        """What stands and the plan, in a folder, to repeat a failed call; missing.txt says what is missing and why."""
        return await inspection.inputs(self, image)

    @uncached
    async def replay(self, release: Recorded, skip_checks: SkipChecks = False) -> str:
        """Rehearse this source and compare what it builds with what was recorded of a release."""
        return await inspection.replay(self, release, skip_checks=skip_checks)
