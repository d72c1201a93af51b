"""Who releases is told by name: the person and the machine, or the CI run; from inside a container too."""

from __future__ import annotations

import getpass
import platform

from tasador_release.flow.caller import GIVEN, owner

RUN = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_ACTOR": "ana",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "owner/name",
    "GITHUB_RUN_ID": "7",
}


def test_a_person_is_named_with_the_machine() -> None:
    assert owner({}) == f"{getpass.getuser()}@{platform.node()}"


def test_a_workflow_is_named_with_its_run() -> None:
    assert owner(RUN) == "ana in https://github.com/owner/name/actions/runs/7"


def test_whoever_started_a_container_is_named_and_not_what_is_inside_it() -> None:
    assert owner({GIVEN: "ana@laptop", **RUN}) == "ana@laptop"


def test_a_name_reaches_a_terminal_as_text_and_is_not_endless() -> None:
    said = owner({GIVEN: "\x1b[31mana" + "x" * 500})
    assert "\x1b" not in said
    assert len(said) == 200


def test_what_a_workflow_does_not_say_of_itself_is_told_as_unknown() -> None:
    assert owner({"GITHUB_ACTIONS": "true"}) == "somebody in //actions/runs/?"
    assert owner({**RUN, "GITHUB_ACTIONS": "false"}) == owner({})
