"""Where the repository stands, what it holds, and which of its paths a file writes down."""

import ast
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def tracked(*patterns: str) -> list[Path]:
    """The files that the repo holds, of these patterns or all. Without git: all but what .gitignore leaves out."""
    if not (ROOT / ".git").exists():
        return [path for path in _held() if not patterns or any(fnmatch(_name(path), one) for one in patterns)]
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def documents() -> list[Path]:
    """Every Markdown file of the repo."""
    return sorted(tracked("*.md"))


def _held() -> list[Path]:
    ignored = [line for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if not line.startswith("#")]
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and not _ignored(_name(path), ignored))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _ignored(name: str, rules: list[str]) -> bool:
    """What the rules of our .gitignore mean: a folder or file of that name anywhere, or from the root with a slash."""
    parts = name.split("/")
    for rule in rules:
        bare = rule.strip("/")
        if rule.startswith("/") and (name == bare or name.startswith(f"{bare}/")):
            return True
        if not rule.startswith("/") and any(fnmatch(part, bare) or name.startswith(f"{bare}/") for part in parts):
            return True
    return False


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
