"""The committed files of a deploy: what is in them arrives, and what is wrong in them is named with its file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tasador_release.errors import SettingsError
from tasador_release.values import configuration, stage
from tasador_release.values.configuration import ACCOUNT, SETTINGS, Configuration

from tests.infra import variables
from tests.paths import ROOT

COMMON = (ROOT / SETTINGS).read_text(encoding="utf-8")
BY_THE_RUN = {"stage", "image_uri", "function_environment", "api_origin", "emulated"}
KINDS = {"text": "string", "number": "number", "boolean": "bool", "list of texts": "list(string)"}


def parsed(name: str = "prod", account: str | None = None, **values: Any) -> Configuration:  # noqa: ANN401
    return configuration.parse(name, {SETTINGS: COMMON, ACCOUNT: account, stage.file(name): json.dumps(values)})


def test_the_clone_itself_is_read() -> None:
    found = configuration.read(ROOT)
    assert found.stage.committed
    own = json.loads((ROOT / stage.file("prod")).read_text(encoding="utf-8"))
    account = json.loads((ROOT / ACCOUNT).read_text(encoding="utf-8"))
    regions = (own["aws_region"] or found.settings.raw["region"], account["aws_region"] or found.settings.raw["region"])
    assert (found.stage.region, found.account_region) == regions


def test_a_stage_goes_where_its_file_says() -> None:
    found = parsed(aws_region="sa-east-1", aws_account_id="1" * 12, bucket="meli-frontend-luke-2026", domain="a.b")
    assert found.stage.region == "sa-east-1"
    assert found.stage.account_id == "1" * 12
    assert found.site_bucket("1" * 12) == "meli-frontend-luke-2026"
    assert found.stage.domain == "a.b"


def test_a_stage_without_a_file_has_the_defaults_and_names_of_its_own() -> None:
    found = configuration.parse("pr-7", {SETTINGS: COMMON})
    assert not found.stage.committed
    default, bucket = found.settings.raw["region"], found.settings.bucket
    assert found.stage.region == default
    assert found.site_bucket("1" * 12) == bucket.format(account_id="1" * 12, region=default) + "-pr-7"


def test_the_bucket_of_the_state_is_where_the_account_s_file_says() -> None:
    found = parsed(account='{"aws_region": "eu-west-1", "github_repository": "a/b"}', aws_region="sa-east-1")
    assert (found.account_region, found.stage.region, found.repository) == ("eu-west-1", "sa-east-1", "a/b")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"aws_regoin": "x"}, "aws_regoin is no setting of a stage"),
        ({"memory_mb": "3008"}, 'memory_mb must be a number, not "3008"'),
        ({"snap_start": 1}, "snap_start must be a boolean, not 1"),
        ({"domain": ""}, 'domain must be a text, not ""'),
        ({"allowed_origins": "https://a"}, "allowed_origins must be a list of texts"),
        ({"throttle": {"burst": True}}, "throttle must be a object of numbers"),
        ({"image_uri": "x"}, "image_uri is no setting of a stage"),
    ],
)
def test_what_is_wrong_in_a_stage_s_file_is_named(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parsed(**values)
    assert fault in caught.value.what
    assert caught.value.where == "infra/stages/prod.tfvars.json"


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_file_that_is_no_object_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match=r"infra/stages/prod\.tfvars\.json"):
        configuration.parse("prod", {SETTINGS: COMMON, stage.file("prod"): text})
    with pytest.raises(SettingsError, match=r"infra/account\.tfvars\.json"):
        configuration.parse("prod", {SETTINGS: COMMON, ACCOUNT: text})


@pytest.mark.parametrize("name", ["Prod", "../prod", "a-", "", "seventeen-letters"])
def test_a_name_that_is_no_stage_s_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="is no stage"):
        configuration.paths(name)


def test_the_settings_of_a_stage_are_the_variables_of_its_terraform_in_their_types() -> None:
    declared = {name: one for name, one in variables("app").items() if name not in BY_THE_RUN}
    assert set(stage.TYPES) == set(declared)
    for name, kind in stage.TYPES.items():
        wanted = str(declared[name]["type"]).removeprefix("${").removesuffix("}")
        assert wanted == KINDS.get(kind, wanted), name
        assert kind in KINDS or wanted.startswith("object("), name
