"""Terraform's state object: its outputs, or an error that says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release import recipes
from tasador_release.errors import InfraError, MissingOutput, StateUnreadable
from tasador_release.values import stack, state

from tests import terraform

names = st.text(st.characters(categories=["L", "N"]), min_size=1)
plain = st.text() | st.integers() | st.booleans() | st.lists(st.text()) | st.none()


def a_state(values: dict[str, object], **changes: object) -> str:
    """As Terraform 1.x writes it."""
    written = {name: {"value": value, "type": "string"} for name, value in values.items()}
    top = {"version": 4, "terraform_version": "1.14.0", "serial": 7, "lineage": "5f0b", "outputs": written}
    return json.dumps({**top, "resources": [], "check_results": None, **changes})


@given(st.dictionaries(names, plain, min_size=1))
def test_the_outputs_come_out_as_they_went_in(outputs: dict[str, object]) -> None:
    assert state.outputs(a_state(outputs)) == outputs


def test_a_stack_is_read_from_a_state() -> None:
    values = {name: f"a-{name}" for name in stack.Stack.__dataclass_fields__}
    assert stack.from_values(state.outputs(a_state({**values, "more": [1]}))).bucket == "a-bucket"
    with pytest.raises(MissingOutput, match="bucket"):
        stack.from_values(state.outputs(a_state({**values, "bucket": None})))


def test_a_state_to_which_nothing_was_applied_says_so() -> None:
    with pytest.raises(InfraError, match="nothing stands there"):
        state.outputs(a_state({}))


@pytest.mark.parametrize("version", [3, 5, "4", None])
def test_a_state_of_another_format_is_refused(version: object) -> None:
    with pytest.raises(StateUnreadable, match="format"):
        state.outputs(a_state({"a": "b"}, version=version))


@pytest.mark.parametrize("outputs", [None, [], {"a": "b"}, {"a": {"type": "string"}}])
def test_outputs_of_another_shape_are_refused(outputs: object) -> None:
    with pytest.raises(StateUnreadable, match="output"):
        state.outputs(a_state({}, outputs=outputs))


@given(st.text() | st.recursive(st.none() | st.integers(), st.lists).map(json.dumps) | st.just("[" * 100_000))
def test_what_is_no_state_is_one_error(text: str) -> None:
    with pytest.raises(StateUnreadable):
        state.outputs(text)


def test_bytes_that_are_no_text_are_one_error() -> None:
    with pytest.raises(StateUnreadable):
        state.outputs(b"\xff\xfe\x00")


def test_each_stage_has_a_state_of_its_own_and_bootstrap_is_one_for_all() -> None:
    keys = [recipes.state_key(root, "prod") for root in (recipes.APP, recipes.REGISTRY, recipes.BOOTSTRAP)]
    assert keys == ["app/prod.tfstate", "registry/prod.tfstate", "bootstrap.tfstate"]


@pytest.mark.skipif(terraform.no_terraform() is not None, reason=str(terraform.no_terraform()))
def test_a_state_that_terraform_wrote_is_read(tmp_path: Path) -> None:
    """Outputs need no provider: whatever Terraform is at hand writes the file that is parsed here."""
    (tmp_path / "main.tf").write_text(
        'output "text" { value = "á" }\noutput "list" { value = [1, "b"] }\n'
        'output "hidden" {\n  value = "s"\n  sensitive = true\n}\noutput "nothing" { value = null }\n',
        encoding="utf-8",
    )
    for arguments in (["init"], ["apply", "-auto-approve"]):
        done = terraform.run(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr
    found = state.outputs((tmp_path / "terraform.tfstate").read_bytes())
    assert found == {"text": "á", "list": [1, "b"], "hidden": "s"}
