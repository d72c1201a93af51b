"""What a rehearsal calls as the deploy role, held against the policies that bootstrap gives it."""

from __future__ import annotations

import pytest

from tests.aws import policies
from tests.emulator import recorded

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(not recorded.PYTHON.exists(), reason="no emulator here: ./run venv makes it"),
]
# one action of each service that a release touches
TOUCHED = {
    "apigateway:PUT",
    "cloudfront:CreateInvalidation",
    "events:PutEvents",
    "iam:CreateRole",
    "lambda:InvokeFunction",
    "logs:FilterLogEvents",
    "s3:PutObject",
}


def test_a_rehearsal_touches_what_a_release_touches() -> None:
    assert {call.action for call in recorded.rehearsed()} >= TOUCHED


def test_every_call_of_a_rehearsal_is_covered_by_a_policy_for_aws() -> None:
    assert policies.uncovered(recorded.rehearsed()) == []


def test_a_call_that_no_policy_names_would_be_noticed() -> None:
    foreign = [("s3:DeleteBucket", "arn:aws:s3:::somebody-elses"), ("iam:CreateUser", "*")]
    assert policies.uncovered(foreign) == ["iam:CreateUser on *", "s3:DeleteBucket on arn:aws:s3:::somebody-elses"]
