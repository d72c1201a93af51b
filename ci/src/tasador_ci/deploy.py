"""A deploy: typed stages that begin as soon as what they need is there. A rehearsal is one on another ground."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tasador_release import stages
from tasador_release.aws import Aws
from tasador_release.errors import UsageError
from tasador_release.flow import preflight
from tasador_release.flow import run as releases
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.lock import Lock
from tasador_release.flow.run import Result
from tasador_release.flow.smoke import Visit
from tasador_release.image.published import Published
from tasador_release.report.report import Note, Timeline
from tasador_release.stages import Stage
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.stack import Stack

from . import artifacts, publish
from .ground import Ground
from .infra import Infra
from .project import Project
from .publish import Workplace

PARTS: Final = ("preflight", "checks", "image", "site", "registry", "publish", "infra", "release")


@dataclass(slots=True)
class Deploy:
    """The stages, each typed by what it yields. `checks` None: they are skipped."""

    project: Project
    ground: Ground
    infra: Infra
    timeline: Timeline
    checks: Callable[[], Awaitable[None]] | None = None
    visit: Visit | None = None
    state: bool = True
    place: Workplace = field(default_factory=Workplace.make)

    preflight: Stage[str] = field(init=False)
    checked: Stage[None] = field(init=False)
    image: Stage[Image] = field(init=False)
    site: Stage[Site] = field(init=False)
    registry: Stage[str] = field(init=False)
    publish: Stage[Published] = field(init=False)
    stack: Stage[Stack] = field(init=False)
    release: Stage[Result] = field(init=False)

    def __post_init__(self) -> None:
        # built and checked before anything is touched: a page that does not build must not leave half a deploy
        self.preflight = Stage("preflight", (), self._preflight)
        self.checked = Stage("checks", (self.preflight,), self._checks)
        self.image = Stage("image", (self.preflight,), self._image)
        self.site = Stage("site", (self.preflight,), self._site)
        ready = (self.checked, self.image, self.site)
        self.registry = Stage("registry", ready, self._registry)
        self.publish = Stage("publish", (self.registry,), self._publish)
        self.stack = Stage("infra", (self.publish,), self._infra)
        self.release = Stage("release", (self.stack,), self._release)

    @property
    def stages(self) -> "tuple[Stage[object], ...]":
        built = (self.preflight, self.checked, self.image, self.site)
        return (*built, self.registry, self.publish, self.stack, self.release)

    async def run(self, only: Sequence[str] = ()) -> None:
        """All stages, or those named with all that they need."""
        if unknown := [name for name in only if name not in PARTS]:
            raise UsageError(f"there is no part {', '.join(unknown)}", f"choose among {', '.join(PARTS)}")
        wanted = [stage for stage in self.stages if not only or stage.name in only]
        await stages.run(stages.closure(wanted), self.timeline)

    async def _preflight(self, note: Note) -> str:
        target = self.ground.target
        names = self.ground.settings.names(target.stage)
        who = await preflight.check(Aws(target), names, state=self.state)
        note.say(f"{who.arn} in {target.region}")
        return who.arn

    async def _checks(self, note: Note) -> None:
        if self.checks is None:
            note.skip("as asked")
            return
        await self.checks()
        note.say("all hold")

    async def _image(self, note: Note) -> Image:
        built = await self.place.image(await artifacts.image(self.project))
        note.say(built.digest[:19])
        return built

    async def _site(self, note: Note) -> Site:
        built = await self.place.site(artifacts.site(self.project))
        note.say(f"{len(built.files)} files, {built.digest[:19]}")
        return built

    async def _registry(self, note: Note) -> str:
        url = await self.infra.registry()
        note.say(url)
        return url

    async def _publish(self, note: Note) -> Published:
        aws, settings = Aws(self.ground.target), self.ground.settings
        done = await publish.publish(aws, settings, self.registry.value, self.image.value)
        note.say(f"{'pushed' if done.pushed else 'unchanged'}, {done.size / 1e6:.1f} MB, {done.digest[:19]}")
        return done

    async def _infra(self, note: Note) -> Stack:
        stack = await self.infra.app(self.publish.value.uri)
        note.say(f"version {stack.function_version}, by {self.infra.name}")
        return stack

    async def _release(self, note: Note) -> Result:
        result = await releases.run(self.port(), self.timeline)
        said = "released" if result.changed else "nothing to do"
        note.say(f"{said}: version {result.plan.code.next}, {len(result.checks)} checks hold")
        return result

    def port(self) -> LiveRelease:
        aws, stack = Aws(self.ground.target), self.stack.value
        lock = Lock(aws, aws.target.state, stack.stage)
        return LiveRelease(
            aws,
            stack,
            self.ground.settings,
            lock,
            self.visit,
            page=self.site.value,
            code=self.publish.value.uri,
            revision=self.project.revision,
        )
