"""Runs every benchmark of this folder, or those named: ./run bench [NAME ...]."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"bench: there is no {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    codes = []
    for name in wanted or names():
        print(f"\n=== {name}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode)
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
