"""Images in the emulated registry: pushed once, believed only when read back."""

from dataclasses import replace
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import ManifestRefused, RegistryError, RegistryUnreachable
from tasador_release.image import registry
from tasador_release.image.published import Published
from tasador_release.values.artifacts import Image
from tasador_release.values.target import Target

from tests.emulator.faulty import Faults, spoiling
from tests.unit.release.images import an_image

pytestmark = pytest.mark.emulator


async def push(target: Target, repository: str, image: Image, tag: str) -> Published:
    client = await registry.login(Aws(target), target.images(), repository)
    return await registry.push(client, image, f"{target.images().host}/{repository}", tag)


def test_an_image_is_pushed_once_and_known_by_what_is_read_back(
    emulated: Target, repository: str, tmp_path: Path
) -> None:
    image = Image.read(an_image(tmp_path))
    first = anyio.run(push, emulated, repository, image, "build-1")
    assert first.pushed
    assert first.uri == f"{emulated.images().host}/{repository}@{image.digest}"
    assert not anyio.run(push, emulated, repository, image, "build-1").pushed


async def push_spoiled(target: Target, repository: str, image: Image, faults: Faults) -> Published:
    with spoiling(str(target.endpoint), faults) as endpoint:
        spoiled = replace(target.images(), host=endpoint.removeprefix("http://"))
        client = await registry.login(Aws(target), spoiled, repository)
        hasty = replace(client, sleep=lambda _: anyio.lowlevel.checkpoint())
        return await registry.push(hasty, image, f"{target.images().host}/{repository}", "build-1")


def test_a_push_gets_over_a_bad_network(emulated: Target, repository: str, tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path))
    found = anyio.run(push_spoiled, emulated, repository, image, Faults("PATCH /v2", ["reset", "reset"]))
    assert found.pushed
    assert found.digest == image.digest


def test_a_push_that_was_cut_off_for_good_is_simply_done_again(
    emulated: Target, repository: str, tmp_path: Path
) -> None:
    image = Image.read(an_image(tmp_path))
    with pytest.raises(RegistryUnreachable, match="PATCH"):
        anyio.run(push_spoiled, emulated, repository, image, Faults("PATCH /v2", ["reset"] * 3))
    assert anyio.run(push, emulated, repository, image, "build-1").pushed


def test_an_unknown_repository_is_told_as_such(emulated: Target, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="NAME_UNKNOWN"):
        anyio.run(push, emulated, "nowhere", Image.read(an_image(tmp_path)), "build-1")


def test_an_image_for_another_machine_is_never_sent(emulated: Target, repository: str, tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path, architecture="arm64"))
    with pytest.raises(ManifestRefused, match="arm64"):
        anyio.run(push, emulated, repository, image, "build-1")
    assert Aws(emulated).ecr.describe_images(repositoryName=repository)["imageDetails"] == []


def test_a_released_image_gets_a_tag_that_keeps_it(emulated: Target, repository: str, tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path))
    pushed = anyio.run(push, emulated, repository, image, "build-1")
    for _ in range(2):
        anyio.run(registry.keep, Aws(emulated), pushed.uri, "release-1")
    found = Aws(emulated).ecr.describe_images(repositoryName=repository)["imageDetails"]
    assert {tag for item in found for tag in item["imageTags"]} == {"build-1", "release-1"}
