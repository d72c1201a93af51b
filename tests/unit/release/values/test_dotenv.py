"""Names in `.env`: those that the engine reads, and those that it would pass over in silence."""

from __future__ import annotations

import pytest
from tasador_release.errors import UsageError
from tasador_release.values import dotenv

READ = dotenv.readable(["aws", "aws_access_key_id", "stage", "provider_mirror"], {"deploy": ["skip_checks", "only"]})


def refused(text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        dotenv.check(text, READ)
    return caught.value


@pytest.mark.parametrize(
    "name",
    [
        "TASADOR_AWS",
        "TASADOR_AWSACCESSKEYID",
        "tasador_awsAccessKeyId",
        "Tasador_ProviderMirror",
        "TASADOR_DEPLOY_SKIPCHECKS",
    ],
)
def test_the_spellings_that_the_engine_reads_pass(name: str) -> None:
    dotenv.check(f'# TASADOR_NONSENSE="x"\n{name}="y"\nOTHER=1\nexport {name} = z\n\n', READ)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("TASADOR_AWS_ACCESS_KEY_ID", "TASADOR_AWSACCESSKEYID"),
        ("TASADOR_PROVIDER_MIRROR", "TASADOR_PROVIDERMIRROR"),
        ("export TASADOR_STAGES", "TASADOR_STAGE"),
        ("TASADOR_DEPLOY_SKIP_CHECKS", "TASADOR_DEPLOY_SKIPCHECKS"),
    ],
)
def test_a_name_that_nothing_reads_is_told_what_was_meant(wrong: str, meant: str) -> None:
    error = refused(f"{wrong}=planted\n")
    assert error.next_step == f"write {meant} for {wrong.removeprefix('export ')}"
    assert "planted" not in str(error)


def test_every_name_that_nothing_reads_is_listed() -> None:
    error = refused("TASADOR_WHATEVER_ELSE=1\nTASADOR_STAGE=prod\nTASADOR_PROVIDER_MIRROR=./mirror\n")
    assert error.what == "nothing reads TASADOR_WHATEVER_ELSE, TASADOR_PROVIDER_MIRROR in .env"
    assert "take TASADOR_WHATEVER_ELSE out" in error.next_step
