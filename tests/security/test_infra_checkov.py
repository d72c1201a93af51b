"""Checkov over the Terraform files: nothing fails, and what is skipped is skipped where it stands, with a reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.infra import INFRA

OWN = INFRA.parent / ".run" / "checkov" / "bin" / "checkov"
AT_LEAST = 100


def checkov() -> str | None:
    """Our own, made by ./run test, or whatever is on PATH."""
    return str(OWN) if OWN.exists() else shutil.which("checkov")


pytestmark = pytest.mark.skipif(
    checkov() is None, reason="no checkov here: ./run test makes it from infra/checkov.lock"
)


def scan(folder: Path) -> dict[str, Any]:
    """Its report. It looks nothing up: it would ask for the names of policies otherwise."""
    argv = [str(checkov()), "-d", str(folder), "--framework", "terraform", "--skip-download", "-o", "json"]
    # the interpreter's own settings are not checkov's
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=300, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return scan(INFRA)


def failed(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {(check["check_id"], check["resource"]) for check in report["results"]["failed_checks"]}


def test_nothing_fails(report: dict[str, Any]) -> None:
    assert report["summary"]["passed"] >= AT_LEAST, "it has read the files"
    assert failed(report) == set()
    assert report["summary"]["parsing_errors"] == 0


def test_what_is_skipped_has_its_reason(report: dict[str, Any]) -> None:
    skipped = report["results"]["skipped_checks"]
    assert skipped
    for check in skipped:
        assert len(check["check_result"]["suppress_comment"].strip()) > 15, check["check_id"]


def test_a_public_bucket_would_fail(tmp_path: Path) -> None:
    text = (INFRA / "app" / "site.tf").read_text(encoding="utf-8")
    (tmp_path / "site.tf").write_text(
        text.replace("block_public_policy     = true", "block_public_policy     = false"), encoding="utf-8"
    )
    assert ("CKV_AWS_54", "aws_s3_bucket_public_access_block.site") in failed(scan(tmp_path))
