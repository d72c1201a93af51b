"""The services for people: what Grafana is given, and that the page finds the API."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from dagger import dag
from tasador_ci import images
from tasador_ci.project import Project
from tasador_ci.verbs import serve

from tests.paths import ROOT
from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine, Graph

COMPOSE = (ROOT / "monitor" / "docker-compose.yml").read_text()
PASSWORD = "a-password-of-grafana"


@pytest.fixture
def grafana(engine: Engine, play: Play[Any]) -> Graph:
    engine.answers["plaintext"] = lambda _: "AKIAPLANTEDPLANTED00"

    async def act(project: Project) -> str:
        secret = dag.set_secret("password", PASSWORD)
        mine = replace(project, aws_access_key_id=secret, aws_secret_access_key=secret)
        return await (await serve.monitor(mine, secret)).id()

    return engine.graph(play(act))


def test_grafana_is_the_one_of_the_compose_file_with_the_same_settings(grafana: Graph) -> None:
    assert f"image: {images.tagged(grafana.every('from')[0]['address'])}\n" in COMPOSE
    given = {call["name"]: call["value"] for call in grafana.every("withEnvVariable")}
    said = dict(re.findall(r'^ +(GF_\w+): "(\w+)"$', COMPOSE, flags=re.MULTILINE))
    assert said
    assert said.items() <= given.items()


def test_grafana_gets_the_dashboards_at_the_place_it_looks(grafana: Graph) -> None:
    (put,) = grafana.every("withDirectory")
    assert put["path"] == "/etc/grafana/provisioning"
    assert put["source"].every("directory")[-1]["path"] == "monitor/provisioning"


def test_password_and_keys_reach_grafana_as_secrets_only(grafana: Graph) -> None:
    names = {call["name"] for call in grafana.every("withSecretVariable")}
    assert names == {"GF_SECURITY_ADMIN_PASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    plain = {str(call["value"]) for call in grafana.every("withEnvVariable")}
    assert PASSWORD not in plain


def test_grafana_is_a_service_at_its_port(grafana: Graph) -> None:
    assert [call["port"] for call in grafana.every("withExposedPort")] == [3000]
    assert grafana.calls[-1].name == "asService"
    assert grafana.calls[-1]["useEntrypoint"] is True


def test_the_page_that_is_written_finds_the_api_that_is_written(engine: Engine, play: Play[Any]) -> None:
    async def act(project: Project) -> str:
        return await (await serve.dev(project)).id()

    page = engine.graph(play(act))
    (bound,) = page.every("withServiceBinding")
    given = {call["name"]: call["value"] for call in page.every("withEnvVariable")}
    assert given["TASADOR_API"] == f"http://{bound['alias']}:{serve.API_PORT}"
    api = bound["service"]
    assert "--reload" in api.calls[-1]["args"]
    assert [call["port"] for call in page.every("withExposedPort")] == [serve.PAGE_PORT]
