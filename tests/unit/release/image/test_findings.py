"""What scanners print, read: a finding is a finding, and what is no report means that nobody has looked."""

from __future__ import annotations

import json

import pytest
from tasador_release.image import findings
from tasador_release.image.findings import Read

TRIVY = {
    "SchemaVersion": 2,
    "Results": [
        {"Target": "os", "Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1"}]},
        {"Target": "python"},
    ],
}
PIP = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "GHSA-1", "fix_versions": ["2"]}]},
        {"name": "b", "version": "1", "vulns": []},
    ],
    "fixes": [],
}
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "a": {"severity": "high", "range": "<2"},
        "b": {"severity": "moderate", "range": "<3"},
    },
}


@pytest.mark.parametrize(
    ("read", "report", "found"),
    [
        (findings.trivy, TRIVY, ("CVE-1 in a 1",)),
        (findings.pip_audit, PIP, ("GHSA-1 in a 1",)),
        (findings.npm_audit, NPM, ("high in a <2",)),
        (findings.trivy, {"SchemaVersion": 2}, ()),
        (findings.pip_audit, {"dependencies": []}, ()),
        (findings.npm_audit, {"auditReportVersion": 2, "vulnerabilities": {}}, ()),
    ],
)
def test_what_was_found_is_named(read: Read, report: object, found: tuple[str, ...]) -> None:
    assert read(json.dumps(report)) == found


@pytest.mark.parametrize("read", [findings.trivy, findings.pip_audit, findings.npm_audit])
@pytest.mark.parametrize("said", ["", "FATAL: no database", "[]", '{"error": {"code": "ENETUNREACH"}}'])
def test_what_is_no_report_is_no_clean_bill(read: Read, said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(said)


def test_a_package_that_could_not_be_looked_up_is_no_clean_one() -> None:
    with pytest.raises(ValueError, match="passed over: a"):
        findings.pip_audit(json.dumps({"dependencies": [{"name": "a", "skip_reason": "not on PyPI"}]}))
