"""Targets, credentials, settings and stacks: what they are, and what they refuse."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import InfraError, MissingOutput, SettingsError, TargetError
from tasador_release.values import settings, stack, target
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Credentials, Registry, Target

from tests.paths import ROOT

SECRET = "wJalrXUtnFEMI/K7MDENG"
EXPORTED = json.dumps({"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": SECRET, "SessionToken": "tok"})
VALUES = {field.name: f"a-{field.name}" for field in fields(Stack)}


def a_stack(**changes: str) -> Stack:
    return stack.from_values({**VALUES, "cloudfront_dns_name": "d12.cloudfront.net", **changes})


def test_credentials_come_from_the_json_of_the_aws_cli() -> None:
    keys = Credentials.from_json(EXPORTED)
    assert keys.environment() == {
        "AWS_ACCESS_KEY_ID": "AKIA1",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": "tok",
    }


def test_credentials_show_no_secret() -> None:
    keys = Credentials.from_json(EXPORTED)
    shown = f"{keys!r} {keys} {target.production('us-east-1', '1' * 12, keys)!r}"
    assert SECRET not in shown
    assert "tok'" not in shown


@given(st.text() | st.builds(json.dumps, st.dictionaries(st.text(), st.text())))
def test_whatever_is_no_credentials_is_an_error_that_does_not_repeat_it(text: str) -> None:
    with pytest.raises(TargetError) as raised:
        Credentials.from_json(text)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    if len(text) > 20:
        assert text not in str(raised.value)


@pytest.mark.parametrize("account", ["", "123", "12345678901x", "1234567890123"])
def test_an_account_has_twelve_digits(account: str) -> None:
    with pytest.raises(TargetError, match="twelve digits"):
        target.production("us-east-1", account, None)


def test_an_endpoint_is_a_url() -> None:
    with pytest.raises(TargetError, match="endpoint"):
        Target("x", "prod", "us-east-1", "1" * 12, endpoint="localhost:1")


def test_production_goes_to_aws_itself() -> None:
    there = target.production("sa-east-1", "1" * 12, None, state_bucket="states")
    assert there.images() == Registry("111111111111.dkr.ecr.sa-east-1.amazonaws.com")
    assert there.images().url.startswith("https://")
    assert there.state == "states"
    assert there.api(a_stack()) == Address("a-api_url")
    assert there.site(a_stack()) == there.page(a_stack()) == Address("a-site_url")


def test_the_emulator_is_reached_on_loopback_with_the_right_host() -> None:
    there = target.emulator("http://127.0.0.1:4590/")
    made = a_stack(api_id="abc", api_stage="prod")
    assert there.api(made).at("/predict").url == "http://127.0.0.1:4590/_aws/execute-api/abc/prod/predict"
    assert dict(there.site(made).headers)["Host"] == "d12.cloudfront.net"
    assert there.page(made).url == "http://d12.cloudfront.localhost:4590"
    assert there.images() == Registry("127.0.0.1:4590", secure=False)
    assert there.images().url == "http://127.0.0.1:4590"


def test_addresses_join_with_one_slash() -> None:
    assert Address("http://a/").at("/b").url == Address("http://a").at("b").url == "http://a/b"


def test_the_settings_of_the_repo_can_be_read() -> None:
    read = settings.read(ROOT / "infra" / "settings.json")
    assert read.names("prod").function == read.function
    assert read.names("pr-7").function == f"{read.function}-pr-7"
    assert read.names("pr-7").log_group == f"/aws/lambda/{read.function}-pr-7"


def test_two_stages_share_no_name() -> None:
    read = settings.read(ROOT / "infra" / "settings.json")
    here, there = read.names("prod"), read.names("test")
    for field in fields(here):
        assert getattr(here, field.name) != getattr(there, field.name)


@pytest.mark.parametrize("key", ["repository", "memory_mb", "alias", "warmup"])
def test_a_missing_setting_is_named(key: str) -> None:
    raw = json.loads((ROOT / "infra" / "settings.json").read_text(encoding="utf-8"))
    del raw[key]
    with pytest.raises(SettingsError, match=key):
        settings.parse(json.dumps(raw))


@pytest.mark.parametrize(("key", "value"), [("function", ""), ("bucket", 3), ("memory_mb", "much")])
def test_a_setting_of_the_wrong_kind_is_refused(key: str, value: object) -> None:
    raw = json.loads((ROOT / "infra" / "settings.json").read_text(encoding="utf-8"))
    with pytest.raises(SettingsError):
        settings.parse(json.dumps({**raw, key: value}))


@given(st.text() | st.recursive(st.none() | st.integers(), st.lists).map(json.dumps))
def test_what_is_no_settings_file_is_a_settings_error(text: str) -> None:
    with pytest.raises(SettingsError):
        settings.parse(text)


def test_a_settings_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.json"):
        settings.read(tmp_path / "none.json")


@given(st.sets(st.sampled_from(sorted(VALUES))))
def test_every_missing_output_is_named(gone: set[str]) -> None:
    needed = gone - {"topic_arn", "s3_website_url", "allowed_origins"}
    text = json.dumps({key: {"value": value} for key, value in VALUES.items() if key not in gone})
    if not needed:
        assert stack.parse(text).stage == "a-stage"
        return
    with pytest.raises(MissingOutput) as raised:
        stack.parse(text)
    assert set(raised.value.names) == needed


@given(st.sampled_from(sorted(VALUES)), st.none() | st.just("") | st.lists(st.text()) | st.just({}))
def test_an_output_that_is_no_word_counts_as_missing(name: str, value: object) -> None:
    values = {**VALUES, name: value}
    if name in {"topic_arn", "s3_website_url", "allowed_origins"} and value in (None, ""):
        assert stack.from_values(values).topic_arn in ("", VALUES["topic_arn"])
        return
    with pytest.raises(MissingOutput, match=name):
        stack.from_values(values)


@given(st.text() | st.lists(st.integers()).map(json.dumps))
def test_what_is_no_output_is_an_infra_error(text: str) -> None:
    with pytest.raises(InfraError):
        stack.parse(text)


def test_a_stack_is_read_from_what_terraform_prints() -> None:
    outputs = {
        key: {"value": value, "type": "string", "sensitive": False} for key, value in a_stack().to_dict().items()
    }
    assert stack.parse(json.dumps(outputs)) == a_stack()
