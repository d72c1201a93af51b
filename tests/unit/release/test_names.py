"""The names that all accounts share, and those that an account has once: looked at before anything is made."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.stub import Stubber
from tasador_release import aws as release_aws
from tasador_release.account import imports, preflight
from tasador_release.account.state_bucket import StateBucket
from tasador_release.account.takeover import refuse_standing
from tasador_release.aws import Aws
from tasador_release.diagnosis import facts
from tasador_release.errors import CredentialsRefused, NameTaken, StandsAlready, TasadorError
from tasador_release.locks import statelock
from tasador_release.locks.lock import Lock
from tasador_release.terraform import outputs
from tasador_release.trial import left
from tasador_release.values import configuration
from tasador_release.values.target import Credentials, Target, production

from tests.emulator.late_reads import Body
from tests.infra import INFRA

BUCKET = "tasador-site-111111111111-us-east-1"
RULES = imports.parse_rules((INFRA / "imports.json").read_text(encoding="utf-8"))


def here(**more: str) -> Target:
    keys = Credentials("AKIA1", "secret")
    target = production("us-east-1", "1" * 12, keys, state_bucket="states")
    return Target(**{**{name: getattr(target, name) for name in target.__slots__}, **more})


def looked_at(code: str, status: int) -> bool:
    aws = Aws(here(), attempts=1)
    with Stubber(aws.s3) as stubbed:
        asked = {"Bucket": BUCKET, "ExpectedBucketOwner": "1" * 12}
        if code:
            stubbed.add_client_error("head_bucket", code, http_status_code=status, expected_params=asked)
        else:
            stubbed.add_response("head_bucket", {}, asked)
        return anyio.run(preflight.is_ours, aws, BUCKET)


def test_a_bucket_is_free_or_ours() -> None:
    assert looked_at("404", 404) is False
    assert looked_at("", 200) is True


def test_one_of_another_account_is_refused_by_its_name() -> None:
    with pytest.raises(NameTaken, match=f"bucket {BUCKET} belongs to another account"):
        looked_at("403", 403)


@pytest.mark.parametrize("code", ["403", "AccessDenied", "301", "PermanentRedirect", "BucketAlreadyExists"])
def test_whatever_s3_says_of_a_bucket_of_somebody_else_it_is_refused(code: str) -> None:
    with pytest.raises(NameTaken):
        looked_at(code, 403)


def test_a_bucket_that_was_made_since_it_was_looked_for_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of us-east-1 CreateBucket refuses an owner's second call; there it answers 200."""
    target = replace(here(), region="sa-east-1")
    aws = Aws(target, attempts=1)
    bucket = StateBucket(aws, BUCKET)
    where = {"CreateBucketConfiguration": {"LocationConstraint": "sa-east-1"}}
    with Stubber(aws.s3) as stubbed:
        stubbed.add_client_error("head_bucket", "404", http_status_code=404)
        stubbed.add_client_error(
            "create_bucket", "BucketAlreadyOwnedByYou", expected_params={"Bucket": BUCKET, **where}
        )
        monkeypatch.setattr(StateBucket, "_configure", lambda _: anyio.lowlevel.checkpoint())
        assert anyio.run(bucket.ensure)
        stubbed.assert_no_pending_responses()


@pytest.mark.parametrize("code", sorted(preflight._REFUSED - {"NoCredentialsError"}))
def test_whatever_aws_says_of_keys_that_it_does_not_take_is_one_error(code: str) -> None:
    aws = Aws(here(), attempts=1)
    with Stubber(aws.sts) as stubbed:
        stubbed.add_client_error("get_caller_identity", code)
        with pytest.raises(CredentialsRefused, match=code):
            anyio.run(preflight.identity, aws)


