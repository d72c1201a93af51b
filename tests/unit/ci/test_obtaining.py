"""What cannot be had is one message with its next step, in the engine's words without its wrapping."""

from __future__ import annotations

import anyio
import dagger
import gql
import pytest
from dagger._exceptions import QueryErrorValue
from tasador_ci import images
from tasador_ci.obtaining import Unobtainable, cause, obtaining, tidy
from tasador_ci.verbs import doctor
from tasador_ci.verbs.doctor import Diagnosis
from tasador_release.errors import TasadorError

# as v0.21.8 says it
SECRET = (
    'rpc error: code = Unknown desc = failed to run secret command "aws configure export-credentials": exit status 2'
)
IMAGE = 'failed to resolve image "docker.io/aquasec/trivy:0.69.3": docker.io/aquasec/trivy:0.69.3: not found'


def refused(message: str) -> dagger.QueryError:
    return dagger.QueryError([QueryErrorValue(message=message)], gql.gql("{ id }"))


def test_a_secret_s_command_that_fails_is_named_with_what_to_do() -> None:
    with pytest.raises(Unobtainable) as told, obtaining("the secret of TASADOR_AWS"):
        raise refused(f"{SECRET} [traceparent:e63de25b-1f]")
    assert told.value.what == (
        'the secret of TASADOR_AWS cannot be had: failed to run secret command "aws configure export-credentials": '
        "exit status 2"
    )
    assert "TASADOR_AWS in .env" in told.value.next_step


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (IMAGE, "registry"),
        ("secret env var not found: TOKEN", "set that variable"),
        ("stat missing.csv: no such file or directory", "relative to the folder"),
        ("dial tcp 127.0.0.1:9: connect: connection refused", "start it"),
    ],
)
def test_each_kind_has_its_next_step(said: str, advice: str) -> None:
    with pytest.raises(Unobtainable) as told, obtaining("it"):
        raise refused(said)
    assert advice in told.value.next_step


def test_hosts_of_the_engine_s_own_network_are_not_shown() -> None:
    assert tidy('endpoint URL: "http://mk4dqatqde4a2:9/"') == 'endpoint URL: "http://emulator:9/"'
    assert tidy("at http://u1l5sgkqs5gum.p83qo4a.dagger.local:4566/x") == "at http://emulator:4566/x"
    assert tidy("https://s3.us-east-1.amazonaws.com/x and http://localhost:80/") == (
        "https://s3.us-east-1.amazonaws.com/x and http://localhost:80/"
    )


def test_the_cause_is_said_without_the_transport() -> None:
    assert cause(refused(SECRET)).startswith("failed to run secret command")


def test_a_diagnosis_goes_on_after_what_went_wrong() -> None:
    async def fails() -> str:
        raise refused(SECRET)

    async def broken() -> str:
        raise TasadorError("it is not there", "put it there")

    async def look() -> Diagnosis:
        diagnosis = Diagnosis()
        assert await diagnosis.look("credentials", fails) is None
        assert await diagnosis.look("settings", broken) is None
        return diagnosis

    lines = list(anyio.run(look).lines())
    assert [line.split()[1] for line in lines[:2]] == ["credentials", "settings"]
    assert "put it there" in lines[1]
    assert lines[-1] == "not ready: 2 to see to"


def test_images_are_told_in_one_order_with_who_wants_those_that_can_be_done_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def digest(address: str) -> str:
        if "python" in address:
            await anyio.sleep(0.01)
            return "sha256:1"
        raise refused(IMAGE)

    async def look() -> Diagnosis:
        diagnosis = Diagnosis()
        await doctor._images(diagnosis)
        return diagnosis

    monkeypatch.setattr(doctor, "digest", digest)
    found = anyio.run(look).findings
    names = [item.name for item in found if item.name.startswith("image")]
    assert names == sorted(f"image {name.lower()}" for name in images.ALL)
    fixes = {item.name: item.fix for item in found}
    assert fixes["image grafana"].endswith("only monitor wants it")
    assert fixes["image terraform"].endswith("or give another with --terraform-image")
