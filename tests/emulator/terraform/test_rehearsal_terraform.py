"""A rehearsal whose infrastructure Terraform applied: all three roots, then the page prices a house."""

import os
from pathlib import Path

import pytest

from tests import terraform
from tests.emulator.rehearsal import test_rehearsal
from tests.emulator.rehearsal.test_rehearsal import Clone, details, ended

pytestmark = [
    *test_rehearsal.pytestmark,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
HANDED_ON = ("TF_CLI_CONFIG_FILE", "TASADOR_PROVIDER_MIRROR", "TASADOR_PROVIDER_EMULATES")


def provider() -> dict[str, str]:
    return {name: os.environ[name] for name in HANDED_ON if name in os.environ}


def test_the_page_prices_a_house_on_what_terraform_applied(tmp_path: Path) -> None:
    clone: Clone = test_rehearsal.make(tmp_path)
    code, report = ended(clone.start("--only", "release", "--skip-checks", **provider()))
    assert code == 0, report["failure"]
    assert details(report)["price for the full payload, through the CDN"] == "USD 172,449"
    notes = " ".join(report["notes"])
    assert "Infrastructure: Terraform" in notes
    assert "one layer" in notes
    assert clone.left() == []


def test_a_wrong_reference_in_the_files_ends_it_at_terraform(tmp_path: Path) -> None:
    clone = test_rehearsal.make(tmp_path)
    file = clone.root / "infra" / "bootstrap" / "state.tf"
    file.write_text(file.read_text(encoding="utf-8").replace("aws_s3_bucket.state.id", "aws_s3_bucket.none.id", 1))
    code, report = ended(clone.start("--only", "release", "--skip-checks", **provider()))
    assert code == 6
    assert report["failure"]["where"] == "terraform plan"
    assert "aws_s3_bucket" in report["failure"]["what"]
    assert clone.left() == []


@pytest.mark.skipif("TASADOR_PROVIDER_EMULATES" not in os.environ, reason="the provider needs no variable of its own")
def test_a_provider_that_works_elsewhere_than_on_the_emulator_is_found_out(tmp_path: Path) -> None:
    clone = test_rehearsal.make(tmp_path)
    deaf = {name: value for name, value in provider().items() if name != "TASADOR_PROVIDER_EMULATES"}
    code, report = ended(clone.start("--only", "infra", "--skip-checks", **deaf))
    assert code == 6
    assert "not to the emulator" in report["failure"]["what"]
    assert clone.left() == []
