"""Clients are made with less work than botocore does by itself, and are the same clients."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.utils import parse_timestamp
from tasador_release import aws, client_speed
from tasador_release.values.target import Credentials, Target, emulator, production

TARGET: Target = emulator("http://127.0.0.1:9")
ANSWER = """<?xml version="1.0"?><ListBucketResult><Contents><Key>k</Key><ETag>"e"</ETag><Size>1</Size>
<LastModified>2026-11-27T03:30:00.250Z</LastModified></Contents></ListBucketResult>"""


def test_every_service_and_type_is_found_as_botocore_finds_it() -> None:
    mine, theirs = client_speed.Models(), Loader()
    for kind in ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"):
        assert set(mine.list_available_services(kind)) >= set(theirs.list_available_services(kind))
    with pytest.raises(UnknownServiceError):
        aws.client(TARGET, "no-such-service")


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-27T03:30:00.000Z",
        "2026-11-27T03:30:00.25+0000",
        "2026-11-27T00:30:00-03:00",
        "2026-11-27T03:30:00",
        "Tue, 24 Nov 2026 03:30:00 GMT",
        "20261127T033000Z",
        "1764214200",
        1764214200,
        1764214200.5,
    ],
)
def test_a_time_is_read_as_botocore_reads_it(value: str | float) -> None:
    theirs = parse_timestamp(value)  # type: ignore[arg-type]  # its stub knows text alone
    assert client_speed.moment(value) == theirs
    assert client_speed.moment(value).utcoffset() == theirs.utcoffset()


def test_the_times_of_a_listing_are_read_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> datetime:
        raise AssertionError("a time was read in botocore's slow way")

    monkeypatch.setattr(client_speed, "parse_timestamp", refused)
    s3 = aws.client(TARGET, "s3")
    parser = s3._endpoint._response_parser_factory.create_parser("rest-xml")
    shape = s3.meta.service_model.operation_model("ListObjectsV2").output_shape
    found = parser.parse({"status_code": 200, "headers": {}, "body": ANSWER.encode()}, shape)
    assert found["Contents"][0]["LastModified"] == datetime(2026, 11, 27, 3, 30, 0, 250_000, UTC)


@pytest.mark.parametrize("service", ["s3", "no-such-service"])
@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(service: str, collects: bool) -> None:
    was = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        if service == "s3":
            aws.client(TARGET, service)
        else:
            with pytest.raises(UnknownServiceError):
                aws.client(TARGET, service)
        assert gc.isenabled() is collects
    finally:
        (gc.enable if was else gc.disable)()


def test_an_endpoint_of_its_own_is_asked_past_the_proxies_of_the_environment_and_aws_through_them() -> None:
    assert aws.client(TARGET, "s3").meta.config.proxies == {}
    real = aws.client(production("us-east-1", "1" * 12, Credentials("AKIA1", "secret"), state_bucket="states"), "s3")
    assert real.meta.config.proxies is None
