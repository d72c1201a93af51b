"""Makes the artifacts on this machine: the page, and the very tree that the image gets."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import anyio.to_thread
from tasador_release import recipes
from tasador_release.errors import CommandFailed
from tasador_release.ports import Model
from tasador_release.recipes import Command, Copy
from tasador_release.report.report import Note
from tasador_release.values.artifacts import FunctionTree, Image, Site

from tasador_local.build import cache, single_layer
from tasador_local.build.cache import Cache
from tasador_local.errors import ModelRefused
from tasador_local.paths import Paths
from tasador_local.process.runner import Listener, Runner, ignore

CHECKED: Final = ("service", "ci", "tests", "bench", "pyproject.toml", "dev.lock")
_TREE: Final = "<tree>"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Which Python runs the function here."""

    path: str
    version: str


@dataclass(slots=True)
class LocalBuilder:
    """A builder. `data`: listings to train the model on; without them the model of the repo is verified."""

    paths: Paths
    runner: Runner
    cache: Cache
    data: Path | None = None
    listener: Listener = ignore
    python: Interpreter | None = None
    tree: FunctionTree | None = None
    model_folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.model_folder = self.paths.root / "service" / "model"

    @property
    def function(self) -> tuple[Interpreter, FunctionTree]:
        """What runs the function and what is run; once the image is built."""
        assert self.python is not None
        assert self.tree is not None
        return self.python, self.tree

    async def checks(self, note: Note) -> None:
        """Lint and types, unless this very content passed before."""
        key = cache.key_of(self.paths.root, CHECKED)
        if self.cache.find("check", key):
            note.say("ruff and mypy: unchanged since they last passed")
            return
        await self._run(check(self.paths.python))
        with self.cache.draft("check") as draft:
            (draft / "passed").write_text(key + "\n", encoding="utf-8")
            self.cache.keep("check", key, draft)
        note.say("ruff and mypy find nothing (./run test has the others)")

    async def model(self, note: Note) -> Model:
        if self.data:
            self.model_folder = await self._trained(note, self.data)
        try:
            output = await self._run(model_verify(self.paths, self.model_folder))
        except CommandFailed as failed:
            raise ModelRefused(_refusal(failed.tail)) from failed
        answer = json.loads(output.splitlines()[-1])
        note.say(f"{answer['version']} prices a flat at USD {answer['price']:,.0f}")
        return Model(str(answer["version"]), float(answer["price"]))

    async def site(self, note: Note) -> Site:
        async with cache.claimed(self.paths.run / "web.lock", self.listener):
            installed = await self.installed()
            key = cache.key_of(self.paths.root, ["web"], *recipes.web_build().argv)
            kept = self.cache.find("site", key)
            site = kept or await self._built(key)
        built = "unchanged" if kept else "built"
        found = Site.read(site)
        note.say(f"{built}, {len(found.files)} files{', dependencies installed' if installed else ''}")
        return found

    async def image(self, note: Note) -> Image:
        """One layer with the function's tree, and no base: what runs the function here is a process."""
        self.python = python = await self._interpreter()
        libraries = await self._libraries(python)
        inputs = [*(copy.source for copy in recipes.FUNCTION_SOURCES), str(self.model_folder), "service/runtime.lock"]
        key = cache.key_of(self.paths.root, inputs, python.version)
        kept = self.cache.find("function", key)
        self.tree = tree = FunctionTree.read(kept or await self._packed(key, libraries, python))
        image = await self._layered(tree)
        note.say(f"{'unchanged' if kept else 'packed'}, {tree.size / 1e6:.1f} MB, for Python {python.version}")
        return image

    def steps(self, stage: str) -> Sequence[str]:
        python = str(self.paths.emulator)
        commands = {
            "checks": [check(self.paths.python)],
            "model": [
                *([train(self.paths, self.data, self.model_folder)] if self.data else []),
                model_verify(self.paths, self.model_folder),
            ],
            "image": [recipes.function_install(_TREE, python=python), recipes.precompile(_TREE, python)],
            "site": [recipes.web_install(), recipes.web_build()],
        }[stage]
        copies = recipes.FUNCTION_SOURCES if stage == "image" else ()
        return (*map(_shown, commands), *(f"copy {copy.source} to {_TREE}/{copy.destination}" for copy in copies))

    def facts(self) -> Sequence[tuple[str, str]]:
        picture = self.paths.picture
        tree = [("function tree", f"{self.tree.digest[:19]}, {self.tree.size / 1e6:.1f} MB")] if self.tree else []
        return (*tree, *([("picture of the page", str(picture))] if picture.is_file() else []))

    def notes(self) -> Sequence[str]:
        if self.python is None:
            return ()
        return (
            f"Not containerised: the function ran in a process of its own, Python {self.python.version} with the tree "
            "alone on its path; its image has one layer, the tree, and no base (on AWS: an image with Python 3.13). "
            "The page was built by this machine's Node.",
        )

    async def installed(self) -> bool:
        """Install what the page is built with, when the lock has changed since."""
        wanted = cache.key_of(self.paths.root, ["web/package-lock.json", "web/package.json"])
        stamp = self.paths.root / "web" / "node_modules" / ".tasador"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and not self.cache.fresh:
            return False
        await self._run(recipes.web_install())
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(wanted, encoding="utf-8")
        return True

    async def _run(self, command: Command) -> str:
        return await self.runner.run(command, listener=self.listener)

    async def _interpreter(self) -> Interpreter:
        """The emulator's: where this machine has the Python of Lambda, it is that one."""
        path = str(self.paths.emulator)
        command = Command("python", (path, "-c", "import platform; print(platform.python_version())"))
        return self.python or Interpreter(path, (await self._run(command)).strip())

    async def _trained(self, note: Note, data: Path) -> Path:
        note.say("training")
        key = cache.key_of(self.paths.root, ["service/src/tasador", str(data)], "train")
        if kept := self.cache.find("model", key):
            return kept
        with self.cache.draft("model") as draft:
            await self.runner.run(train(self.paths, data, draft), limit_s=1800, listener=self.listener)
            return self.cache.keep("model", key, draft)

    async def _built(self, key: str) -> Path:
        await self._run(recipes.web_build())
        with self.cache.draft("site") as draft:
            shutil.copytree(self.paths.root / recipes.SITE, draft, dirs_exist_ok=True)
            return self.cache.keep("site", key, draft)

    async def _libraries(self, python: Interpreter) -> Path:
        key = cache.key_of(self.paths.root, ["service/runtime.lock"], python.version)
        if kept := self.cache.find("libraries", key):
            return kept
        with self.cache.draft("libraries") as draft:
            await self._run(recipes.function_install(str(draft), python=python.path))
            return self.cache.keep("libraries", key, draft)

    async def _packed(self, key: str, libraries: Path, python: Interpreter) -> Path:
        with self.cache.draft("function") as draft:
            shutil.copytree(libraries, draft, dirs_exist_ok=True)
            for copy in recipes.FUNCTION_SOURCES:
                _copy(self.paths.root, copy, draft, self.model_folder)
            await self._run(recipes.precompile(str(draft), python.path))
            return self.cache.keep("function", key, draft)

    async def _layered(self, tree: FunctionTree) -> Image:
        key = tree.digest.removeprefix("sha256:")[:16]
        if kept := self.cache.find("image", key):
            return Image.read(kept / "image.tar")
        with self.cache.draft("image") as draft:
            await anyio.to_thread.run_sync(single_layer.write, tree, draft / "image.tar")
            return Image.read(self.cache.keep("image", key, draft) / "image.tar")


