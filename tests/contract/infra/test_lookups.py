"""What `adopt` and a first deploy ask the account, held against what the deploy role may ask and AWS's own models."""

from __future__ import annotations

import json

import botocore.session
import pytest
from tasador_release.account import imports

from tests.aws import policies
from tests.infra import INFRA, resources

RULES = imports.parse_rules((INFRA / "imports.json").read_text(encoding="utf-8"))
DEPLOYED = {address.split(".")[0] for root in ("registry", "app") for address in resources(root)}
# where the action of IAM is called otherwise than the operation
NAMED = {"s3:HeadBucket": "s3:ListBucket"}


@pytest.mark.parametrize("kind", sorted(DEPLOYED & set(RULES)))
def test_the_deploy_role_may_look_whether_what_it_makes_is_there(kind: str) -> None:
    call = RULES[kind].call
    action = "apigateway:GET" if call.startswith("apigateway:") else NAMED.get(call, call)
    assert action in {grant.action for grant in policies.allowed()}


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_lookup_is_an_operation_of_aws_that_takes_these_arguments(kind: str) -> None:
    service, _, operation = RULES[kind].call.partition(":")
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    taken = set(model.input_shape.members) if model.input_shape else set()
    assert set(RULES[kind].given) <= taken, json.dumps(dict(RULES[kind].given))
