"""The rules of the house: who may import whom, how long things may grow, what a lock may hold."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.imports import imported, packages
from tests.paths import ROOT, tracked

RUNTIME_PACKAGES = {"fastapi", "mangum", "pydantic", "starlette", "pydantic_core", "typing_extensions"}
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40


def python_files(folder: str) -> list[Path]:
    files = tracked(f"{folder}/*.py")
    assert files, f"no Python file under {folder}: the rule would hold of nothing"
    return files


GRAPH = re.compile(r"^(tasador[a-z_.]*) +──▶ (.+)$", re.MULTILINE)
# modules beside the folders of a package, by the box that stands for them; all others are the last one
BESIDE = {
    "tasador_release": {
        "tasador_release": {"", "concurrency", "errors", "interruption", "text"},
        "tasador_release.aws": {"aws", "client_speed", "patience", "recipes"},
        "tasador_release.pipeline": set[str](),
    },
    "tasador": {"tasador": {"", "errors"}, "tasador.logs": set[str]()},
}


def drawn() -> dict[str, set[str]]:
    """The arrows of docs/architecture.md: package to the packages that it may import."""
    text = (ROOT / "docs/architecture.md").read_text()
    return {package: set(allowed.split()) for package, allowed in GRAPH.findall(text)}


def box(module: str) -> str:
    """Where a module is in the drawing of its own package: in a folder, or among those beside the folders."""
    package, _, rest = module.partition(".")
    inner = rest.split(".")[0]
    beside = BESIDE.get(package, {package: {inner}})
    for name, modules in beside.items():
        if inner in modules:
            return name
    folder = (ROOT / ("service/src" if package == "tasador" else "ci/src") / package / inner).is_dir()
    return f"{package}.{inner}" if folder else list(beside)[-1]


def arrows() -> Iterator[tuple[str, str, Path]]:
    """Importing box, imported box, file: packages among each other, and the boxes within two of them."""
    for base in ("service/src", "ci/src"):
        for path in python_files(base):
            own = ".".join(path.relative_to(ROOT / base).with_suffix("").parts)
            for other in imported(path, members=True):
                if (arrow := arrow_between(own, other)) is not None:
                    yield (*arrow, path)


def arrow_between(own: str, other: str) -> tuple[str, str] | None:
    outer = own.split(".")[0], other.split(".")[0]
    if not outer[1].startswith("tasador"):
        return None
    if outer[0] != outer[1]:
        return outer
    inner = box(own), box(other)
    return inner if outer[0] in {"tasador", "tasador_release"} and inner[0] != inner[1] else None


def test_no_package_imports_what_the_architecture_does_not_draw() -> None:
    allowed = drawn()
    for own, other, path in arrows():
        assert other in allowed.get(own, set()), f"{path} imports {other}: docs/architecture.md draws no such arrow"


def test_the_architecture_draws_no_arrow_that_is_not_there() -> None:
    real = {(own, other) for own, other, _ in arrows()}
    for own, allowed in drawn().items():
        idle = {other for other in allowed if (own, other) not in real}
        assert not idle, f"{own} imports nothing of {sorted(idle)}"


def test_the_packages_never_import_each_other_in_a_circle() -> None:
    graph = drawn()
    for start in graph:
        seen, todo = set[str](), [*graph[start]]
        while todo:
            one = todo.pop()
            assert one != start, f"{start} imports itself, by way of others"
            todo += [] if one in seen else graph.get(one, ())
            seen.add(one)


# what only somebody who knows the emulator can write: its variables, its addresses, what Terraform is told of it
KNOWLEDGE = re.compile(
    r"MINISTACK|GATEWAY_PORT|_ministack|_aws/execute-api|skip_metadata_api_check|use_path_style *=|emulat", re.I
)


def test_what_is_known_of_the_emulator_is_known_in_one_package() -> None:
    """A stage never asks where it runs: of the release library the target alone knows that there is an emulator."""
    for path in python_files("ci/src/tasador_release"):
        if path.name != "target.py":
            found = KNOWLEDGE.search(path.read_text())
            assert found is None, f"{path} says {found and found.group()}"
    concrete = re.compile(KNOWLEDGE.pattern.removesuffix("|emulat"))
    for path in (*python_files("ci/src/tasador_local"), *python_files("ci/src/tasador_ci")):
        found = concrete.search(path.read_text())
        assert found is None, f"{path} says {found and found.group()}: it belongs to tasador_emulator"


def test_only_the_module_imports_dagger() -> None:
    for path in tracked("service/src/*.py", "ci/src/*.py"):
        if not path.is_relative_to(ROOT / "ci/src/tasador_ci"):
            assert "dagger" not in packages(path), path


CODE = ("*.py", "*.ts", "*.tsx", "*.mjs", "*.css", "*.tf", "*.sh")


def test_no_folder_has_more_than_fifteen_modules() -> None:
    modules = [path for path in tracked(*CODE) if path.name not in {"__init__.py", "conftest.py"}]
    crowds = {folder: count for folder, count in Counter(path.parent for path in modules).items() if count > 15}
    assert not crowds, "give one subject a folder of its own"


def test_what_serves_imports_nothing_of_training_and_no_heavy_package() -> None:
    import sys

    for path in python_files("service/src/tasador"):
        if path.is_relative_to(ROOT / "service/src/tasador/training"):
            continue
        assert not any(name.startswith("tasador.training") for name in imported(path)), path
        foreign = packages(path) - set(sys.stdlib_module_names) - RUNTIME_PACKAGES - {"tasador"}
        assert not foreign, f"{path} imports {sorted(foreign)}"


def test_pricing_knows_no_web_and_the_api_no_lambda() -> None:
    import sys

    for path in python_files("service/src/tasador/pricing"):
        assert packages(path) <= {*sys.stdlib_module_names, "tasador"}, path
        assert not [name for name in imported(path) if name.startswith(("tasador.api", "tasador.entry"))], path
    for path in python_files("service/src/tasador/api"):
        assert "mangum" not in packages(path), path
        assert not [name for name in imported(path) if name.startswith("tasador.entry")], path


def test_no_file_has_grown_too_long() -> None:
    for path in tracked("*.py", "*.ts", "*.tsx", "*.mjs", "*.tf", "run"):
        if ".gen." not in path.name:
            assert len(path.read_text().splitlines()) <= MAX_FILE_LINES, path


def test_no_function_has_grown_too_long() -> None:
    for path in tracked("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= MAX_FUNCTION_LINES, f"{path}:{node.lineno} {node.name} has {length} lines"


def test_every_requirement_of_a_lock_has_a_hash_and_no_lock_an_address() -> None:
    locks = [path for path in tracked("*.lock") if path.name != ".terraform.lock.hcl"]
    assert len(locks) >= 6
    for path in locks:
        text = path.read_text()
        assert not re.search(r"https?://|--index|--find-links", text), path
        names = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
        assert names
        assert len(re.findall(r"^[A-Za-z0-9_.-]+==.*\\$", text, re.MULTILINE)) == len(names), path


@pytest.mark.parametrize("folder", ["web", "web/mutation", "web/lighthouse"])
def test_the_page_s_lock_has_a_hash_for_every_package_and_no_address(folder: str) -> None:
    packages_ = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for name, entry in packages_.items():
        assert "resolved" not in entry, name
        assert not name or "integrity" in entry or entry.get("link"), name


def test_the_emulator_is_the_one_version_that_was_measured() -> None:
    assert "ministack==1.5.33 " in (ROOT / "ci/emulator.lock").read_text()


def test_the_runtime_lock_brings_nothing_heavy() -> None:
    text = (ROOT / "service/runtime.lock").read_text()
    for heavy in ("numpy", "pandas", "xgboost", "scikit-learn", "boto3", "scipy"):
        assert not re.search(rf"^{heavy}(-cpu)?==", text, re.MULTILINE), heavy


# a folder of some machine; the caches of root are those of a container
MACHINE = re.compile(
    r"(?<![\w.$}/:~-])/(?!root/\.(?:cache|npm)\b)(?:home|Users|root|mnt|media|opt|srv|data|work|workspace)/[\w.-]+"
)
NEIGHBOUR = re.compile(r"(?<![\w/])\.\./shared\b")
# the host of an index or registry of packages, whoever runs it
PACKAGE_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pypi|npmjs|npm|crates|rubygems|debian|pythonhosted|proxy\.golang)\.\w+", re.I
)
MAY_NAME_IT = {".ci/run"}


def test_the_repo_names_no_machine_and_no_neighbour() -> None:
    for path in tracked():
        if path.relative_to(ROOT).as_posix() in MAY_NAME_IT:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for rule in (MACHINE, NEIGHBOUR, PACKAGE_HOST):
            found = rule.search(text)
            assert found is None, f"{path} names {found and found.group()}"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (MACHINE, "see /" + "home/ana/tasador"),
        (MACHINE, "PATH=/" + "opt/tool/bin"),
        (NEIGHBOUR, "cp .." + "/shared/x ."),
        (PACKAGE_HOST, "https://files.python" + "hosted.org/packages"),
        (PACKAGE_HOST, "https://registry.npm" + "js.org/react"),
    ],
)
def test_a_machine_a_neighbour_or_a_package_host_would_be_found(rule: re.Pattern[str], text: str) -> None:
    assert rule.search(text)


def test_the_map_of_the_release_library_names_every_module() -> None:
    folder = ROOT / "ci/src/tasador_release"
    lines = (ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "").splitlines()[2:]
    words = set(re.findall(r"[a-z_]+", " ".join(lines)))
    modules = {path.stem for path in folder.rglob("*.py")} - {"__init__"}
    assert modules <= words, f"the map leaves out {sorted(modules - words)}"


@pytest.mark.parametrize("lock", ["dev.lock", "service/train.lock"])
def test_the_forest_is_grown_by_one_xgboost_whatever_the_python(lock: str) -> None:
    pins = re.findall(r"^xgboost\S*.*", (ROOT / lock).read_text(), re.MULTILINE)
    assert len(pins) == 1, "two versions grow two forests from the same rows"
    assert ";" not in pins[0]


def test_no_property_test_depends_on_wall_time() -> None:
    from hypothesis import settings

    assert settings.default is not None
    assert settings.default.deadline is None
