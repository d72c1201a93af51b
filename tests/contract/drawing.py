"""The drawing of docs/architecture.md, which package may import which, held against the code of one folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.imports import imported
from tests.paths import ROOT, tracked


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


def drawn(base: str) -> dict[str, set[str]]:
    """The arrows of docs/architecture.md for the packages of one folder: package to the packages that it may import."""
    return {own: allowed for own, allowed in whole().items() if (ROOT / base / own.split(".")[0]).is_dir()}


def whole() -> dict[str, set[str]]:
    """The same of all folders together."""
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


def arrows(base: str) -> Iterator[tuple[str, str, Path]]:
    """Importing box, imported box, file: packages among each other, and the boxes within two of them."""
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


def faults(base: str) -> list[str]:
    """Where the packages of a folder import what the drawing has not, and where it has what they do not import."""
    allowed, real = drawn(base), {(own, other): path for own, other, path in arrows(base)}
    undrawn = [
        f"{path} imports {other}: docs/architecture.md draws no such arrow"
        for (own, other), path in real.items()
        if other not in allowed.get(own, set())
    ]
    idle = [(own, other) for own, others in allowed.items() for other in sorted(others) if (own, other) not in real]
    return [*undrawn, *(f"{own} imports nothing of {other}" for own, other in idle)]


def in_circles(base: str) -> list[str]:
    """The packages of a folder that import themselves, by way of others."""
    graph = drawn(base)
    return [start for start in graph if start in _led_to(graph, start)]


def _led_to(graph: dict[str, set[str]], start: str) -> set[str]:
    seen, todo = set[str](), [*graph[start]]
    while todo:
        one = todo.pop()
        todo += [] if one in seen else graph.get(one, ())
        seen.add(one)
    return seen
