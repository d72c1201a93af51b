"""docs/pipeline/aws.md keeps its word: what it says is shown by a test is shown by one that exists."""

from __future__ import annotations

import re

import pytest
from tasador_release import patience

from tests.aws import aws_calls, codes, differences
from tests.paths import ROOT

TEXT = (ROOT / "docs" / "pipeline" / "aws.md").read_text(encoding="utf-8")
SHOWN, UNSHOWN = TEXT.split("## What we rely on")[1].split("## What nobody could show")


def rows(part: str) -> list[list[str]]:
    """The cells of the table, without its head."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def every_test() -> set[str]:
    """Every test of Python and every run of Terraform's tests."""
    python = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    hcl = (path.read_text(encoding="utf-8") for path in (ROOT / "infra").rglob("*.tftest.hcl"))
    found = {name for text in python for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    return found | {name for text in hcl for name in re.findall(r'^run "(\w+)"', text, re.MULTILINE)}


NAMED = sorted({name for row in rows(SHOWN) for name in re.findall(r"`(\w+)`", row[2])})


@pytest.mark.parametrize("row", rows(SHOWN), ids=lambda row: row[0][:40])
def test_each_behaviour_has_its_document_and_its_test(row: list[str]) -> None:
    assert len(row) == 3
    assert re.search(r"\]\(https://", row[1]), "where is it documented?"
    assert re.search(r"`\w+`", row[2]), "which test shows it?"


def test_each_test_that_is_named_exists() -> None:
    assert len(NAMED) > 30
    assert set(NAMED) <= every_test(), f"no such test: {sorted(set(NAMED) - every_test())}"


def test_each_code_that_the_library_knows_is_one_of_aws_and_stands_in_the_table() -> None:
    named = codes.named()
    assert {"OperationAborted", "EntityAlreadyExists"} & named == {"OperationAborted"}, "found where they are compared"
    assert {item.code for item in patience.TABLE} <= named
    assert sorted(named - aws_calls.every_code()) == [], "AWS has no such code"
    assert [code for code in sorted(named) if f"`{code}`" not in SHOWN] == [], (
        "what does AWS mean by it, and who says so?"
    )


@pytest.mark.parametrize("row", rows(UNSHOWN), ids=lambda row: row[0][:40])
def test_what_nobody_could_show_says_why_and_where_it_would_be_seen(row: list[str]) -> None:
    assert len(row) == 3
    assert all(row)


def test_what_moto_cannot_pass_is_a_test() -> None:
    assert set(differences.NOT_ON_MOTO) <= every_test()
