"""The names that all accounts share, and those that an account has once: looked at before anything is made."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.account import imports, preflight
from tasador_release.account.takeover import refuse_standing
from tasador_release.aws import Aws
from tasador_release.errors import NameTaken, StandsAlready
from tasador_release.values import configuration
from tasador_release.values.target import Credentials, Target, production

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
            anyio.run(refuse_standing, aws, RULES, plan)


def test_what_a_plan_would_make_and_the_account_has_is_named_with_the_command() -> None:
    with pytest.raises(StandsAlready, match=r"aws_lambda_function.this \(fn\)") as raised:
        refused("")
    assert "dagger call adopt" in raised.value.next_step


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "AccessDeniedException"])
def test_what_is_not_there_or_may_not_be_asked_for_stops_nothing(code: str) -> None:
    refused(code)
