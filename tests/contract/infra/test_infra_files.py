"""The Terraform files against settings.json, against each other, and against what is read from their outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from tasador_release.values import app
from tasador_release.values.stack import Stack

from tests.doubles.whole import NAMED
from tests.infra import INFRA, ROOTS, Block, arguments, blocks, files, outputs, resources, settings, variables

ORIGINAL_OUTPUTS = {"repository_url", "api_url", "s3_website_url", "cloudfront_dns_name"}
EVERY_VARIABLE = [(root, name) for root in ROOTS for name in variables(root)]
APP = re.compile(r"\blocal\.app\.([a-z0-9_.]+)")
CAN_BE_WRONG = [(root, name) for root, name in EVERY_VARIABLE if variables(root)[name]["type"] != "bool"]
EVERY_OUTPUT = [(root, name) for root in ROOTS for name in outputs(root)]


def texts(value: object) -> Iterator[str]:
    """Every string in a block, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner)
            yield key
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize(("root", "name"), EVERY_VARIABLE)
def test_every_variable_is_typed_and_described(root: str, name: str) -> None:
    assert {"type", "description"} <= variables(root)[name].keys()


@pytest.mark.parametrize(("root", "name"), CAN_BE_WRONG)
def test_every_variable_that_can_be_wrong_is_validated_and_says_what_is_accepted(root: str, name: str) -> None:
    messages = [check["error_message"] for check in variables(root)[name]["validation"]]
    assert messages
    for message in messages:
        assert name in message, f"the message does not name {name}: {message}"
        assert re.search(r"must|excludes|is for", message), message


@pytest.mark.parametrize(("root", "name"), EVERY_OUTPUT)
def test_every_output_is_described(root: str, name: str) -> None:
    assert outputs(root)[name]["description"].endswith(".")


def test_the_outputs_are_what_the_release_reads() -> None:
    assert set(outputs("app")) == {field.name for field in fields(Stack)}


def test_the_outputs_of_the_original_are_kept() -> None:
    assert set(outputs("app")) | set(outputs("registry")) >= ORIGINAL_OUTPUTS


@pytest.mark.parametrize("root", ROOTS)
def test_terraform_and_its_provider_are_of_the_versions_we_write_for(root: str) -> None:
    (terraform,) = [file["terraform"][0] for _, file in files(root) if "terraform" in file]
    assert terraform["required_version"] == ">= 1.11"
    assert terraform["required_providers"][0]["aws"] == {"source": "hashicorp/aws", "version": "6.62.0"}


@pytest.mark.parametrize("root", ROOTS)
def test_the_state_is_encrypted_and_locked_beside_itself(root: str) -> None:
    (terraform,) = [file["terraform"][0] for _, file in files(root) if "terraform" in file]
    backend = terraform["backend"][0]["s3"]
    assert (backend["encrypt"], backend["use_lockfile"]) == (True, True)


@pytest.mark.parametrize("root", ROOTS)
def test_what_is_read_from_the_settings_stands_there(root: str) -> None:
    paths = {path for _, file in files(root) for text in texts(file) for path in settings_paths(text)}
    assert paths, f"{root} reads nothing from settings.json"
    for path in sorted(paths):
        look_up(settings(), path)


def test_what_is_read_of_the_app_stands_there() -> None:
    read = {found for _, file in files("app") for text in texts(file) for found in APP.findall(text)}
    assert {"about", "warmup.path", "warmup.body", "batch_path", "dashboard"} <= read
    for path in sorted(read):
        look_up(NAMED, path)


def settings_paths(text: str) -> Iterator[str]:
    for prefix, start in (("settings", ""), ("warmup", "warmup."), ("image", "image.")):
        for found in re.findall(rf"\blocal\.{prefix}\.([a-z0-9_.]+)", text):
            yield start + found