def test_a_deploy_looks_at_the_bucket_of_its_page_before_anything_is_made() -> None:
    names = configuration.read(INFRA.parent).settings.names("prod")
    aws = Aws(here(site_bucket=BUCKET), attempts=1)
    with Stubber(aws.sts) as who, Stubber(aws.s3) as buckets:
        arn = f"arn:aws:iam::{'1' * 12}:user/ana"
        who.add_response("get_caller_identity", {"Arn": arn, "Account": "1" * 12, "UserId": "A"})
        buckets.add_response("head_bucket", {}, {"Bucket": "states", "ExpectedBucketOwner": "1" * 12})
        buckets.add_client_error("head_bucket", "403", http_status_code=403)
        with pytest.raises(NameTaken, match=BUCKET):
            anyio.run(preflight.check, aws, names)


READS: dict[str, Callable[[Aws], Awaitable[object]]] = {
    "the outputs": outputs.read,
    "a lock of Terraform": lambda aws: statelock.peek(aws, "app/prod.tfstate"),
    "the lock of a release": lambda aws: Lock(aws, aws.target.state, "prod").peek(),
    "its name": lambda aws: preflight.check(aws, configuration.read(INFRA.parent).settings.names("prod")),
    "the doctor": lambda aws: facts.collect(aws, None, 512),
    "what a state holds": lambda aws: left.in_state(aws.target, "app/prod.tfstate"),
}


@pytest.mark.parametrize("read", READS)
def test_the_bucket_of_the_state_is_asked_in_its_own_region(read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage may be in another one; S3 refuses a request that comes to the wrong region."""
    own, asked = release_aws.client, Counter[str]()

    def made(target: Target, service: str, *more: Any) -> Any:  # noqa: ANN401  as boto3's
        def answer(**_: object) -> AWSResponse:
            asked.update([f"{service} in {target.region}"])
            who = f"<GetCallerIdentityResult><Arn>arn:aws:iam::{'1' * 12}:user/a</Arn><Account>{'1' * 12}</Account>"
            sts = f"<GetCallerIdentityResponse>{who}</GetCallerIdentityResult></GetCallerIdentityResponse>"
            status, said = (200, sts) if service == "sts" else (404, "")
            return AWSResponse("https://aws", status, HTTPHeaders(), Body(said.encode()))

        found = own(target, service, *more)
        found.meta.events.register("before-send", answer)
        return found

    monkeypatch.setattr(release_aws, "client", made)
    aws = Aws(here(region="sa-east-1", state_region="us-east-1"), attempts=1)
    with contextlib.suppress(TasadorError):
        anyio.run(READS[read], aws)
    assert [name for name in asked if name.startswith("s3")] == ["s3 in us-east-1"]


def creation(kind: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401  values of a plan
    change = {"actions": ["create"], "after": values}
    return {"address": f"{kind}.this", "type": kind, "mode": "managed", "change": change}


def refused(*codes: str) -> None:
    """Of a function that AWS answers with these codes; "" finds it."""
    aws = Aws(here(), attempts=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(imports, "client", lambda *_: aws.lambda_)
        with Stubber(aws.lambda_) as stubbed:
            for code in codes:
                if code:
                    stubbed.add_client_error("get_function", code)
                else:
                    stubbed.add_response("get_function", {"Configuration": {}})
            plan = [creation("aws_lambda_function", function_name="fn"), creation("aws_thing", name="x")]
            try:
                anyio.run(refuse_standing, aws, RULES, plan)
            finally:
                stubbed.assert_no_pending_responses()  # it was asked for


def test_what_a_plan_would_make_and_the_account_has_is_named_with_the_command() -> None:
    with pytest.raises(StandsAlready, match=r"aws_lambda_function.this \(fn\)") as raised:
        refused("")
    assert "dagger call adopt" in raised.value.next_step


@pytest.mark.parametrize("code", [*sorted(imports.ABSENT), "AccessDeniedException"])
def test_what_is_not_there_or_may_not_be_asked_for_stops_nothing(code: str) -> None:
    refused(code)
