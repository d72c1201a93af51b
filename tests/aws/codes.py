"""The words by which AWS refuses, as the release library names them: found in its source, wherever it compares one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.paths import ROOT

SOURCE: Final = ROOT / "ci" / "src" / "tasador_release"
_OURS: Final = frozenset({"UnexpectedAnswer", "WaiterError", "NoCredentialsError"})  # of botocore, or of `aws`
_CODE: Final = re.compile(r"[A-Z]\w+|[0-9]{3}")
_CALLERS: Final = frozenset({"NotYet"})  # a row of the table of patience: call, code, …


def named() -> frozenset[str]:
    """Every code that the source compares an error's `code` with, or suppresses by the name of its exception."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
    direct = {word for tree in trees for word in _direct(tree)}
    sets = {word for tree in trees for word in _sets(tree)}
    tables = {word for tree in trees for word in _texts_of(tree, sets)}
    return frozenset(word for word in direct | tables if _CODE.fullmatch(word)) - _OURS


def _comparisons(tree: ast.AST) -> Iterator[ast.Compare]:
    for node in ast.walk(tree):
        # `"Denied" in error.code` names no code
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "code":
            yield node


def _direct(tree: ast.AST) -> Iterator[str]:
    for found in _comparisons(tree):
        yield from _texts(found)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLERS:
            yield from _texts(node.args[1])
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "exceptions"
        ):
            yield node.attr


def _sets(tree: ast.AST) -> Iterator[str]:
    """The names of what codes are looked up in."""
    for found in _comparisons(tree):
        for side in found.comparators:
            for node in ast.walk(side):
                if isinstance(node, ast.Name) and node.id.isupper():
                    yield node.id
                if isinstance(node, ast.Attribute) and node.attr.isupper():
                    yield node.attr


def _texts_of(tree: ast.Module, names: set[str]) -> Iterator[str]:
    for node in tree.body:
        named = isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in names
        if named and isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from _texts(node.value)


def _texts(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))
