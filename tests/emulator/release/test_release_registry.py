"""Images in two registries that answer differently: the emulated one, and one that answers as ECR does."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
import requests
from tasador_release.aws import Aws
from tasador_release.errors import ManifestRefused, RegistryError, RegistryUnreachable
from tasador_release.image import registry
from tasador_release.image.ecr import has, keep
from tasador_release.image.published import Published
from tasador_release.image.registry import Client
from tasador_release.values.artifacts import Image
from tasador_release.values.target import Registry, Target

from tests.doubles.ecr_registry import AFTER_S, Ecr, Fault, serving, token
from tests.emulator.faulty import Faults, spoiling
from tests.unit.release.images import an_image

pytestmark = pytest.mark.emulator
REPOSITORY = "tasador-api"
Open = Callable[[str], Client]


async def at_once(_: float) -> None:
    await anyio.lowlevel.checkpoint()


@pytest.fixture
def ecr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ecr]:
    fake = Ecr({REPOSITORY, "another"})
    with serving(fake, tmp_path) as authority:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
        yield fake


@pytest.fixture(params=["the emulated one", "one like ECR"])
def opened(request: pytest.FixtureRequest) -> Open:
    """A client of a repository that is there, whatever its name; or of "nowhere", which is not."""
    if request.param == "one like ECR":
        fake: Ecr = request.getfixturevalue("ecr")
        return lambda name: client_of(fake, name or REPOSITORY)
    emulated: Target = request.getfixturevalue("emulated")
    own: str = request.getfixturevalue("repository")
    return lambda name: anyio.run(registry.login, Aws(emulated), emulated.images(), name or own)


def client_of(ecr: Ecr, name: str = REPOSITORY) -> Client:
    return Client(ecr.registry, name, ecr.tokens(), at_once)


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return Image.read(an_image(tmp_path))


def push(client: Client, image: Image, tag: str = "build-1") -> Published:
    url = f"{client.registry.host}/{client.repository}"
    return anyio.run(registry.push, client, image, url, tag)


def test_an_image_is_pushed_once_and_known_by_what_is_read_back(opened: Open, image: Image) -> None:
    client = opened("")
    first = push(client, image)
    assert first.pushed
    assert first.uri == f"{client.registry.host}/{client.repository}@{image.digest}"
    assert not push(client, image).pushed


def test_an_unknown_repository_is_told_as_such(opened: Open, image: Image) -> None:
    with pytest.raises(RegistryError, match="NAME_UNKNOWN"):
        push(opened("nowhere"), image)


def test_an_image_for_another_machine_is_never_sent(opened: Open, tmp_path: Path) -> None:
    client, image = opened(""), Image.read(an_image(tmp_path, architecture="arm64"))
    with pytest.raises(ManifestRefused, match="arm64"):
        push(client, image)
    assert client.manifest("build-1") is None


@pytest.fixture(params=["the emulated one", "one like ECR"])
def broken(request: pytest.FixtureRequest) -> Iterator[Callable[[int], Client]]:
    """A client whose uploads break off, so many times, while the body is on its way."""
    if request.param == "one like ECR":
        fake: Ecr = request.getfixturevalue("ecr")

        def spoil(times: int) -> Client:
            fake.part, fake.faults = "PUT /v2/tasador-api/blobs", ["reset"] * times
            return client_of(fake)

        yield spoil
        return
    emulated: Target = request.getfixturevalue("emulated")
    own: str = request.getfixturevalue("repository")
    faults = Faults("PUT /v2")
    with spoiling(str(emulated.endpoint), faults) as endpoint:
        near = Registry(endpoint.removeprefix("http://"), secure=False)

        def spoil(times: int) -> Client:
            faults.queue = ["reset"] * times
            return replace(anyio.run(registry.login, Aws(emulated), near, own), sleep=at_once)

        yield spoil


def test_an_upload_that_breaks_off_is_begun_anew(broken: Callable[[int], Client], image: Image) -> None:
    found = push(broken(3), image)
    assert (found.pushed, found.digest) == (True, image.digest)


def test_a_push_that_was_cut_off_for_good_is_simply_done_again(broken: Callable[[int], Client], image: Image) -> None:
    with pytest.raises(RegistryUnreachable, match="sending sha256:"):
        push(broken(4), image)
    assert push(broken(0), image).pushed


@pytest.mark.parametrize("absolute", [True, False], ids=["absolute", "relative"])
def test_a_location_is_followed_in_both_its_forms(ecr: Ecr, image: Image, absolute: bool) -> None:
    ecr.absolute = absolute
    assert push(client_of(ecr), image).pushed


@pytest.mark.parametrize(
    "part", ["GET /v2", "HEAD /v2", "POST /v2", "PUT /v2/tasador-api/blobs", "PUT /v2/tasador-api/manifests"]
)
@pytest.mark.parametrize("fault", ["429", "500", "500 after it was stored", "reset", "token expires"])
def test_whichever_request_fails_and_however_the_push_gets_there(
    ecr: Ecr, image: Image, part: str, fault: Fault
) -> None:
    faults: list[Fault] = [fault] if fault == "token expires" else [fault, fault]
    ecr.part, ecr.faults = part, faults
    found = push(client_of(ecr), image)
    assert (found.pushed, found.digest) == (True, image.digest)
    assert ecr.tags == {(REPOSITORY, "build-1"): image.digest}


def test_a_manifest_that_was_stored_before_a_500_is_not_tagged_twice(ecr: Ecr, image: Image) -> None:
    ecr.part, ecr.faults = "PUT /v2/tasador-api/manifests", ["500 after it was stored"]
    push(client_of(ecr), image)
    assert sum("PUT /v2/tasador-api/manifests" in line for line in ecr.asked) == 1


def test_a_busy_registry_is_given_the_time_it_asks_for(ecr: Ecr, image: Image) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await anyio.lowlevel.checkpoint()

    ecr.part, ecr.faults = "POST /v2", ["429"]
    push(replace(client_of(ecr), sleep=sleep), image)
    assert waited == [AFTER_S]


def test_a_token_that_is_refused_for_good_is_no_matter_of_patience(ecr: Ecr, image: Image) -> None:
    stale = replace(client_of(ecr), tokens=iter([token(0)] * 9))
    with pytest.raises(RegistryError, match="401"):
        push(stale, image)
    assert len(ecr.asked) == 2


def test_a_blob_known_in_another_repository_is_sent_to_this_one(ecr: Ecr, image: Image) -> None:
    push(client_of(ecr, "another"), image)
    assert push(client_of(ecr), image).pushed
    assert {name for name, _ in ecr.blobs} == {REPOSITORY, "another"}


def test_what_arrived_before_a_failure_is_not_sent_twice(ecr: Ecr, image: Image) -> None:
    ecr.part, ecr.faults = "PUT /v2/tasador-api/manifests", ["500", "500"]
    push(client_of(ecr), image)
    assert sum("PUT /v2/tasador-api/blobs" in line for line in ecr.asked) == len(ecr.blobs) == 2


def test_the_double_of_ecr_answers_a_patch_as_ecr_does(ecr: Ecr) -> None:
    """Held here so that the double stays one: a client that sends a blob in parts must fail on it."""
    session = requests.Session()
    session.headers["Authorization"] = f"Basic {token(1)}"
    place = session.post(f"{ecr.registry.url}/v2/{REPOSITORY}/blobs/uploads/").headers["Location"]
    first, second = session.patch(place, data=b"one"), session.patch(place, data=b"two")
    assert [(answer.status_code, answer.headers["Range"]) for answer in (first, second)] == [(201, "0-2")] * 2
    whole = "sha256:" + hashlib.sha256(b"onetwo").hexdigest()
    assert json.loads(session.put(f"{place}?digest={whole}").content)["errors"][0]["code"] == "DIGEST_INVALID"
    session.close()


def test_a_released_image_gets_a_tag_that_keeps_it(emulated: Target, repository: str, image: Image) -> None:
    pushed = push(anyio.run(registry.login, Aws(emulated), emulated.images(), repository), image)
    for _ in range(2):
        anyio.run(keep, Aws(emulated), pushed.uri, "release-1")
    found = Aws(emulated).ecr.describe_images(repositoryName=repository)["imageDetails"]
    assert {tag for item in found for tag in item["imageTags"]} == {"build-1", "release-1"}
    assert anyio.run(has, Aws(emulated), pushed.uri)
    assert not anyio.run(has, Aws(emulated), f"{pushed.repository}@sha256:{'0' * 64}")
