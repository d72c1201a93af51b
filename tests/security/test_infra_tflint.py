"""TFLint over the Terraform files: nothing undeclared, untyped, undescribed, unused or deprecated."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.infra import INFRA, ROOTS

SETTINGS = INFRA / ".tflint.hcl"

pytestmark = pytest.mark.skipif(
    shutil.which("tflint") is None,
    reason="no tflint on PATH: go install github.com/terraform-linters/tflint@v0.64.0",
)


def issues(folder: Path) -> list[Any]:
    argv = ["tflint", "--chdir", str(folder), "--config", str(SETTINGS), "--format", "json"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(done.stdout)
    assert found["errors"] == []
    return list(found["issues"])


@pytest.mark.parametrize("root", ROOTS)
def test_nothing_is_found(root: str) -> None:
    assert issues(INFRA / root) == []


def test_the_linter_sees_what_nobody_uses(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text(
        'variable "nobody" {\n  type        = string\n  description = "Read by nobody"\n}\n'
    )
    assert "terraform_unused_declarations" in {issue["rule"]["name"] for issue in issues(tmp_path)}
