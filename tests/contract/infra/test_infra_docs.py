"""Each root's README has the tables that terraform-docs makes: they say what its variables and outputs say."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.infra import INFRA, ROOTS, outputs, variables

AGAIN: Final = (
    "run: terraform-docs -c infra/.terraform-docs.yml infra/ROOT (go install github.com/terraform-docs/terraform-docs)"
)
ROW: Final = re.compile(r"^\| ([a-z0-9_]+) \| (.*?) \|(?: .* \| (yes|no) \|)?$", re.MULTILINE)


def rows(root: str, title: str) -> dict[str, tuple[str, str]]:
    """Description and `Required` of a table, by name."""
    text = (INFRA / root / "README.md").read_text(encoding="utf-8")
    table = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return {name: (told, required) for name, told, required in ROW.findall(table)}


@pytest.mark.parametrize("root", ROOTS)
def test_the_readme_has_every_variable_with_its_description_and_whether_it_must_be_given(root: str) -> None:
    declared = {
        name: (body["description"], "no" if "default" in body else "yes") for name, body in variables(root).items()
    }
    assert rows(root, "Inputs") == declared, AGAIN


@pytest.mark.parametrize("root", ROOTS)
def test_the_readme_has_every_output_with_its_description(root: str) -> None:
    assert rows(root, "Outputs") == {name: (body["description"], "") for name, body in outputs(root).items()}, AGAIN
