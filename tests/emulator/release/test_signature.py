"""Signatures by cosign itself, in the emulated registry, with the very words that the pipeline gives it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.image import cosign, registry
from tasador_release.image.cosign import ByKey, Keyless, Signing
from tasador_release.values.artifacts import Image
from tasador_release.values.target import Target

from tests.unit.release.images import an_image

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(shutil.which("cosign") is None, reason="there is no cosign on PATH"),
]
BILL = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []})


def said(words: Sequence[str], folder: Path, key: str = "") -> int:
    """How cosign ended; the files of a container lie in this folder."""
    argv = [word.replace("/cosign/", f"{folder}/") for word in words]
    env = os.environ | {"COSIGN_PASSWORD": "", cosign.KEY: key}
    done = subprocess.run(["cosign", *argv], cwd=folder, env=env, capture_output=True, check=False, text=True)
    print(done.stdout, done.stderr)
    return done.returncode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As the container of the pipeline has it: the bill of materials, no services, a key pair."""
    (tmp_path / "bom.json").write_text(BILL)
    (tmp_path / "services.json").write_text(cosign.NO_SERVICES)
    assert said(["generate-key-pair", "--output-key-prefix", "key"], tmp_path) == 0
    return tmp_path


@pytest.fixture
def movable(emulated: Target, repository: str) -> str:
    """The repository, with tags that move: the emulated registry lists no referrers as ECR does, so cosign keeps that
    list itself, under a tag of the digest's name."""
    Aws(emulated).ecr.put_image_tag_mutability(repositoryName=repository, imageTagMutability="MUTABLE")
    return repository


@pytest.fixture
def signing(emulated: Target, movable: str, tmp_path: Path) -> Signing:
    """An image in the emulated registry."""
    image = Image.read(an_image(tmp_path))
    client = anyio.run(registry.login, Aws(emulated), emulated.images(), movable)
    url = f"{client.registry.host}/{movable}"
    done = anyio.run(registry.push, client, image, url, "build-1")
    return Signing(ByKey(), done.uri, cosign.plain_http(secure=client.registry.secure))


def codes(words: Sequence[cosign.Words], folder: Path) -> list[bool]:
    key = (folder / "key.key").read_text()
    return [said(one, folder, key) == 0 for one in words]


def test_nothing_verifies_before_it_is_signed_and_both_do_afterwards(signing: Signing, folder: Path) -> None:
    assert codes(signing.verify(), folder) == [False, False]
    assert codes(signing.write(), folder) == [True, True]
    assert codes(signing.verify(), folder) == [True, True]


def test_another_key_and_another_identity_count_for_nothing(signing: Signing, folder: Path, tmp_path: Path) -> None:
    codes(signing.write(), folder)
    other = tmp_path / "other"
    other.mkdir()
    assert said(["generate-key-pair", "--output-key-prefix", "key"], other) == 0
    assert [said(one, other) == 0 for one in signing.verify()] == [False, False]
    keyless = replace(signing, identity=Keyless("owner/name"))
    assert codes(keyless.verify(), folder) == [False, False]


def test_the_image_stays_one_plain_manifest(signing: Signing, folder: Path, emulated: Target, repository: str) -> None:
    client = anyio.run(registry.login, Aws(emulated), emulated.images(), repository)
    before = client.manifest(signing.image.partition("@")[2])
    codes(signing.write(), folder)
    assert client.manifest(signing.image.partition("@")[2]) == before
