"""What scanners found, from the JSON that they print. Pure. ValueError: this is no report, so nobody has looked."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from tasador_release.errors import BuildError

Read: TypeAlias = Callable[[str], tuple[str, ...]]
SEVERE: Final = frozenset({"high", "critical"})


class Vulnerable(BuildError):
    """Something that is shipped is known to be vulnerable."""

    def __init__(self, what: str, found: Sequence[str]) -> None:
        self.found = tuple(found)
        super().__init__(
            f"{len(found)} known: {', '.join(found)}", "take a version with the fix: ./run lock", where=what
        )


class Unscanned(BuildError):
    """A scan could not look."""

    def __init__(self, what: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"could not look: {reason}",
            "see to it that it can; to go on without, say --allow-unscanned: the report will say so too",
            where=what,
        )


def trivy(text: str) -> tuple[str, ...]:
    """Of `trivy image --format=json`, already limited to the severities that count."""
    report = _object(text, "SchemaVersion")
    listed = [item for result in report.get("Results") or () for item in result.get("Vulnerabilities") or ()]
    return tuple(f"{item['VulnerabilityID']} in {item['PkgName']} {item['InstalledVersion']}" for item in listed)


def pip_audit(text: str) -> tuple[str, ...]:
    """Of `pip-audit --format=json`; a package that could not be looked up is no clean one."""
    packages = _object(text, "dependencies")["dependencies"]
    skipped = [item["name"] for item in packages if "skip_reason" in item]
    if skipped:
        raise ValueError(f"these were passed over: {', '.join(skipped)}")
    return tuple(f"{bug['id']} in {item['name']} {item['version']}" for item in packages for bug in item["vulns"])


def npm_audit(text: str) -> tuple[str, ...]:
    """Of `npm audit --json`: what is high or critical."""
    return tuple(_npm(_object(text, "auditReportVersion")))


def _npm(report: dict[str, Any]) -> Iterator[str]:
    for name, entry in sorted(report.get("vulnerabilities", {}).items()):
        if entry["severity"] in SEVERE:
            yield f"{entry['severity']} in {name} {entry['range']}"


def _object(text: str, mark: str) -> dict[str, Any]:
    try:
        report = json.loads(text)
    except ValueError as error:
        raise ValueError(text.strip()[-200:] or "it said nothing") from error
    if not isinstance(report, dict) or mark not in report:
        raise ValueError(f"there is no {mark} in its answer: {text.strip()[:200]}")
    return report
