"""What an account may not do, told before anything is made: another partition, the limits of a new account."""

from __future__ import annotations

from dataclasses import replace

import anyio
import pytest
from botocore.stub import Stubber
from tasador_release.account.preflight import check, check_region
from tasador_release.aws import Aws
from tasador_release.diagnosis import facts as account_facts
from tasador_release.diagnosis.doctor import examine, healthy
from tasador_release.diagnosis.limits import Limits
from tasador_release.errors import PreflightError
from tasador_release.values.settings import Names
from tasador_release.values.target import Credentials, production

from tests.aws import policies
from tests.unit.release.fake import WELL

HERE = production("us-east-1", "1" * 12, Credentials("AKIA1", "secret"), state_bucket="states")
NAMES = Names("prod", "a-repo", "fn", "role", "Api", "c", "d", "rule", "w", "dash")


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
    ],
)
def test_a_region_of_another_partition_is_refused_by_its_name(region: str, partition: str) -> None:
    with pytest.raises(PreflightError, match=f"of the partition {partition}, where the page cannot be served"):
        check_region(region)
    assert not healthy(examine(replace(HERE, region=region), replace(WELL, partition=partition)))


def test_credentials_of_another_partition_are_refused_whatever_the_region() -> None:
    aws = Aws(HERE)
    with Stubber(aws.sts) as stubbed:
        arn = "arn:aws-us-gov:iam::111111111111:user/ana"
        stubbed.add_response("get_caller_identity", {"Arn": arn, "Account": "1" * 12, "UserId": "A"})
        with pytest.raises(PreflightError, match="partition aws-us-gov"):
            anyio.run(check, aws, NAMES)


@pytest.mark.parametrize(
    ("limits", "amiss"),
    [
        (Limits(1000, 3, 3008, "ecr-public"), set()),
        (Limits(10, 3, 3008, "ecr-public"), {"concurrency"}),
        (Limits(1000, 0, 3008, "ecr-public"), {"cloudfront"}),
        (Limits(1000, 3, 4096, "ecr-public"), {"memory"}),
        (Limits(1000, 3, 3008, ""), {"pull-through"}),
        (Limits(None, None, 3008, None), {"concurrency", "cloudfront", "pull-through"}),
    ],
)
def test_what_a_new_account_lacks_is_told_with_its_fix_and_stops_nothing(limits: Limits, amiss: set[str]) -> None:
    found = [finding for finding in examine(HERE, replace(WELL, limits=limits)) if not finding.ok]
    assert {finding.name for finding in found} == amiss
    assert all(finding.fix for finding in found)
    assert healthy(tuple(found))


def test_a_question_that_the_credentials_may_not_ask_is_no_limit() -> None:
    aws = Aws(HERE, attempts=1)
    with Stubber(aws.lambda_) as functions, Stubber(aws.cloudfront) as edge, Stubber(aws.ecr) as registry:
        functions.add_client_error("get_account_settings", "AccessDeniedException", http_status_code=403)
        edge.add_client_error("list_distributions", "AccessDenied", http_status_code=403)
        registry.add_client_error("describe_pull_through_cache_rules", "AccessDeniedException", http_status_code=400)
        assert anyio.run(account_facts._concurrency, aws) is None
        assert anyio.run(account_facts._distributions, aws) is None
        assert anyio.run(account_facts._pull_through, aws) is None


def test_the_limits_are_asked_of_the_account() -> None:
    aws = Aws(HERE, attempts=1)
    listed = {"Marker": "", "MaxItems": 1, "IsTruncated": False, "Quantity": 0}
    with Stubber(aws.lambda_) as functions, Stubber(aws.cloudfront) as edge:
        functions.add_response("get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 10}})
        edge.add_response("list_distributions", {"DistributionList": listed}, {"MaxItems": "1"})
        assert anyio.run(account_facts._concurrency, aws) == 10
        assert anyio.run(account_facts._distributions, aws) == 0


@pytest.mark.parametrize(("upstream", "prefix"), [("public.ecr.aws", "ecr-public"), ("quay.io", "")])
def test_where_images_are_pulled_through_is_asked_of_the_registry(upstream: str, prefix: str) -> None:
    aws = Aws(HERE, attempts=1)
    rule = {"ecrRepositoryPrefix": "ecr-public", "upstreamRegistryUrl": upstream}
    with Stubber(aws.ecr) as registry:
        registry.add_response("describe_pull_through_cache_rules", {"pullThroughCacheRules": [rule]})
        assert anyio.run(account_facts._pull_through, aws) == prefix


@pytest.mark.parametrize(
    "action",
    [
        "acm:ListCertificates",
        "cloudfront:ListDistributions",
        "ecr:DescribePullThroughCacheRules",
        "lambda:GetAccountSettings",
    ],
)
def test_the_deploy_role_may_ask_what_the_doctor_asks(action: str) -> None:
    assert {grant.resource for grant in policies.allowed() if grant.action == action} == {"*"}
