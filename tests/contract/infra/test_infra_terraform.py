"""Terraform's own verdict on the files: format, validity, and one run per rule. Wrong files must turn this red."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import terraform
from tests.infra import INFRA, ROOTS

AT_LEAST = 20
TESTS = tuple(f"{file.parents[1].name}/{file.name}" for file in sorted(INFRA.glob("*/tests/*.tftest.hcl")))
WRITTEN = re.compile(r'^run "([a-z0-9_]+)"', re.MULTILINE)
without_terraform = pytest.mark.skipif(terraform.no_terraform() is not None, reason=str(terraform.no_terraform()))
without_provider = pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider()))

# what someone might write by mistake: file, what stands there, what is written instead, what Terraform calls it
WRONG = {
    "unknown argument": ("registry/main.tf", "image_tag_mutability ", "image_tag_mutabilty ", "Unsupported argument"),
    "missing required": ("app/function.tf", "role          = aws_iam_role.function.arn", "", "Missing required"),
    "wrong reference": ("app/outputs.tf", "aws_lambda_alias.live.name", "aws_lambda_alias.life.name", "Ref"),
    "unknown attribute": ("app/outputs.tf", "site.domain_name", "site.domainname", "Unsupported attribute"),
    "wrong type": ("app/site.tf", "wait_for_deployment = false", 'wait_for_deployment = "no"', "Incorrect attribute"),
}
# what is valid, and breaks a rule: file, before, after, the run that must fail
BROKEN = {
    "movable tags": ("registry/main.tf", '"IMMUTABLE"', '"MUTABLE"', "tags_cannot_be_moved"),
    "builds first": ("registry/main.tf", "[local.image.release_tag_prefix]", '["x"]', "releases_outlive_builds"),
    "no scan": ("registry/main.tf", "scan_on_push = true", "scan_on_push = false", "images_are_scanned"),
}


@pytest.fixture(scope="module")
def infra(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = terraform.copied(tmp_path_factory.mktemp("infra"))
    for root in ROOTS:
        terraform.initialized(folder / root)
    return folder


@pytest.fixture(scope="module")
def verdicts(infra: Path) -> dict[str, str]:
    """Every run of every root; two files at a time, since each run starts the provider anew."""
    with ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda test: verdict_of(infra, test), sorted(TESTS, key=runs_of, reverse=True))
        return {f"{root}/{run}": status for root, runs in outputs for run, status in runs.items()}


def runs_of(test: str) -> int:
    root, file = test.split("/")
    return len(WRITTEN.findall((INFRA / root / "tests" / file).read_text(encoding="utf-8")))


def verdict_of(infra: Path, test: str) -> tuple[str, dict[str, str]]:
    root, file = test.split("/")
    return root, terraform.runs(terraform.run(infra / root, "test", "-json", f"-filter=tests/{file}").stdout)


def changed(folder: Path, file: str, before: str, after: str) -> Path:
    """A copy of infra/ with one thing written otherwise; the root of the file."""
    infra = terraform.copied(folder)
    text = (infra / file).read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} has {before!r} {text.count(before)} times: choose another mistake"
    (infra / file).write_text(text.replace(before, after), encoding="utf-8")
    return terraform.initialized((infra / file).parent)


@without_terraform
def test_the_files_are_formatted() -> None:
    done = subprocess.run(
        [*terraform.command(), "fmt", "-check", "-recursive", "-diff", str(INFRA)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@without_provider
@pytest.mark.parametrize("root", ROOTS)
def test_the_root_is_valid(infra: Path, root: str) -> None:
    found = json.loads(terraform.checked(infra / root, "validate", "-json"))
    assert found["valid"]
    assert found["error_count"] == 0


@without_provider
@pytest.mark.parametrize("mistake", WRONG)
def test_wrong_hcl_is_not_valid(tmp_path: Path, mistake: str) -> None:
    file, before, after, summary = WRONG[mistake]
    root = changed(tmp_path, file, before, after)
    done = terraform.run(root, "validate", "-json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["valid"]) == (1, False)
    assert any(summary in error["summary"] for error in found["diagnostics"] if error["severity"] == "error"), found


@without_provider
@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_rule_fails_its_run_and_no_other(tmp_path: Path, mistake: str) -> None:
    file, before, after, run = BROKEN[mistake]
    root = changed(tmp_path, file, before, after)
    found = terraform.runs(terraform.run(root, "test", "-json").stdout)
    assert [name.split(":")[1] for name, status in found.items() if status != "pass"] == [run]


def test_there_is_a_run_for_every_rule() -> None:
    assert sum(runs_of(test) for test in TESTS) >= AT_LEAST
    assert {test.split("/")[0] for test in TESTS} == set(ROOTS)


@without_provider
def test_every_run_passes(verdicts: dict[str, str]) -> None:
    assert len(verdicts) == sum(runs_of(test) for test in TESTS)
    assert {run: status for run, status in verdicts.items() if status != "pass"} == {}
