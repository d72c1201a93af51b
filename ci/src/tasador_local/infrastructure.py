"""Where a rehearsal's stack stands: the emulator, the account made ready, and the stack itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import anyio.to_thread
from tasador_emulator import standin
from tasador_release.report.report import Note
from tasador_release.values import target as targets
from tasador_release.values.artifacts import FunctionTree
from tasador_release.values.settings import Settings
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tasador_local.build.builder import Interpreter
from tasador_local.paths import Places
from tasador_local.process.emulator import Emulator

STAGE: Final = "prod"
REVISION_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """A stack that stands, the target under whose role it was made, how, and from which digest."""

    stack: Stack
    target: Target
    settings: Settings
    made_by: str
    code: str
    as_image: bool = False


class Maker(Protocol):
    """Terraform where it can be had, the stand-in elsewhere."""

    async def make(self, note: Note, emulator: Emulator, tree: FunctionTree, python: Interpreter) -> Ground: ...


@dataclass(frozen=True, slots=True)
class StandIn:
    """The stack of infra/ made with boto3, after the account was made ready with the root's keys."""

    places: Places
    name: str = "stand-in stack (boto3)"

    async def make(self, note: Note, emulator: Emulator, tree: FunctionTree, python: Interpreter) -> Ground:
        return await anyio.to_thread.run_sync(self._make, note, emulator, tree, python, abandon_on_cancel=True)

    def _make(self, note: Note, emulator: Emulator, tree: FunctionTree, python: Interpreter) -> Ground:
        root = targets.emulator(emulator.endpoint, stage=STAGE)
        scene = scene_of(self.places.root, root, tree, python)
        deployer = standin.bootstrap(scene, root, self.places.root / "infra" / "bootstrap")
        stack = standin.build(scene, standin.Workshop(deployer, tree.zip()))
        note.say(f"{len(standin.declared(scene))} resources by the stand-in, as {scene.raw['account']['deploy_role']}")
        return Ground(stack, deployer, scene.settings, self.name, tree.digest)


def scene_of(root: Path, target: Target, tree: FunctionTree, python: Interpreter) -> standin.Scene:
    return standin.Scene.of(
        root,
        stage=target.stage,
        region=target.region,
        account_id=target.account_id,
        endpoint=target.endpoint or "",
        revision=revision(tree),
        runtime=python.runtime,
    )


def revision(tree: FunctionTree) -> str:
    return tree.digest.removeprefix("sha256:")[:REVISION_DIGITS]
