"""Grafana's boards with the names of infra/settings.json and the bands of monitor/bands.json.

`python -m tests.boards` writes them, after a renaming or another band.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.infra import settings
from tests.paths import ROOT

SUFFIX: Final = "${suffix}"  # of the stage, a variable of the boards


def main(root: Path = ROOT) -> None:
    for path in sorted((root / "monitor/provisioning/dashboards").rglob("*.json")):
        board = json.loads(path.read_text(encoding="utf-8"))
        own = json.loads((root / "monitor/bands.json").read_text(encoding="utf-8"))[path.stem]
        text = json.dumps(shaded(named(board, names()), own), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


def names() -> dict[str, str]:
    """The dimension of a metric to what it is called."""
    raw = settings()
    own = {"ApiName": raw["api"], "FunctionName": raw["function"], "Function": raw["function"]}
    return {**own, "RuleName": raw["warmup"]["rule"]}


def shaded(board: Any, bands: dict[str, Any]) -> Any:  # noqa: ANN401  JSON of any shape
    """The same with a green area where a graph usually is; of a graph without, bands.json says why."""
    for panel in board["panels"]:
        band = bands.get(panel["title"])
        if isinstance(band, list):
            steps = [("transparent", None), ("green", band[0]), ("transparent", band[1])]
            found = panel["fieldConfig"]["defaults"]
            found["thresholds"] = {"mode": "absolute", "steps": [{"color": c, "value": v} for c, v in steps]}
            found["custom"] = {**found.get("custom", {}), "thresholdsStyle": {"mode": "area"}}
    return board


def named(found: Any, own: dict[str, str]) -> Any:  # noqa: ANN401  JSON of any shape
    """The same with our names wherever a dimension or a group of logs is named."""
    if isinstance(found, list):
        return [named(item, own) for item in found]
    if not isinstance(found, dict):
        return found
    return {key: _value(key, value, own) for key, value in found.items()}


def _value(key: str, value: Any, own: dict[str, str]) -> Any:  # noqa: ANN401  JSON of any shape
    if key in own and isinstance(value, str):
        return own[key] + SUFFIX
    if key == "logGroupNames":
        return [f"/aws/lambda/{own['FunctionName']}{SUFFIX}"]
    return named(value, own)


if __name__ == "__main__":
    main()
