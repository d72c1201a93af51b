"""Makes the artifacts on this machine: the page, and the very tree that the image gets."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio.to_thread
from tasador_release import recipes
from tasador_release.errors import CommandFailed
from tasador_release.function import samples
from tasador_release.recipes import Command
from tasador_release.report.report import Note
from tasador_release.values.app import App, Copy, Train, Verify
from tasador_release.values.artifacts import FunctionTree, Image, Site

from tasador_local.build import cache, single_layer
from tasador_local.build.cache import Cache
from tasador_local.errors import FunctionRefused
from tasador_local.paths import Paths
from tasador_local.process.runner import Listener, Runner, ignore

CHECKED: Final = ("ci", "tests", "bench", "pyproject.toml", "dev.lock")
TRAINING_LIMIT_S: Final = 1800.0
_TREE: Final = "<tree>"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Which Python runs the function here."""

    path: str
    version: str


@dataclass(slots=True)
class LocalBuilder:
    """A builder. `data`: what the app's trained folder is computed from; without it the repo's own is packed."""

    paths: Paths
    runner: Runner
    cache: Cache
    app: App
    data: Path | None = None
    listener: Listener = ignore
    python: Interpreter | None = None
    tree: FunctionTree | None = None
    trained: Path | None = None  # stands for the folder `train.output` of the app

    @property
    def function(self) -> tuple[Interpreter, FunctionTree]:
        """What runs the function and what is run; once the image is built."""
        assert self.python is not None
        assert self.tree is not None
        return self.python, self.tree

    async def checks(self, note: Note) -> None:
        """Lint and types, unless this very content passed before."""
        key = cache.key_of(self.paths.root, [*CHECKED, self.app.function.path])
        if self.cache.find("check", key):
            note.say("ruff and mypy: unchanged since they last passed")
            return
        await self._run(check(self.paths.python))
        with self.cache.draft("check") as draft:
            (draft / "passed").write_text(key + "\n", encoding="utf-8")
            self.cache.keep("check", key, draft)
        note.say("ruff and mypy find nothing (./run test has the others)")

    async def verify(self, note: Note) -> str:
        if self.app.function.verify is None:
            note.skip("the app has no verification")
            return ""
        python, tree = self.function
        try:
            output = await self._run(verify(self.app.function.verify, python.path, str(tree.root)))
        except CommandFailed as failed:
            raise FunctionRefused(_refusal(failed.tail), self.app.train is not None) from failed
        said = samples.told(output, self.app.function.verify.shown)
        note.say(said)
        return said

    async def site(self, note: Note) -> Site:
        async with cache.claimed(self.paths.run / "site.lock", self.listener):
            installed = await self.installed()
            key = cache.key_of(self.paths.root, [self.app.site.folder], *recipes.site_build(self.app.site).argv)
            kept = self.cache.find("site", key)
            site = kept or await self._built(key)
        built = "unchanged" if kept else "built"
        found = Site.read(site)
        note.mark("site.digest", found.digest)
        note.say(f"{built}, {len(found.files)} files{', dependencies installed' if installed else ''}")
        return found

    async def image(self, note: Note) -> Image:
        """One layer with the function's tree, and no base: what runs the function here is a process."""
        if self.data and self.app.train:
            self.trained = await self._train(note, self.app.train, self.data)
        self.python = python = await self._interpreter()
        libraries = await self._libraries(python)
        inputs = [*(str(self._source(copy)) for copy in self.app.function.sources), self.app.function.lock]
        key = cache.key_of(self.paths.root, inputs, python.version)
        kept = self.cache.find("function", key)
        self.tree = tree = FunctionTree.read(kept or await self._packed(key, libraries, python))
        image = await self._layered(tree)
        note.mark("image.digest", image.digest)
        note.say(f"{'unchanged' if kept else 'packed'}, {tree.size / 1e6:.1f} MB, for Python {python.version}")
        return image

    def steps(self, stage: str) -> Sequence[str]:
        python = str(self.paths.emulator)
        commands = {
            "checks": [check(self.paths.python)],
            "image": [
                *([train(self.paths, self.app.train, self.data, "<trained>")] if self.data and self.app.train else []),
                recipes.function_install(self.app.function, _TREE, python=python),
                recipes.precompile(_TREE, python),
            ],
            "verify": [verify(self.app.function.verify, python, _TREE)] if self.app.function.verify else [],
            "site": [*self._installs(), recipes.site_build(self.app.site)],
        }[stage]
        copies = self.app.function.sources if stage == "image" else ()
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
            "alone on its path; its image has one layer, the tree, and no base (on AWS: an image with Python "
            f"{self.app.function.python}). The page was built by this machine's Node.",
        )

    async def installed(self) -> bool:
        """Install what the page is built with, when the lock has changed since."""
        site = self.app.site
        if not site.install:
            return False
        wanted = cache.key_of(self.paths.root, site.setup)
        stamp = self.paths.root / site.folder / "node_modules" / ".tasador"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and not self.cache.fresh:
            return False
        await self._run(recipes.site_install(site))
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

    def _installs(self) -> list[Command]:
        return [recipes.site_install(self.app.site)] if self.app.site.install else []

    def _source(self, copy: Copy) -> Path:
        """Where a folder of the function comes from: the repo, or what was trained just now."""
        replaced = self.trained is not None and self.app.train is not None and copy.source == self.app.train.output
        return self.trained if replaced and self.trained else self.paths.root / copy.source

    async def _train(self, note: Note, spec: Train, data: Path) -> Path:
        note.say("training")
        key = cache.key_of(self.paths.root, [spec.path, str(data)], "train")
        if kept := self.cache.find("trained", key):
            return kept
        with self.cache.draft("trained") as draft:
            command = train(self.paths, spec, data, str(draft))
            await self.runner.run(command, limit_s=TRAINING_LIMIT_S, listener=self.listener)
            return self.cache.keep("trained", key, draft)

    async def _built(self, key: str) -> Path:
        await self._run(recipes.site_build(self.app.site))
        with self.cache.draft("site") as draft:
            shutil.copytree(self.paths.root / self.app.site.output, draft, dirs_exist_ok=True)
            return self.cache.keep("site", key, draft)

    async def _libraries(self, python: Interpreter) -> Path:
        key = cache.key_of(self.paths.root, [self.app.function.lock], python.version)
        if kept := self.cache.find("libraries", key):
            return kept
        with self.cache.draft("libraries") as draft:
            await self._run(recipes.function_install(self.app.function, str(draft), python=python.path))
            return self.cache.keep("libraries", key, draft)

    async def _packed(self, key: str, libraries: Path, python: Interpreter) -> Path:
        with self.cache.draft("function") as draft:
            shutil.copytree(libraries, draft, dirs_exist_ok=True)
            for copy in self.app.function.sources:
                _copy(self._source(copy), copy, draft)
            await self._run(recipes.precompile(str(draft), python.path))
            return self.cache.keep("function", key, draft)

    async def _layered(self, tree: FunctionTree) -> Image:
        handler = self.app.function.handler
        key = cache.key_of(self.paths.root, [], tree.digest, handler)
        if kept := self.cache.find("image", key):
            return Image.read(kept / "image.tar")
        with self.cache.draft("image") as draft:
            await anyio.to_thread.run_sync(single_layer.write, tree, handler, draft / "image.tar")
            return Image.read(self.cache.keep("image", key, draft) / "image.tar")


def _copy(source: Path, copy: Copy, tree: Path) -> None:
    ignored = shutil.ignore_patterns(*copy.exclude)
    shutil.copytree(source, tree / copy.destination, ignore=ignored, dirs_exist_ok=True)


def check(python: str) -> Command:
    return Command("checks", (python, "-m", "tests.rings", "--only", "lint", "--only", "types"))


def verify(spec: Verify, python: str, tree: str) -> Command:
    """The app's verification, with the tree alone on its path."""
    return Command("verify", (python, "-S", *spec.arguments), env={"PYTHONPATH": tree})


def train(paths: Paths, spec: Train, data: Path, folder: str) -> Command:
    env = {"PYTHONPATH": str(paths.root / spec.path)}
    return Command("train", spec.argv(paths.python, str(data), folder), env=env)


def _shown(command: Command) -> str:
    return " ".join(command.argv) + ("" if command.cwd == "." else f"   (in {command.cwd})")


def _refusal(tail: str) -> str:
    """What the script said, or failing that its last words."""
    try:
        return str(json.loads(tail.splitlines()[-1])["refused"])
    except (ValueError, KeyError, IndexError, TypeError):
        return tail or "it ended without an answer"
