"""Makes the artifacts on this machine: the page, and the very tree that the image gets."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tasador_release import recipes
from tasador_release.errors import CommandFailed
from tasador_release.recipes import Command, Copy
from tasador_release.report.report import Note
from tasador_release.values.artifacts import FunctionTree, Site

from tasador_local.build import cache
from tasador_local.build.cache import Cache
from tasador_local.errors import ModelRefused
from tasador_local.paths import Places
from tasador_local.process.runner import Listener, Runner, ignore

CHECKED: Final = ("service", "ci", "tests", "bench", "pyproject.toml", "dev.lock")
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Model:
    """A model that loaded, and priced a home."""

    folder: Path
    version: str
    price: float


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Which Python runs the function here."""

    path: str
    version: str

    @property
    def runtime(self) -> str:
        return "python" + ".".join(self.version.split(".")[:2])


@dataclass(frozen=True, slots=True)
class Maker:
    """`data`: listings to train the model on; without them the model of the repo is verified."""

    places: Places
    runner: Runner
    cache: Cache
    data: Path | None = None
    listener: Listener = ignore
    _pythons: list[Interpreter] = field(default_factory=list)

    @property
    def found_python(self) -> Interpreter | None:
        return self._pythons[0] if self._pythons else None

    async def check(self, note: Note) -> str:
        """Lint and types, unless this very content passed before."""
        key = cache.key_of(self.places.root, CHECKED)
        if self.cache.find("check", key):
            note.say("unchanged since it last passed")
            return key
        await self._run(check(self.places.python))
        with self.cache.draft("check") as draft:
            (draft / "passed").write_text(key + "\n", encoding="utf-8")
            self.cache.keep("check", key, draft)
        note.say("ruff and mypy find nothing")
        return key

    async def model(self, note: Note) -> Model:
        folder = await self._trained(note) if self.data else self.places.root / "service" / "model"
        try:
            output = await self._run(model_verify(self.places, folder))
        except CommandFailed as failed:
            raise ModelRefused(_refusal(failed.tail)) from failed
        said = json.loads(output.splitlines()[-1])
        note.say(f"{said['version']} prices a flat at USD {said['price']:,.0f}")
        return Model(folder, str(said["version"]), float(said["price"]))

    async def site(self, note: Note) -> Site:
        async with cache.claimed(self.places.run / "web.lock", self.listener):
            installed = await self.installed()
            key = cache.key_of(self.places.root, ["web"], *recipes.web_build().argv)
            kept = self.cache.find("site", key)
            site = kept or await self._built(key)
        built = "unchanged" if kept else "built"
        found = Site.read(site)
        note.say(f"{built}, {len(found.files)} files{', dependencies installed' if installed else ''}")
        return found

    async def interpreter(self) -> Interpreter:
        """The emulator's own: it runs functions in itself."""
        path = str(self.places.emulator)
        if not self._pythons:
            command = Command("python", (path, "-c", "import platform; print(platform.python_version())"))
            self._pythons.append(Interpreter(path, (await self._run(command)).strip()))
        return self._pythons[0]

    async def function(self, note: Note, model: Model) -> FunctionTree:
        python = await self.interpreter()
        libraries = await self._libraries(python)
        sources = [copy.source for copy in recipes.FUNCTION_SOURCES]
        inputs = [*sources, str(model.folder), "service/runtime.lock"]
        key = cache.key_of(self.places.root, inputs, python.version)
        kept = self.cache.find("function", key)
        tree = FunctionTree.read(kept or await self._packed(key, libraries, model, python))
        note.say(f"{'unchanged' if kept else 'packed'}, {tree.size / 1e6:.1f} MB, for Python {python.version}")
        return tree

    async def _run(self, command: Command) -> str:
        return await self.runner.run(command, listener=self.listener)

    async def _trained(self, note: Note) -> Path:
        note.say("training")
        sources = "service/src/tasador"
        key = cache.key_of(self.places.root, [sources, str(self.data)], "train")
        if kept := self.cache.find("model", key):
            return kept
        with self.cache.draft("model") as draft:
            await self.runner.run(train(self.places, self.data or Path(), draft), limit_s=1800, listener=self.listener)
            return self.cache.keep("model", key, draft)

    async def installed(self) -> bool:
        """Install what the page is built with, when the lock has changed since."""
        wanted = cache.key_of(self.places.root, ["web/package-lock.json", "web/package.json"])
        stamp = self.places.root / "web" / "node_modules" / ".tasador"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and not self.cache.fresh:
            return False
        await self._run(recipes.web_install())
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(wanted, encoding="utf-8")
        return True

    async def _built(self, key: str) -> Path:
        await self._run(recipes.web_build())
        with self.cache.draft("site") as draft:
            shutil.copytree(self.places.root / recipes.SITE, draft, dirs_exist_ok=True)
            return self.cache.keep("site", key, draft)

    async def _libraries(self, python: Interpreter) -> Path:
        key = cache.key_of(self.places.root, ["service/runtime.lock"], python.version)
        if kept := self.cache.find("libraries", key):
            return kept
        with self.cache.draft("libraries") as draft:
            await self._run(recipes.function_install(str(draft), python=python.path))
            return self.cache.keep("libraries", key, draft)

    async def _packed(self, key: str, libraries: Path, model: Model, python: Interpreter) -> Path:
        with self.cache.draft("function") as draft:
            shutil.copytree(libraries, draft, dirs_exist_ok=True)
            for copy in recipes.FUNCTION_SOURCES:
                _copy(self.places.root, copy, draft, model)
            await self._run(recipes.precompile(str(draft), python.path))
            return self.cache.keep("function", key, draft)


def _copy(root: Path, copy: Copy, tree: Path, model: Model) -> None:
    source = model.folder if copy.destination == "model" else root / copy.source
    shutil.copytree(source, tree / copy.destination, ignore=shutil.ignore_patterns(*copy.exclude))


def check(python: str) -> Command:
    argv = (python, "-m", "tests.rings", "--only", "lint", "--only", "types")
    return Command("check", argv, inputs=CHECKED)


def model_verify(places: Places, folder: Path) -> Command:
    env = {"PYTHONPATH": str(places.root / "service" / "src"), "TASADOR_MODEL": str(folder / "price.json.gz")}
    return Command("model verify", (places.python, str(_HERE / "verify_model.py")), env=env)


def train(places: Places, data: Path, folder: Path) -> Command:
    env = {"PYTHONPATH": str(places.root / "service" / "src")}
    argv = (places.python, "-m", "tasador.training", "--data", str(data), "--out", str(folder))
    return Command("train", argv, env=env)


def _refusal(tail: str) -> str:
    """What the script said, or failing that its last words."""
    try:
        return str(json.loads(tail.splitlines()[-1])["refused"])
    except (ValueError, KeyError, IndexError, TypeError):
        return tail or "it ended without a word"
