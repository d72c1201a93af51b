"""What cosign is asked, and when: signed is what verifies, and what verifies is not signed again."""

from __future__ import annotations

from typing import Any

import pytest
from dagger import dag
from tasador_ci import signing
from tasador_ci.project import Project
from tasador_release.errors import SignatureRefused
from tasador_release.image.published import DOCKER_MANIFEST, Published
from tasador_release.values import target as targets
from tasador_release.values.target import Credentials, Target

from tests.unit.ci.conftest import Play
from tests.unit.ci.recorded import Engine, Graph

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
IMAGE = Published(f"{HOST}/tasador", "sha256:" + "1" * 64, DOCKER_MANIFEST, 1)
KEYS = Credentials("AKIAEXAMPLE", "secret")
AWS = targets.production("us-east-1", "123456789012", KEYS)
HOLDS, MISSING = 0, 10


def by_key(project: Project) -> signing.ContainerSigner:
    project.signing_key = dag.set_secret("key", "a key")
    made = signing.by_key(project)
    assert made
    return made


def keyless(project: Project) -> signing.ContainerSigner:
    made = signing.keyless(project, "owner/na.me", dag.set_secret("url", "a"), dag.set_secret("token", "b"))
    assert made
    return made


def asked(engine: Engine) -> list[str]:
    """Every command of cosign in order, each once."""
    words = [" ".join(words) for _, graph in engine.asked for words in graph.commands() if words[0] in VERBS]
    return list(dict.fromkeys(words))


VERBS = ("sign", "attest", "verify", "verify-attestation", "public-key")


def answers(engine: Engine, *codes: int) -> None:
    """What each look at the signature ends with, in order."""
    left = list(codes)

    def code(_: Graph) -> int:
        return left.pop(0)

    engine.answers |= {"exitCode": code, "glob": lambda _: []}


def sign(play: Play[Any], made: Any, target: Target = AWS) -> str:  # noqa: ANN401  one of the two above
    async def act(project: Project) -> str:
        return str(await made(project).sign(target, IMAGE))

    return str(play(act))


def test_an_image_without_a_signature_is_signed_attested_and_verified(engine: Engine, play: Play[Any]) -> None:
    answers(engine, MISSING, HOLDS, HOLDS)
    assert sign(play, keyless) == "signed"
    said = asked(engine)
    assert [line.split()[0] for line in said] == ["verify", "sign", "attest", "verify-attestation"]
    assert all(line.endswith(IMAGE.uri) for line in said)
    assert "--type cyclonedx --predicate /cosign/bom.json --yes" in said[2]


def test_an_image_whose_signature_and_bill_of_materials_hold_is_not_signed_again(
    engine: Engine, play: Play[Any]
) -> None:
    answers(engine, HOLDS, HOLDS)
    assert sign(play, keyless) == "signed before"
    assert not [line for line in asked(engine) if line.startswith(("sign", "attest "))]


def test_a_signature_without_a_bill_of_materials_is_not_enough(engine: Engine, play: Play[Any]) -> None:
    answers(engine, HOLDS, MISSING, HOLDS, MISSING)
    with pytest.raises(SignatureRefused, match="does not hold"):
        sign(play, keyless)


def test_a_workflow_signs_as_itself_and_another_repository_s_signature_counts_for_nothing(
    engine: Engine, play: Play[Any]
) -> None:
    answers(engine, MISSING, HOLDS, HOLDS)
    sign(play, keyless)
    verify, signs, *_ = asked(engine)
    assert r"--certificate-identity-regexp ^https://github\.com/owner/na\.me/\.github/workflows/" in verify
    assert "--certificate-oidc-issuer https://token.actions.githubusercontent.com" in verify
    assert "--key" not in signs


def test_a_key_signs_without_telling_the_public_log(engine: Engine, play: Play[Any]) -> None:
    answers(engine, MISSING, HOLDS, HOLDS)
    sign(play, by_key)
    public, verify, signs, *_ = asked(engine)
    assert public == "public-key --key env://COSIGN_PRIVATE_KEY"
    assert "--key /cosign/key.pub --insecure-ignore-tlog" in verify
    assert "--key env://COSIGN_PRIVATE_KEY --signing-config /cosign/services.json" in signs


def test_an_emulator_s_registry_is_asked_where_a_container_finds_it(engine: Engine, play: Play[Any]) -> None:
    answers(engine, HOLDS, HOLDS)
    sign(play, by_key, targets.emulator("http://127.0.0.1:4566"))
    verify = asked(engine)[1]
    assert f"--allow-http-registry --allow-insecure-registry aws:4566/tasador@{IMAGE.digest}" in verify


def test_nobody_signs_where_nobody_said_who(play: Play[Any]) -> None:
    async def nobody(project: Project) -> bool:
        return signing.by_key(project) is None and signing.keyless(project, "owner/name", None, None) is None

    assert play(nobody)
