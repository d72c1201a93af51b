"""The software bill of materials, from the lock files alone. Pure: texts in, CycloneDX JSON out.

No time and no serial number: the same locks give the same bytes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_release.errors import ArtifactError

_PINNED: Final = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)")


def render(name: str, locks: Mapping[str, str]) -> str:
    """One document for all the locks, by their paths."""
    components = [entry for path, text in sorted(locks.items()) for entry in _entries(path, text)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name}},
        "components": components,
    }
    return json.dumps(document, separators=(",", ":"), sort_keys=True)


def _entries(path: str, text: str) -> list[dict[str, Any]]:
    found = list(_npm(path, text) if path.endswith(".json") else _pip(text))
    if not found and any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        raise ArtifactError(f"{path} pins nothing", "write the lock again: ./run lock")
    return found


def _pip(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        if pinned := _PINNED.match(line):
            name, version = pinned["name"].lower(), pinned["version"]
            yield _component(name, version, f"pkg:pypi/{name}@{version}")


def _npm(path: str, text: str) -> Iterator[dict[str, Any]]:
    try:
        packages = json.loads(text)["packages"]
    except (ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{path} cannot be read: {error}", "write it again: npm install") from error
    for place, entry in packages.items():
        # what only builds the page is not in the page
        if place and not entry.get("dev"):
            name = place.rpartition("node_modules/")[2]
            yield _component(name, entry["version"], f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}")


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "name": name, "version": version, "purl": purl}
