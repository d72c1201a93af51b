"""What holds the calls of all other tests against AWS's models is itself held here, without any AWS."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber
from tasador_release import aws
from tasador_release.errors import LockLost
from tasador_release.values.target import Target, emulator

from tests.aws import aws_calls, differences

TARGET: Target = emulator("http://127.0.0.1:9")
OWNER = {"ExpectedBucketOwner": TARGET.account_id}


def test_every_request_to_s3_names_the_owner_of_its_bucket() -> None:
    """Also where a page of a listing or a waiter makes the call; a copy names the owner of its source as well."""
    s3 = aws.client(TARGET, "s3")
    both = {**OWNER, "ExpectedSourceBucketOwner": TARGET.account_id}
    with Stubber(s3) as stubbed:
        stubbed.add_response("list_objects_v2", {}, {"Bucket": "b", "Prefix": "p", **OWNER})
        there = {"ResponseMetadata": {"HTTPStatusCode": 200}}
        stubbed.add_response("head_object", there, {"Bucket": "b", "Key": "k", **OWNER})
        stubbed.add_response("copy_object", {}, {"Bucket": "b", "Key": "k", "CopySource": "b/a", **both})
        stubbed.add_response("list_buckets", {}, {})
        list(s3.get_paginator("list_objects_v2").paginate(Bucket="b", Prefix="p"))
        s3.get_waiter("object_exists").wait(Bucket="b", Key="k")
        s3.copy_object(Bucket="b", Key="k", CopySource="b/a")
        s3.list_buckets()
        stubbed.assert_no_pending_responses()


def test_a_guard_is_asked_again_before_each_attempt_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try that is repeated after its lock was lost must not reach AWS."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    asked: list[int] = []

    def lost_after_two() -> None:
        asked.append(len(asked))
        if len(asked) > 2:
            raise LockLost(None)

    lambda_ = aws.client(TARGET, "lambda", attempts=5)  # nobody listens there: each attempt fails, and is repeated
    with pytest.raises(LockLost), aws.guarded(lost_after_two):
        lambda_.get_alias(FunctionName="f", Name="live")
    assert len(asked) == 3
    with pytest.raises(EndpointConnectionError):
        aws.client(TARGET, "lambda", attempts=1).get_alias(FunctionName="f", Name="live")


def test_an_owner_that_was_named_is_kept() -> None:
    s3 = aws.client(TARGET, "s3")
    with Stubber(s3) as stubbed:
        stubbed.add_response("head_bucket", {}, {"Bucket": "b", "ExpectedBucketOwner": "9" * 12})
        s3.head_bucket(Bucket="b", ExpectedBucketOwner="9" * 12)
        stubbed.assert_no_pending_responses()


def test_a_call_without_an_owner_is_found() -> None:
    calls = [
        aws_calls.Call("s3", "GetObject", {}),
        aws_calls.Call("s3", "CopyObject", {aws_calls.OWNER: "1"}),
        aws_calls.Call("s3", "ListBuckets", {}),
        aws_calls.Call("lambda", "Invoke", {}),
    ]
    assert [call.operation for call in aws_calls.without_owner(calls)] == ["GetObject", "CopyObject"]


@pytest.mark.parametrize(
    ("params", "fault"),
    [
        ({"Name": "a b", "ScheduleExpression": "rate(5 minutes)"}, ".Name is 'a b'"),
        ({"Name": "a" * 65}, ".Name has 65 characters of 64"),
        ({"Name": "a", "State": "ON"}, ".State is 'ON', not one of ENABLED"),
    ],
)
def test_what_botocore_lets_through_and_aws_refuses_is_a_fault(params: dict[str, str], fault: str) -> None:
    with aws_calls.recorded() as record:
        events = aws.client(TARGET, "events")
        with Stubber(events) as stubbed:
            stubbed.add_response("put_rule", {})
            events.put_rule(**params)
    assert any(fault in said for said in record.faults), record.faults


def test_an_error_that_aws_does_not_know_is_a_fault() -> None:
    model = aws.client(TARGET, "lambda").meta.service_model.operation_model("UpdateAlias")
    record = aws_calls.Record()
    for code in ("PreconditionFailedException", "ThrottlingException", "NoSuchAlias"):
        answer = {"ResponseMetadata": {"HTTPStatusCode": 400}, "Error": {"Code": code}}
        record.answered(model, answer)
    assert record.faults == ["lambda:UpdateAlias answers NoSuchAlias, which AWS does not"]


def test_an_answer_of_another_shape_is_a_fault() -> None:
    model = aws.client(TARGET, "lambda").meta.service_model.operation_model("GetAlias")
    record = aws_calls.Record()
    record.answered(model, {"ResponseMetadata": {"HTTPStatusCode": 200}, "FunctionVersion": 7})
    assert "FunctionVersion" in record.faults[0]


def test_a_difference_that_is_written_down_is_no_news_and_any_other_is() -> None:
    told = "lambda:PublishVersion answered: Invalid length for RuntimeVersionConfig.RuntimeVersionArn, value: 0, valid"
    other = "lambda:PublishVersion answers Oops"
    assert differences.unknown([told, other], differences.EMULATOR) == [other]
    assert differences.unknown([told, other], differences.MOTO) == [told, other]


def test_nothing_is_recorded_once_the_recording_is_over() -> None:
    with aws_calls.recorded() as record:
        pass
    sts = aws.client(TARGET, "sts", attempts=1)
    with Stubber(sts) as stubbed:
        stubbed.add_client_error("get_caller_identity", "AccessDenied")
        with pytest.raises(ClientError):
            sts.get_caller_identity()
    assert record.calls == []
