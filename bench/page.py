"""What the page weighs and how soon it shows, beside the emptiest page of React and axios, built in the same run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

WEB = Path(__file__).resolve().parent.parent / "web"
OWN_BYTES = 18 * 1024  # of JavaScript beyond the emptiest page's, gzip, the map apart
LCP_RATIO = 1.25
PRICE_MS = 100  # from the API's answer to the price on the screen


def node(*argv: str) -> Any:  # noqa: ANN401  JSON
    done = subprocess.run(["node", *argv], cwd=WEB, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    if not shutil.which("node") or not (WEB / "node_modules").is_dir():
        print("page: skipped: no node, or npm ci was not run in web/", file=sys.stderr)
        return 0
    weight = node("e2e/weigh.mjs")
    folders = weight["folders"]
    speed = node("e2e/speed.mjs", "--page", folders["page"], "--empty", folders["empty"])
    own, ratio = weight["start"] - weight["empty"], speed["page"] / speed["empty"]
    print(f"JavaScript, gzip: {weight['start']:,} B to use the page; the emptiest page has {weight['empty']:,} B")
    print(f"  own {own:,} B (at most {OWN_BYTES:,}); later {weight['later']:,} B, the map {weight['map']:,} B")
    print(f"largest contentful paint, slow 4G, 4 x CPU: {speed['page']} ms, the emptiest page {speed['empty']} ms")
    print(f"  ratio {ratio:.2f} (at most {LCP_RATIO})")
    print(f"from the API's answer to the price: {speed['price']} ms (at most {PRICE_MS})")
    return int(own > OWN_BYTES or ratio > LCP_RATIO or speed["price"] > PRICE_MS)


if __name__ == "__main__":
    sys.exit(main())
