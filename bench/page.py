"""What the page weighs and how soon it shows, beside the emptiest page of React and axios, built in the same run."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.frame.measurement import Bench, Measurement, alone, compared

WEB = Path(__file__).resolve().parent.parent / "web"
OWN_BYTES = 18 * 1024  # of JavaScript beyond the emptiest page's, gzip, the map apart
LCP_RATIO = 1.25
PRICE_MS = 100  # from the API's answer to the price on the screen
EMPTIEST = "the emptiest page of React and axios"


def node(*argv: str) -> Any:  # noqa: ANN401  JSON
    done = subprocess.run(["node", *argv], cwd=WEB, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def missing() -> str | None:
    return None if shutil.which("npm") else "there is no npm on PATH"


def installed(folder: Path) -> None:
    """npm's packages of a folder, as its lock has them."""
    if not (folder / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)


def measured() -> Iterator[Measurement]:
    installed(WEB)
    weight = node("e2e/weigh.mjs")
    folders = weight["folders"]
    yield compared(
        "JavaScript to use the page, gzip", "B", EMPTIEST, [(weight["start"], weight["empty"])], headline=True
    )
    yield alone("JavaScript of our own, gzip", "B", [weight["start"] - weight["empty"]], at_most=OWN_BYTES)
    yield alone("JavaScript that comes later, gzip", "B", [weight["later"]])
    yield alone("JavaScript of the map, gzip", "B", [weight["map"]])
    speed = node("e2e/speed.mjs", "--page", folders["page"], "--empty", folders["empty"])
    shows = list(zip(speed["page"], speed["empty"], strict=True))
    name = "largest contentful paint, slow 4G, processor 4 times slower"
    yield compared(name, "ms", EMPTIEST, shows, ratio_at_most=LCP_RATIO, headline=True)
    yield alone("from the API's answer to the price on the screen", "ms", speed["price"], at_most=PRICE_MS)


BENCH = Bench("The page's weight and how soon it shows", measured, missing)
