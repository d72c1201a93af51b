"""Two revisions of ours by turns: this tree, and a worktree of another revision that is measured by this tree's bench.

Each pair runs a benchmark in both, one right after the other; who goes first changes with each pair.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.frame import runs
from bench.frame.measurement import Found, compared
from tests.paths import ROOT

METER = ("bench", "tests")  # what measures is the same on both sides


@contextmanager
def worktree(revision: str) -> Iterator[Path]:
    """The revision's own code, our benchmarks, and the tools of this clone."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tree = Path(folder) / "tree"
        git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            for name in METER:
                shutil.rmtree(tree / name, ignore_errors=True)
                shutil.copytree(ROOT / name, tree / name)
            for name in (".run", "web/node_modules"):
                if (ROOT / name).is_dir():
                    (tree / name).symlink_to(ROOT / name)
            yield tree
        finally:
            git("worktree", "remove", "--force", str(tree))


def git(*words: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *words], check=True)


def measured(name: str, tree: Path, revision: str, pairs: int, run: Callable[[str, Path], Found] = runs.run) -> Found:
    """Each measurement of a benchmark, ours beside the other revision's."""
    both: list[tuple[Found, Found]] = []
    for number in range(pairs):
        order = (ROOT, tree) if number % 2 == 0 else (tree, ROOT)
        first, second = (run(name, place) for place in order)
        ours, theirs = (first, second) if number % 2 == 0 else (second, first)
        if reason := ours.skipped or (theirs.skipped and f"at {revision}: {theirs.skipped}"):
            return Found(name, ours.title, skipped=reason)
        both.append((ours, theirs))
    return paired(name, revision, both)


def paired(name: str, revision: str, both: list[tuple[Found, Found]]) -> Found:
    values = [tuple({one.name: one for one in found.measurements} for found in pair) for pair in both]
    ours, _ = values[0]
    shared = [key for key in ours if all(key in side for pair in values for side in pair)]
    made = tuple(
        compared(key, ours[key].unit, revision, [(own[key].value, other[key].value) for own, other in values])
        for key in shared
        if all(other[key].value for _, other in values)
    )
    return Found(
        name, f"{both[0][0].title}: this tree and {revision}", sum(a.seconds + b.seconds for a, b in both), "", made
    )
