"""How image and page are built: platform, order of layers, what each may see."""

from __future__ import annotations

import json
from typing import Any

import dagger
import pytest
from tasador_ci import artifacts, builder, images
from tasador_ci.project import Project

from tests.doubles.whole import OWN as CONTRACT
from tests.unit.ci.conftest import DIGEST, Play
from tests.unit.ci.recorded import Call, Engine, Graph

OWN = CONTRACT.app
BASE = images.of_lambda(f"public.ecr.aws/lambda/python:{OWN.function.python}")


@pytest.fixture
def image(engine: Engine, play: Play[Any]) -> Graph:
    async def build(project: Project) -> str:
        return await (await artifacts.image(project)).id()

    return engine.graph(play(build))


def layers(image: Graph) -> list[Call]:
    return [call for call in image.every("withDirectory") if call["path"] == "/"]


def test_the_image_is_for_lambda_s_platform_whatever_runs_the_engine(image: Graph) -> None:
    assert image.calls[0] == Call("container", {"platform": "linux/amd64"})
    assert image.calls[1]["address"] == BASE


def test_dependencies_are_a_layer_below_the_code(image: Graph) -> None:
    libraries, code = (call["source"] for call in layers(image))
    assert any("runtime.lock" in word for command in libraries.commands() for word in command)
    assert not any("runtime.lock" in word for command in code.commands() for word in command)


def test_both_layers_are_compiled_by_the_interpreter_that_will_read_them(image: Graph) -> None:
    for call in layers(image):
        (task,) = [made for made in call["source"].calls if made.name == "withDirectory"]
        assert task["path"] == artifacts.TASK
        assert list(task["source"].every("withExec")[-1]["args"])[:3] == ["python3", "-m", "compileall"]
        assert task["source"].every("from")[-1]["address"] == BASE


def test_no_time_of_a_build_is_left_in_a_layer(image: Graph) -> None:
    for call in layers(image):
        assert call["source"].calls[-1] == Call("withTimestamps", {"timestamp": 0})


def test_what_the_app_excludes_stays_outside(image: Graph) -> None:
    code = layers(image)[1]["source"]
    copied = [call for call in code.deep() if call.name == "withDirectory" and call["path"] == "parcels"]
    assert [list(call["exclude"]) for call in copied] == [["rates", "__pycache__"]]


def test_dependencies_come_by_hash_and_as_wheels_for_lambda(image: Graph) -> None:
    (install,) = [command for command in layers(image)[0]["source"].commands() if "service/runtime.lock" in command]
    assert {"--require-hashes", "--only-binary", "x86_64-manylinux_2_28"} <= set(install)


def test_the_image_says_what_is_in_it(image: Graph) -> None:
    labels = {call["name"]: call["value"] for call in image.every("withLabel")}
    assert labels["org.opencontainers.image.revision"] == DIGEST.removeprefix("sha256:")[:12]
    assert labels["parcels.tariff"] == "c0ffee"
    assert json.loads(labels["tasador.sbom"])["components"][0]["purl"] == "pkg:pypi/fastapi@1.0"


def test_the_image_runs_the_handler(image: Graph) -> None:
    assert image.calls[-1] == Call("withDefaultArgs", {"args": [OWN.function.handler]})


def test_no_mode_of_a_clone_is_left_in_a_layer(image: Graph) -> None:
    for call in layers(image):
        commands = [words[0] for words in call["source"].commands()]
        assert commands.index("chmod") < commands.index("python3")


def test_the_revision_looks_at_the_service_alone_and_at_no_mode(engine: Engine, play: Play[Any]) -> None:
    play(artifacts.revision)
    (asked,) = engine.leaves("digest")
    (copied,) = asked.every("withDirectory")
    assert copied["permissions"] == 0o755
    assert all(path.startswith("service/") for path in copied["source"].every("filter")[0]["include"])


def test_the_page_is_built_from_its_own_files(engine: Engine, play: Play[Any]) -> None:
    async def build(project: Project) -> str:
        return await (await artifacts.site(project)).id()

    site = engine.graph(play(build))
    seen = [path for call in site.deep() if call.name == "filter" for path in call["include"]]
    assert seen
    assert not [path for path in seen if not path.startswith("web")]
    assert site.commands()[-2:] == [["npm", "ci", *site.commands()[-2][2:]], ["npm", "run", "build"]]


def test_the_page_s_dependencies_do_not_depend_on_its_sources(engine: Engine, play: Play[Any]) -> None:
    async def build(project: Project) -> str:
        return await (await artifacts.site(project)).id()

    calls = engine.graph(play(build)).calls
    install = next(i for i, call in enumerate(calls) if call.name == "withExec" and call["args"][:2] == ["npm", "ci"])
    before = [call["source"].every("filter")[0]["include"] for call in calls[:install] if call.name == "withDirectory"]
    assert before == [["web/package.json", "web/package-lock.json"]]


def test_the_tarball_is_one_that_lambda_takes(engine: Engine, play: Play[Any]) -> None:
    async def pack(project: Project) -> str:
        return await builder.tarball(artifacts.runtime(project, OWN.function)).id()

    packed = engine.graph(play(pack)).calls[-1]
    assert packed["forcedCompression"] == dagger.ImageLayerCompression.Gzip.value
    assert packed["mediaTypes"] == dagger.ImageMediaTypes.DockerMediaTypes.value
    assert "platformVariants" not in packed.args
