"""The emulator and the function as machine: signatures enforced, and the built image itself behind the API."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from dagger import dag
from tasador_ci import emulation
from tasador_ci.project import Project
from tasador_ci.verbs import pipeline
from tasador_emulator.environment import PROXY
from tasador_emulator.overrides import overrides
from tasador_release.function import http
from tasador_release.ports import Provisioner
from tasador_release.values import app
from tasador_release.values.target import emulator

from tests.doubles.whole import OWN, TEXTS
from tests.paths import ROOT
from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine, Graph

HANDLER = OWN.app.function.handler


@pytest.fixture
def emulated(engine: Engine, play: Play[Any]) -> Graph:
    async def act(project: Project) -> str:
        return await (await emulation.EngineMachine.of(project)).aws.id()

    return engine.graph(play(act))


def environment(graph: Graph) -> dict[str, str]:
    return {str(call["name"]): str(call["value"]) for call in graph.every("withEnvVariable")}


def test_the_emulator_enforces_signatures_and_policies(emulated: Graph) -> None:
    assert environment(emulated)["AUTH"] == "true"


def test_the_emulator_is_the_locked_one(emulated: Graph) -> None:
    assert emulated.every("withExec")[-1]["args"][:3] == ["uv", "pip", "install"]
    assert "--require-hashes" in emulated.every("withExec")[-1]["args"]


def test_the_function_is_the_image_itself(emulated: Graph) -> None:
    (binding,) = emulated.every("withServiceBinding")
    assert binding["alias"] == emulation.FUNCTION
    function = binding["service"]
    assert function.calls[0]["platform"] == "linux/amd64"
    assert len(function.every("withDirectory")) == 2
    assert function.every("withDefaultArgs")[0]["args"] == [HANDLER]
    assert function.calls[-1].name == "asService"
    assert HANDLER in function.calls[-1]["args"]


def test_the_image_gets_what_infra_gives_the_function(emulated: Graph) -> None:
    function = emulated.every("withServiceBinding")[0]["service"]
    env = environment(function)
    assert env["TASADOR_ALLOWED_ORIGINS"].startswith("https://")
    assert env["TASADOR_BASE_PATH"] == "/api"


def test_the_image_that_is_checked_alone_gets_the_same(
    emulated: Graph, engine: Engine, play: Play[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(*_: object, **__: object) -> http.Answer:
        return http.Answer(200, {}, b"{}")

    monkeypatch.setattr(http, "fetch", fetch)
    play(lambda project: emulation.invoked(project, dag.container(), {}))
    (alone,) = [graph for name, graph in engine.asked if name == "start"]
    given = environment(emulated.every("withServiceBinding")[0]["service"])
    assert environment(alone).items() <= given.items()
    assert {name for name in given if name.startswith("TASADOR_")} <= set(environment(alone))


def test_the_emulator_is_told_where_the_function_runs() -> None:
    given = overrides(emulator("http://emulator:4566"), emulation.INVOKE).app
    assert json.loads(given["function_environment"]) == {PROXY: emulation.INVOKE}
    assert emulation.INVOKE.startswith(f"http://{emulation.FUNCTION}:")


def test_nothing_of_the_caller_is_in_the_emulator_s_environment(emulated: Graph) -> None:
    assert not emulated.every("withSecretVariable")


def test_the_stand_in_finds_the_roots_and_the_whole_contract_in_its_folder(
    engine: Engine, play: Play[Any], tmp_path: Path
) -> None:
    engine.answers["export"] = lambda _: str(tmp_path)

    async def act(project: Project) -> Provisioner:
        machine = await emulation.EngineMachine.of(project)
        return await pipeline.provision(project, machine, stand_in=True)

    play(act)
    (exported,) = [graph for name, graph in engine.asked if name == "export"]
    for name in exported.every("filter")[-1]["include"]:
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if name in TEXTS:
            place.write_text(TEXTS[name], encoding="utf-8")
        elif (ROOT / name).is_file():
            shutil.copy(ROOT / name, place)
    assert app.read(tmp_path) == OWN
