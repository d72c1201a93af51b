"""The Terraform files as data, read without Terraform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
from tasador_release.values.configuration import Configuration

from tests.paths import ROOT

INFRA = ROOT / "infra"
ROOTS = ("bootstrap", "registry", "app")
Block = Mapping[str, Any]


def in_region(committed: Configuration, region: str) -> Configuration:
    """The same for a stage of another region, account included."""
    return replace(committed, stage=replace(committed.stage, region=region), account_region=region)


def settings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((INFRA / "settings.json").read_text(encoding="utf-8"))
    return found


def files(root: str) -> tuple[tuple[str, Block], ...]:
    """Every file of the root as python-hcl2 reads it: expressions stay text, as `${…}`."""
    return tuple((path.name, parsed(path)) for path in sorted((INFRA / root).glob("*.tf")))


def blocks(root: str, kind: str) -> Iterator[tuple[tuple[str, ...], Block]]:
    """(labels, body) of each block of one kind: `variable`, `output`, `resource`, …; of files with one."""
    begins = re.compile(rf"^{kind}\b", re.MULTILINE)
    for path in sorted((INFRA / root).glob("*.tf")):
        if begins.search(path.read_text(encoding="utf-8")):
            for block in parsed(path).get(kind, ()):
                yield from _labelled(block, 2 if kind in {"resource", "data"} else 1)


@cache
def parsed(path: Path) -> Block:
    with path.open(encoding="utf-8") as opened:
        found: Block = _plain(hcl2.load(opened))
    return found


def resources(root: str) -> dict[str, Block]:
    """`type.name` to its body."""
    return {".".join(labels): body for labels, body in blocks(root, "resource")}


def variables(root: str) -> dict[str, Block]:
    return {labels[0]: body for labels, body in blocks(root, "variable")}


def outputs(root: str) -> dict[str, Block]:
    return {labels[0]: body for labels, body in blocks(root, "output")}


def arguments(body: Block) -> set[str]:
    """The names that a resource sets, blocks and `dynamic` ones included, without Terraform's own."""
    own = {"count", "for_each", "provider", "lifecycle", "depends_on", "dynamic"}
    plain = {name for name in body if not name.startswith("__")} - own
    return plain | {name for dynamic in body.get("dynamic", ()) for name in dynamic}


def _labelled(block: Block, depth: int) -> Iterator[tuple[tuple[str, ...], Block]]:
    if depth == 0:
        yield (), block
        return
    for label, inner in block.items():
        if not label.startswith("__"):
            yield from (((label, *rest), body) for rest, body in _labelled(inner, depth - 1))


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever HCL can hold
    """Without the quotes that python-hcl2 leaves around labels and plain strings."""
    if isinstance(value, str):
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    if isinstance(value, Mapping):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