def look_up(value: Any, path: str) -> None:  # noqa: ANN401  JSON
    for key in path.split("."):
        assert isinstance(value, dict), path
        assert key in value, f"{path} is not in settings.json"
        value = value[key]


@pytest.mark.parametrize("root", ROOTS)
def test_every_skipped_check_has_its_reason(root: str) -> None:
    skips = [comment["value"] for _, body in blocks(root, "resource") for comment in body.get("__comments__", ())]
    found = [text for text in skips if text.startswith("checkov:skip")]
    assert found, f"{root} skips nothing: drop this test's parameter"
    for skip in found:
        assert re.fullmatch(r"checkov:skip=CKV2?_AWS_[0-9]+: \S.{15,}", skip), skip


def test_nothing_is_named_by_hand() -> None:
    """Every name comes from settings.json or the stage's file, so that a stage can have its own."""
    for root in ("registry", "app"):
        for address, body in resources(root).items():
            for argument in ("function_name", "bucket", "dashboard_name", "alarm_name", "repository"):
                name = body.get(argument, "${")
                assert "${" in name, f"{root}: {address} has the fixed name {name}"


def test_the_alias_belongs_to_the_release() -> None:
    ignored = resources("app")["aws_lambda_alias.live"]["lifecycle"][0]["ignore_changes"]
    assert sorted(ignored) == ["function_version", "routing_config"]


FROZEN = re.compile(r"aws_api_gateway_(method|integration|method_response|integration_response|gateway_response)\.")


@pytest.mark.parametrize("name", [name for name in resources("app") if FROZEN.match(name)])
def test_the_api_is_deployed_again_whenever_what_it_froze_has_changed(name: str) -> None:
    """Each argument that we set, and no attribute that a new version of the provider may add."""
    trigger = resources("app")["aws_api_gateway_deployment.this"]["triggers"]["redeployment"]
    (listed,) = re.findall(rf"for (\w+) in [^:]*{re.escape(name)}\b[^:]*:\s*\[([^\]]*)\]", trigger)
    one, attributes = listed
    hashed = {text.strip().removeprefix(f"{one}.") for text in attributes.split(",") if text.strip()}
    assert hashed == arguments(resources("app")[name]) - {"rest_api_id"}


def test_a_subject_is_compared_whole() -> None:
    text = (INFRA / "bootstrap" / "roles.tf").read_text(encoding="utf-8")
    assert '"${local.github}:sub" = subjects' in text.partition("StringEquals")[2]
    assert "StringLike" not in text


def test_the_state_cannot_be_destroyed_by_mistake() -> None:
    assert resources("bootstrap")["aws_s3_bucket.state"]["lifecycle"][0]["prevent_destroy"] is True


def test_the_warm_up_asks_for_what_the_tests_ask_for() -> None:
    target: Block = resources("app")["aws_cloudwatch_event_target.warmup"]
    assert "local.app.warmup.body" in target["input"]
    assert (INFRA.parent / app.read(INFRA.parent).app.warmup.body).is_file()


def test_nothing_but_the_site_answers_403_which_cloudfront_turns_into_its_page_of_what_is_not_there() -> None:
    """An error page is the whole distribution's: an API that asks for keys or signatures would lose its 403 to it."""
    assert settings()["site"]["error_codes"] == [403]
    methods = [body for name, body in resources("app").items() if name.startswith("aws_api_gateway_method.")]
    assert methods
    assert {body["authorization"] for body in methods} == {"NONE"}
    assert not any("api_key_required" in body for body in methods)
    assert "policy" not in resources("app")["aws_api_gateway_rest_api.this"]
    guards = ("aws_wafv2_", "aws_api_gateway_rest_api_policy.", "aws_api_gateway_authorizer.")
    assert not [name for name in resources("app") if name.startswith(guards)]
    sources = (INFRA.parent / "service" / "src").rglob("*.py")
    assert not [path for path in sources if re.search(r"\b403\b|FORBIDDEN", path.read_text(encoding="utf-8"))]
