"""The software bill of materials, from the lock files. Pure: texts in, CycloneDX JSON out.

Licences are those of npm's lock, and of the metadata of Python's packages where that is given. No time and no serial
number: the same locks give the same bytes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email.parser import HeaderParser
from typing import Any, Final

from tasador_release.errors import ArtifactError

_PINNED: Final = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)")


def licences(metadata: Iterable[str]) -> dict[str, str]:
    """The licence of each package, by its name, from the METADATA that it is installed with (PEP 639, else older)."""
    found = {}
    for text in metadata:
        fields = HeaderParser().parsestr(text)
        classified = (line for line in fields.get_all("Classifier", []) if line.startswith("License ::"))
        old = next((line.rpartition(" :: ")[2] for line in classified), None)
        named = fields.get("License-Expression") or old or (fields.get("License") or "").partition("\n")[0]
        found[_normal(str(fields.get("Name")))] = str(named) or "not said"
    return found


def render(name: str, locks: Mapping[str, str], known: Mapping[str, str] | None = None) -> str:
    """One document for all the locks, by their paths; `known` licences by the names of Python's packages."""
    components = [entry for path, text in sorted(locks.items()) for entry in _entries(path, text, known or {})]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name}},
        "components": components,
    }
    return json.dumps(document, separators=(",", ":"), sort_keys=True)


def _entries(path: str, text: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    found = list(_npm(path, text) if path.endswith(".json") else _pip(text, known))
    if not found and any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        raise ArtifactError(f"{path} pins nothing", "write the lock again: ./run lock")
    return found


def _pip(text: str, known: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        if pinned := _PINNED.match(line):
            name, version = pinned["name"].lower(), pinned["version"]
            yield _component(name, version, f"pkg:pypi/{name}@{version}", known.get(_normal(name)))


def _npm(path: str, text: str) -> Iterator[dict[str, Any]]:
    try:
        packages = json.loads(text)["packages"]
    except (ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{path} cannot be read: {error}", "write it again: npm install") from error
    for place, entry in packages.items():
        # what only builds the page is not in the page
        if place and not entry.get("dev"):
            name = place.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
            yield _component(name, entry["version"], purl, entry.get("license"))


def _component(name: str, version: str, purl: str, licence: str | None) -> dict[str, Any]:
    said = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {"type": "library", "name": name, "version": version, "purl": purl, **said}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
