"""A stage in a second region of one account, beside the first: the deploy role makes and destroys it alone.

AWS serves a bucket in its own region only: here a request to the state's bucket that is signed for another is refused.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from tasador_emulator.standin.account import SUBJECT, web_identity
from tasador_release import aws as release_aws
from tasador_release import teardown
from tasador_release.account import preflight
from tasador_release.aws import Aws, client
from tasador_release.locks.lock import Lock, holding
from tasador_release.terraform import outputs
from tasador_release.values import configuration
from tasador_release.values.stack import Stack
from tasador_release.values.target import Credentials, Target

from tests import terraform
from tests.emulator import left_over, provisioned, rehearsal_clone
from tests.emulator.late_reads import Body
from tests.emulator.provisioned import DIGEST, Account
from tests.place import OF_ACCOUNT

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
FIRST, SECOND = ("prod", "us-east-1"), ("south", "sa-east-1")
SIGNED: Final = re.compile(r"Credential=[^/]+/[0-9]+/([a-z0-9-]+)/s3/")


@dataclass
class Elsewhere:
    """Answers as S3 does to a request for a bucket of another region, where it does not send it on."""

    bucket: str
    region: str
    served: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: AWSRequest, event_name: str, **_: object) -> AWSResponse | None:
        authorization: Any = request.headers["Authorization"]
        signed = authorization.decode() if isinstance(authorization, bytes) else authorization
        found = SIGNED.search(signed)
        assert found, signed
        if f"/{self.bucket}" not in str(request.url):
            return None
        if found.group(1) == self.region:
            self.served[event_name.rpartition(".")[2]] += 1
            return None
        said = "<Error><Code>BadRequest</Code><Message>another region</Message></Error>"
        body = Body(b"" if request.method == "HEAD" else said.encode())
        return AWSResponse(str(request.url), 400, HTTPHeaders.from_dict({"content-type": "application/xml"}), body)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    """One whose repository has a file for each of two stages."""
    clone = rehearsal_clone.make(tmp_path / "clone")
    for stage, region in (FIRST, SECOND):
        file = clone / "infra" / "stages" / f"{stage}.tfvars.json"
        file.write_text(json.dumps({"aws_region": region}), encoding="utf-8")
    with provisioned.account(FIRST[0], FIRST[1], folder=clone) as made:
        yield made


@pytest.fixture
def elsewhere(account: Account, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    own, refusing = release_aws.client, Elsewhere(account.root.state, FIRST[1])

    def made(target: Any, service: str, *more: Any) -> Any:  # noqa: ANN401  as boto3's
        found = own(target, service, *more)
        if service == "s3":
            found.meta.events.register("before-send.s3", refusing)
        return found

    monkeypatch.setattr(release_aws, "client", made)
    return refusing


def of_stage(account: Account, stage: str) -> Account:
    """The same with the committed settings of a stage, by the deploy role."""
    committed = configuration.read(account.folder, stage)
    committed = replace(committed, account_region=FIRST[1])
    keys = client(account.root, "sts").assume_role_with_web_identity(
        RoleArn=f"arn:aws:iam::{account.root.account_id}:role/{OF_ACCOUNT['deploy_role']}",
        RoleSessionName="test",
        WebIdentityToken=web_identity(SUBJECT),
    )["Credentials"]
    credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    root = replace(account.root, stage=stage, region=committed.stage.region, credentials=credentials)
    root = replace(root, state_region=committed.account_region)
    return replace(account, root=root, committed=committed)


async def deployed(account: Account) -> Stack:
    made = account.terraform()
    return await made.app(account.root, await made.registry(account.root) + DIGEST)


async def nothing_changes(account: Account) -> bool:
    made = account.terraform()
    image = await made.registry(account.root) + DIGEST
    return (await made.changes(account.root, image)).empty


async def destroyed(account: Account) -> None:
    made = account.terraform(allow_destroy=True)
    await teardown.execute(made, await teardown.look(made, account.root))


async def locked(target: Target) -> None:
    async with holding(Lock(Aws(target), target.state, target.stage), "a test", "token"):
        pass


@terraform.AT_NIGHT
def test_a_stage_in_a_second_region_stands_beside_the_first_and_goes_alone(
    account: Account, elsewhere: Elsewhere
) -> None:
    anyio.run(account.terraform().bootstrap, account.root)
    first, second = of_stage(account, FIRST[0]), of_stage(account, SECOND[0])
    stacks = [anyio.run(deployed, one) for one in (first, second)]
    assert [FIRST[1] in stacks[0].bucket, SECOND[1] in stacks[1].bucket] == [True, True], "named after their regions"

    assert len(client(account.root, "iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1
    there = replace(account.root, region=SECOND[1])  # as the administrator: the deploy role may not ask all of this
    roles = {client(one, "apigateway").get_account()["cloudwatchRoleArn"] for one in (account.root, there)}
    assert len(roles) == 1, "one role, given to API Gateway of both regions"
    assert client(second.root, "lambda").get_alias(FunctionName=stacks[1].function_name, Name="live")

    assert anyio.run(outputs.read, Aws(second.root)) == stacks[1]
    anyio.run(locked, second.root)
    assert anyio.run(preflight.has_bucket, Aws(second.root).home, second.root.state)
    assert set(elsewhere.served) >= {"GetObject", "PutObject", "HeadBucket"}
    assert anyio.run(nothing_changes, first)

    anyio.run(destroyed, second)
    assert left_over.of_stage(there, SECOND[0]) == []
    assert anyio.run(nothing_changes, first), "the first region is as it was"
