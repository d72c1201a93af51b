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
    text = (ROOT / "docs/architecture.md").read_text()
    arrows_ = {package: set(allowed.split()) for package, allowed in GRAPH.findall(text)}
    return {package: allowed for package, allowed in arrows_.items() if (ROOT / base / package.split(".")[0]).is_dir()}


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


def held(base: str) -> None:
    """The packages of a folder import what the drawing has, and all that it has."""
    allowed, real = drawn(base), {(own, other): path for own, other, path in arrows(base)}
    for (own, other), path in real.items():
        assert other in allowed.get(own, set()), f"{path} imports {other}: docs/architecture.md draws no such arrow"
    for own, others in allowed.items():
        idle = {other for other in others if (own, other) not in real}
        assert not idle, f"{own} imports nothing of {sorted(idle)}"


def in_no_circle(base: str) -> None:
    graph = drawn(base)
    for start in graph:
        seen, todo = set[str](), [*graph[start]]
        while todo:
            one = todo.pop()
            assert one != start, f"{start} imports itself, by way of others"
            todo += [] if one in seen else graph.get(one, ())
            seen.add(one)
