"""Terraform as the module runs it: a saved plan, read, then nothing but that plan; keys as secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dagger import dag
from tasador_ci.infra.shell import terraform
from tasador_ci.project import Project
from tasador_release import recipes
from tasador_release.errors import CommandFailed, DestroyRefused
from tasador_release.values.target import Credentials, Target, emulator

from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Call, Engine, ExecFails, Graph

KEY, PLANTED = "AKIAPLANTEDPLANTED00", "planted-secret-of-the-account"
URL = "123456789012.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo"
OUTPUTS = json.dumps({"repository_url": {"value": URL}})


def change(*actions: str) -> str:
    made = {"address": "aws_ecr_repository.this", "mode": "managed", "change": {"actions": list(actions)}}
    return json.dumps({"format_version": "1.2", "resource_changes": [made]})


def verb(graph: Graph) -> str:
    """Of the last terraform command that a container ran."""
    words = argv(graph.every("withExec")[-1])
    return str(words[2]) if len(words) > 2 else ""


def argv(call: Call) -> list[str]:
    """The command, without the shell that sends its output into a file."""
    words = list(call["args"])
    return words[words.index("terraform") :] if "terraform" in words else words


def says(engine: Engine, plan: str, codes: dict[str, int] | None = None) -> None:
    said = {"show": plan, "output": OUTPUTS}

    def execute(graph: Graph) -> None:
        if code := (codes or {}).get(verb(graph)):
            raise ExecFails(graph.commands()[-1], code, f"\x1b[31mError: {verb(graph)} said no\x1b[0m")

    engine.answers |= {"said": lambda graph: said[verb(graph)], "stdout": lambda _: "", "exec": execute}


def standing(access_key: str = KEY) -> Target:
    return emulator("http://emulator:4566", credentials=Credentials(access_key, PLANTED))


async def made(project: Project, target: Target, *, allow_destroy: bool = False) -> str:
    service = dag.container().from_("emulator").as_service()
    return await (await terraform(project, service, allow_destroy=allow_destroy)).registry(target)


def registry(play: Play[Any], *, allow_destroy: bool = False) -> str:
    async def act(project: Project) -> str:
        return await made(project, standing(), allow_destroy=allow_destroy)

    return str(play(act))


def ran(engine: Engine) -> list[str]:
    """The terraform verbs in the order in which they were asked for."""
    return [verb(graph) for graph in engine.leaves("sync")]


def last(engine: Engine) -> Graph:
    return engine.leaves("sync")[-1]


def test_the_saved_plan_is_read_and_then_applied_in_its_own_container(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("create"))
    assert registry(play) == URL
    assert ran(engine) == ["init", "plan", "show", "apply", "output"]
    assert last(engine).commands()[-2][3:] == ["-no-color", recipes.LOCK_TIMEOUT, recipes.PLAN_FILE]


def test_a_plan_that_changes_outputs_alone_is_applied(engine: Engine, play: Play[Any]) -> None:
    plan = {**json.loads(change("no-op")), "output_changes": {"repository_url": {"actions": ["create"]}}}
    says(engine, json.dumps(plan))
    assert registry(play) == URL
    assert ran(engine) == ["init", "plan", "show", "apply", "output"]


def test_a_plan_without_changes_is_not_applied(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))
    assert registry(play) == URL
    assert ran(engine) == ["init", "plan", "show", "output"]


@pytest.mark.parametrize("actions", [("delete",), ("delete", "create")])
def test_what_destroys_is_refused_before_it_is_applied(
    engine: Engine, play: Play[Any], actions: tuple[str, ...]
) -> None:
    says(engine, change(*actions))
    with pytest.raises(DestroyRefused, match=r"aws_ecr_repository\.this"):
        registry(play)
    assert "apply" not in ran(engine)


def test_what_destroys_is_applied_when_somebody_said_so(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("delete"))
    registry(play, allow_destroy=True)
    assert "apply" in ran(engine)


@pytest.mark.parametrize("stage", ["init", "plan", "apply"])
def test_a_command_that_fails_ends_it_with_its_last_words(engine: Engine, play: Play[Any], stage: str) -> None:
    says(engine, change("create"), {stage: 1})
    with pytest.raises(CommandFailed, match=f"Error: {stage} said no") as failed:
        registry(play)
    assert ran(engine)[-1] == stage
    assert "x1b" not in str(failed.value)


def test_every_command_must_succeed_so_that_an_interactive_call_stops_where_it_fails(
    engine: Engine, play: Play[Any]
) -> None:
    says(engine, change("create"))
    registry(play)
    assert [call for graph in engine.leaves("sync") for call in graph.every("withExec") if "expect" in call.args] == []


def test_what_a_program_reads_is_kept_out_of_the_trace(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("create"))
    registry(play)
    quiet = {verb(graph) for graph in engine.leaves("sync") if graph.every("withExec")[-1]["args"][0] == "sh"}
    assert quiet == {"show", "output"}


def test_without_a_mirror_the_providers_are_installed_once_for_what_the_roots_ask(
    engine: Engine, play: Play[Any]
) -> None:
    says(engine, change("no-op"))
    registry(play)
    (mount,) = [call for call in last(engine).every("withMountedDirectory") if call["path"] == "/mirror"]
    made = mount["source"]
    assert [call["path"] for call in made.every("withMountedCache")] == ["/downloads"]
    assert [words[1:3] for words in made.commands() if words[0] == "terraform"] == [
        [f"-chdir=infra/{root}", "init"] for root in ("bootstrap", "registry", "app")
    ]
    (asked,) = [call["source"] for call in made.every("withDirectory")]
    assert asked.calls[-1]["include"] == ["infra/*/terraform.tf", "infra/*/.terraform.lock.hcl"]
    assert "TASADOR_NONCE" not in {call["name"] for call in made.every("withEnvVariable")}


def test_the_keys_are_secrets_and_nowhere_else(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))
    registry(play)
    container = last(engine)
    given = {call["name"]: call["secret"] for call in container.every("withSecretVariable")}
    assert set(given) == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert given["AWS_SECRET_ACCESS_KEY"].calls[-1]["plaintext"] == PLANTED
    others = [call for call in container.deep() if call.name != "setSecret"]
    assert others
    assert not [call for call in others if PLANTED in str(plain(call))]


def test_an_emulator_s_account_number_is_no_secret(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))

    async def act(project: Project) -> str:
        return await made(project, standing("123456789012"))

    play(act)
    container = last(engine)
    assert [call["name"] for call in container.every("withSecretVariable")] == ["AWS_SECRET_ACCESS_KEY"]
    assert Call("withEnvVariable", {"name": "AWS_ACCESS_KEY_ID", "value": "123456789012"}) in container.calls


def plain(call: Call) -> list[object]:
    return [value for value in call.args.values() if not isinstance(value, Graph)]


def test_every_run_is_a_run_of_its_own(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))
    registry(play)
    registry(play)
    inits = [graph for graph in engine.leaves("sync") if verb(graph) == "init"]
    nonces = [
        call["value"] for graph in inits for call in graph.every("withEnvVariable") if call["name"] == "TASADOR_NONCE"
    ]
    assert len(set(nonces)) == 2


def test_the_emulator_is_bound_and_the_backend_told_so(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))
    registry(play)
    container = last(engine)
    assert [call["alias"] for call in container.every("withServiceBinding")] == ["aws"]
    env = {call["name"]: call["value"] for call in container.every("withEnvVariable")}
    assert env["AWS_ENDPOINT_URL"] == "http://aws:4566"
    init = next(words for words in container.commands() if words[2] == "init" and "-reconfigure" in words)
    assert "-backend-config=use_path_style=true" in init
    assert "-backend-config=use_lockfile=true" in init
    assert "-backend-config=key=registry/prod.tfstate" in init


def test_a_mirror_is_where_providers_come_from(engine: Engine, play: Play[Any]) -> None:
    says(engine, change("no-op"))

    async def act(project: Project) -> str:
        project.provider_mirror = dag.directory().with_new_file("a", "b")
        return await made(project, standing())

    play(act)
    env = {call["name"]: call["value"] for call in last(engine).every("withEnvVariable")}
    assert env["TF_CLI_ARGS_init"] == "-plugin-dir=/mirror"
