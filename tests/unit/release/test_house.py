"""The pure core stays pure: neither boto3 nor a subprocess behind a planner or a parser."""

import subprocess
import sys

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.concurrency import each
from tasador_release.values.target import Credentials, emulator, production

from tests.paths import ROOT

SOURCES = ROOT / "ci" / "src"
LIBRARY = SOURCES / "tasador_release"
PURE = [
    "concurrency",
    "errors",
    "recipes",
    "stages",
    "values.alias",
    "values.artifacts",
    "values.history",
    "values.results",
    "values.settings",
    "values.stack",
    "values.target",
    "text",
    "image.layout",
    "image.published",
    "site.shown",
    "site.sync",
    "function.answers",
    "function.events",
    "terraform.changes",
    "locks.lease",
    "flow.plan",
    "flow.ports",
    "flow.rollback",
    "flow.run",
    "diagnosis.doctor",
    "records.retention",
    "report.page",
    "report.report",
    "report.table",
]


def loaded(modules: list[str]) -> set[str]:
    code = f"import sys; import {', '.join(f'tasador_release.{name}' for name in modules)}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(SOURCES)}
    )
    return set(done.stdout.split())


def test_the_pure_core_loads_no_boto3() -> None:
    assert not {"boto3", "botocore", "urllib3", "dagger", "tasador_local", "tasador_emulator"} & loaded(list(PURE))


def test_only_one_module_imports_boto3() -> None:
    found = [path.name for path in LIBRARY.rglob("*.py") if "import boto3" in path.read_text()]
    assert found == ["aws.py"]


def test_nothing_in_the_library_starts_a_process() -> None:
    for path in LIBRARY.rglob("*.py"):
        assert "import subprocess" not in path.read_text(), path


def test_many_at_once_are_no_more_than_allowed_and_keep_their_order() -> None:
    running, most = 0, 0

    async def work(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await anyio.sleep(0.001 * (5 - item))
        running -= 1
        return item * 2

    async def go() -> list[int]:
        return await each(work, range(5), at_once=2)

    assert anyio.run(go) == [0, 2, 4, 6, 8]
    assert most == 2


def test_the_first_error_comes_out_by_itself() -> None:
    async def work(item: int) -> int:
        if item == 1:
            raise ValueError("one")
        await anyio.sleep(10)
        return item

    with pytest.raises(ValueError, match="one"):
        anyio.run(lambda: each(work, range(3)))


HOSTILE = {
    "AWS_PROFILE": "nowhere",
    "AWS_ENDPOINT_URL": "http://192.0.2.1",
    "AWS_ENDPOINT_URL_S3": "http://192.0.2.1",
    "AWS_ACCESS_KEY_ID": "somebody-else",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_SESSION_TOKEN": "y",
    "AWS_DEFAULT_REGION": "mars-1",
}


def test_a_target_with_keys_is_all_there_is_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    keys = Credentials("AKIA1", "secret")
    s3 = Aws(production("sa-east-1", "1" * 12, keys)).s3
    assert s3.meta.endpoint_url == "https://s3.sa-east-1.amazonaws.com"
    assert s3.meta.region_name == "sa-east-1"
    assert signing(s3) == ("AKIA1", None)
    assert Aws(emulator("http://127.0.0.1:9")).s3.meta.endpoint_url == "http://127.0.0.1:9"


def signing(client: object) -> tuple[str, str | None]:
    """The key and the token a client signs with; botocore has no public way to ask."""
    found = client._request_signer._credentials  # type: ignore[attr-defined]
    return found.access_key, found.token
