"""Commands as data: what they promise to whoever runs them."""

import itertools

import pytest
from tasador_release import recipes
from tasador_release.recipes import Command

from tests.doubles.whole import OWN as CONTRACT

OWN = CONTRACT.app
ALL = [
    recipes.site_install(OWN.site),
    recipes.site_build(OWN.site),
    recipes.site_check(OWN.site, OWN.site.checks.commands[0]),
    recipes.function_install(OWN.function, "build/tree"),
    recipes.function_install(OWN.function, "build/tree", python="python3"),
    recipes.precompile("build/tree"),
    recipes.terraform_fmt(),
    recipes.terraform_init(recipes.APP),
    recipes.terraform_validate(recipes.APP),
    recipes.terraform_plan(recipes.APP, {"b": "2", "a": "1"}),
    recipes.terraform_show(recipes.APP),
    recipes.terraform_apply(recipes.APP),
    recipes.terraform_output(recipes.APP),
]


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.name)
def test_a_command_stays_within_the_repo(command: Command) -> None:
    assert not command.cwd.startswith("/")
    assert ".." not in command.cwd.split("/")


def test_dependencies_for_lambda_come_as_wheels_for_its_platform_by_hash() -> None:
    argv = recipes.function_install(OWN.function, "tree").argv
    for flag in ("--require-hashes", "--no-deps", "--only-binary", "x86_64-manylinux_2_28", OWN.function.python):
        assert flag in argv


def test_dependencies_for_the_host_come_for_the_host() -> None:
    argv = recipes.function_install(OWN.function, "tree", python="/x/python3").argv
    assert "/x/python3" in argv
    assert "--python-platform" not in argv


def test_only_the_saved_plan_is_applied() -> None:
    assert recipes.terraform_apply(recipes.APP).argv[-1] == recipes.PLAN_FILE
    assert "-auto-approve" not in recipes.terraform_apply(recipes.APP).argv
    assert f"-out={recipes.PLAN_FILE}" in recipes.terraform_plan(recipes.APP, {}).argv


def test_a_lock_that_is_held_is_waited_for_a_while() -> None:
    commands = (recipes.terraform_plan(recipes.APP, {}), recipes.terraform_apply(recipes.APP))
    assert all(recipes.LOCK_TIMEOUT in command.argv for command in commands)
    unlocked = recipes.terraform_plan(recipes.APP, {}, lock=False).argv
    assert "-lock=false" in unlocked
    assert recipes.LOCK_TIMEOUT not in unlocked


def test_variables_come_in_one_order() -> None:
    argv = recipes.terraform_plan(recipes.APP, {"b": "2", "a": "1"}).argv
    assert argv[-2:] == ("-var=a=1", "-var=b=2")


def test_a_destroy_and_a_drift_are_plans_too() -> None:
    assert "-destroy" in recipes.terraform_plan(recipes.APP, {}, destroy=True).argv
    assert "-refresh-only" in recipes.terraform_plan(recipes.APP, {}, refresh_only=True).argv


def test_state_lies_in_s3_with_its_lock_file() -> None:
    backend = recipes.state_backend("state", "app/prod.tfstate", "us-east-1")
    argv = recipes.terraform_init(recipes.APP, backend).argv
    assert "-backend-config=use_lockfile=true" in argv
    assert "-backend=false" not in argv
    assert "-backend=false" in recipes.terraform_init(recipes.APP).argv


def test_dependencies_are_copied_into_the_tree_as_the_lock_names_them() -> None:
    """A link to the cache would be a file of the builder's in the tree."""
    argv = recipes.function_install(OWN.function, "tree").argv
    pairs = set(itertools.pairwise(argv))
    assert {("--link-mode", "copy"), ("--target", "tree"), ("-r", OWN.function.lock)} <= pairs
