"""Where the repository stands, and which of its paths a file writes down."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def written(path: Path, root: str = "ROOT") -> Iterator[str]:
    """The paths that a Python file writes as ROOT / "…" / "…", as far as they are written down."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node: parts for node in ast.walk(tree) if isinstance(node, ast.BinOp) and (parts := _parts(node, root))}
    inner = {node.left for node in found}
    yield from ("/".join(parts) for node, parts in found.items() if node not in inner)


def _parts(node: ast.expr, root: str) -> list[str]:
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant)):
        return []
    if isinstance(node.left, ast.Name) and node.left.id == root:
        return [str(node.right.value)]
    left = _parts(node.left, root)
    return [*left, str(node.right.value)] if left else []