def _copy(root: Path, copy: Copy, tree: Path, model: Path) -> None:
    source = model if copy.destination == "model" else root / copy.source
    shutil.copytree(source, tree / copy.destination, ignore=shutil.ignore_patterns(*copy.exclude))


def check(python: str) -> Command:
    return Command("checks", (python, "-m", "tests.rings", "--only", "lint", "--only", "types"))


def model_verify(paths: Paths, folder: Path) -> Command:
    env = {"PYTHONPATH": str(paths.root / "service" / "src"), "TASADOR_MODEL": str(folder / "price.json.gz")}
    return Command("model verify", (paths.python, *recipes.VERIFY_MODEL), env=env)


def train(paths: Paths, data: Path, folder: Path) -> Command:
    env = {"PYTHONPATH": str(paths.root / "service" / "src")}
    argv = (paths.python, "-m", "tasador.training", "--data", str(data), "--out", str(folder))
    return Command("train", argv, env=env)


def _shown(command: Command) -> str:
    return " ".join(command.argv) + ("" if command.cwd == "." else f"   (in {command.cwd})")


def _refusal(tail: str) -> str:
    """What the script said, or failing that its last words."""
    try:
        return str(json.loads(tail.splitlines()[-1])["refused"])
    except (ValueError, KeyError, IndexError, TypeError):
        return tail or "it ended without an answer"
