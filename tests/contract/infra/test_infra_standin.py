"""The stand-in stack of ci/src/tasador_emulator against the Terraform files: the same resources, argument by argument.

Two readings. Without Terraform: which resources there are, and which arguments they set. With it: every value.
For that, Terraform applies each root with a mock provider that gives, wherever a resource refers to another,
a mark that tells which; so what comes out can be compared with what the stand-in declares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from tasador_emulator.standin.account import account
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource
from tasador_emulator.standin.stack import declared
from tasador_release.values import app

from tests import terraform
from tests.doubles.mocked import ACCOUNT, ENDPOINT, IMAGE, REFERENCE, mark, values
from tests.infra import INFRA, ROOTS, arguments, resources
from tests.place import REGION

without_provider = pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider()))

# what Terraform makes and a rehearsal does without
NOT_STOOD_IN: Final = {
    "app": {
        "aws_acm_certificate.site": "only with a zone",
        "aws_acm_certificate_validation.site": "only with a zone",
        "aws_route53_record.site": "only with a zone",
        "aws_route53_record.validation": "only with a zone",
        "aws_lambda_provisioned_concurrency_config.live": "only when switched on",
        "aws_sns_topic_subscription.email": "only with an address",
    },
    "registry": {},
    "bootstrap": {
        "aws_s3_bucket_public_access_block.state": "nobody but the rehearsal reaches its bucket",
        "aws_s3_bucket_ownership_controls.state": "nobody but the rehearsal reaches its bucket",
        "aws_s3_bucket_server_side_encryption_configuration.state": "the emulator stores as it likes",
        "aws_s3_bucket_lifecycle_configuration.state": "it is gone before anything could expire",
        "aws_s3_bucket_policy.state": "the emulator speaks plain http",
        "aws_iam_role.plan": "a rehearsal deploys",
        "aws_iam_policy.plan": "a rehearsal deploys",
        "aws_iam_role_policy_attachment.plan": "a rehearsal deploys",
        "aws_iam_role.preview": "only with previews",
        "aws_iam_policy.preview": "only with previews",
        "aws_iam_role_policy_attachment.preview": "only with previews",
        "aws_iam_role.api_logs": "the emulator needs no permission to log",
        "aws_iam_role_policy_attachment.api_logs": "the emulator needs no permission to log",
        "aws_api_gateway_account.this": "the emulator needs no permission to log",
        "aws_budgets_budget.month": "a rehearsal costs nothing",
    },
}
# of the path with a limit of its own, which an app need not have
BATCH: Final = {
    "aws_api_gateway_resource.top",
    "aws_api_gateway_resource.second",
    "aws_api_gateway_resource.third",
    "aws_api_gateway_method.batch",
    "aws_api_gateway_integration.batch",
    "aws_api_gateway_method_settings.batch",
}
LEFT_OUT: Final = set() if app.read(INFRA.parent).app.batch_path else BATCH
# arguments that only one of the two has, by type: why
ONLY_TERRAFORM: Final = {
    "aws_lambda_function": {
        "reserved_concurrent_executions": "-1: no limit",
        "snap_start": "off",
        "depends_on": "order",
    },
    "aws_api_gateway_deployment": {"triggers": "made once"},
    "aws_cloudfront_distribution": {"wait_for_deployment": "how Terraform waits"},
    "aws_api_gateway_integration_response": {"response_templates": "only with further origins"},
    "aws_iam_policy": {"description": "for people"},
    "aws_iam_role": {"description": "for people", "max_session_duration": "AWS's own default"},
    "aws_iam_openid_connect_provider": {},
}


@pytest.fixture(scope="module")
def standin() -> dict[str, dict[str, Resource]]:
    """`root` to address to what the stand-in declares."""
    place = {"region": REGION, "account_id": ACCOUNT, "endpoint": ENDPOINT}
    inputs = Inputs.of(INFRA.parent, stage="prod", image_uri=IMAGE, **place)
    found: dict[str, dict[str, Resource]] = {root: {} for root in ROOTS}
    for resource in (*declared(inputs), *account(inputs, INFRA / "bootstrap")):
        found[resource.root][resource.address] = resource
    return found


@pytest.fixture(scope="module")
def applied(
    standin: dict[str, dict[str, Resource]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """`root` to address to the values of a mock apply."""
    infra = terraform.copied(tmp_path_factory.mktemp("standin"))
    return {root: values(terraform.initialized(infra / root), list(standin[root].values())) for root in ROOTS}


def test_every_resource_is_stood_in_for_or_known_not_to_be(standin: dict[str, dict[str, Resource]]) -> None:
    for root in ROOTS:
        stood_in = {re.sub(r"\[.*", "", address) for address in standin[root]}
        assert set(resources(root)) - set(NOT_STOOD_IN[root]) - LEFT_OUT == stood_in, root
        assert not stood_in & set(NOT_STOOD_IN[root]), root


def test_every_argument_is_stood_in_for_or_known_not_to_be(standin: dict[str, dict[str, Resource]]) -> None:
    found = [
        f"{address}.{name}"
        for root in ROOTS
        for address, resource in standin[root].items()
        for name in unmatched(resource, resources(root)[re.sub(r"\[.*", "", address)])
    ]
    assert not found, "set on one side only: " + ", ".join(found)


def unmatched(resource: Resource, body: Mapping[str, Any]) -> Iterator[str]:
    written, given = arguments(body), set(resource.arguments)
    known = ONLY_TERRAFORM.get(resource.type, {})
    # a metric by one statistic or another, or what an expression makes of it
    optional = {"statistic", "extended_statistic", "metric_query", "metric_name", "namespace", "dimensions", "period"}
    yield from sorted(written - given - set(known) - optional)
    yield from sorted(given - written)


@without_provider
@pytest.mark.parametrize("root", ROOTS)
def test_the_stand_in_has_the_same_instances(
    standin: dict[str, dict[str, Resource]], applied: dict[str, dict[str, Any]], root: str
) -> None:
    made = {address for address in applied[root] if re.sub(r"\[.*", "", address) not in NOT_STOOD_IN[root]}
    assert made == set(standin[root])


@without_provider
@pytest.mark.parametrize("root", ROOTS)
def test_the_stand_in_has_the_same_values(
    standin: dict[str, dict[str, Resource]], applied: dict[str, dict[str, Any]], root: str
) -> None:
    wrong = [
        f"{address}.{name}: terraform {theirs!r}, stand-in {ours!r}"
        for address, resource in standin[root].items()
        for name, ours, theirs in differences(resource, standin[root], applied[root][address])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (3008, 3008, True),
        (3008, 512, False),
        ({"stat": "Sum"}, [{"stat": "Sum", "period": None}], True),
        ({"stat": "Sum"}, [{"stat": "p50"}], False),
        (["GET", "HEAD"], ["HEAD", "GET"], True),
        (["GET", "HEAD"], ["GET", "HEAD", "POST"], False),
        ('{"Action": ["a"]}', '{"Action":"a"}', True),
        ('{"Action": "a"}', '{"Action":"*"}', False),
        ("${aws_iam_role.function.arn}", f"arn:aws:mock::{ACCOUNT}:aws_iam_role.function.arn", True),
        ("${aws_iam_role.function.arn}", f"arn:aws:mock::{ACCOUNT}:aws_iam_role.warmup.arn", False),
    ],
)
def test_a_difference_is_noticed_and_another_spelling_is_none(ours: object, theirs: object, same: bool) -> None:
    role = Resource("aws_iam_role.function", {"name": "role"})
    resource = Resource("aws_sqs_queue.any", {"value": ours})
    found = list(differences(resource, {role.address: role}, {"value": theirs}))
    assert found == [] if same else [name for name, _, _ in found] == ["value"]


def differences(
    resource: Resource, known: dict[str, Resource], made: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    for name, value in resource.arguments.items():
        ours, theirs = normal(resolved(value, known)), normal(made.get(name))
        if not same(ours, theirs):
            yield name, ours, theirs


def resolved(value: Any, known: dict[str, Resource]) -> Any:  # noqa: ANN401  whatever an argument may be
    """References to what another resource sets itself, replaced by that."""
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: configured(found, known), value)
    if isinstance(value, Mapping):
        return {key: resolved(inner, known) for key, inner in value.items()}
    return [resolved(inner, known) for inner in value] if isinstance(value, list | tuple) else value


def configured(found: re.Match[str], known: dict[str, Resource]) -> str:
    value = known[found[1]].arguments.get(found[2])
    return value if isinstance(value, str) else mark(found[1], found[2])


def normal(value: Any) -> Any:  # noqa: ANN401
    """One form for one meaning: documents parsed, a block as what is in it, sets in order, nothing for null."""
    if isinstance(value, str):
        return normal(json.loads(value)) if value[:1] in "{[" and is_json(value) else value
    if isinstance(value, Mapping):
        inner = {key: normal(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one not in (None, [], {})}
    if isinstance(value, list | tuple):
        items = [normal(one) for one in value]
        return items[0] if len(items) == 1 else sorted(items, key=lambda one: json.dumps(one, sort_keys=True))
    return value


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def same(ours: Any, theirs: Any) -> bool:  # noqa: ANN401
    """Terraform's side may say more: what a block leaves to the provider."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return all(same(value, theirs.get(key)) for key, value in ours.items() if value not in (None, [], {}))
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return bool(ours == theirs) or (ours in (None, [], {}) and theirs in (None, [], {}))
