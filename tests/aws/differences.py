"""In which the doubles are known not to be AWS: what each says that its models do not (docs/pipeline/aws.md)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

BOTOCORE: Final[Mapping[str, str]] = {
    r"^iam:\w+ answered: .*PolicyDocument, value: \{": "botocore itself parses the documents of policies in answers",
}
EMULATOR: Final[Mapping[str, str]] = {
    r"^lambda:\w+ answered: .*RuntimeVersionArn, value: 0": "it gives a function's runtime version an empty ARN",
    r"^events:ListTargetsByRule answered: .* Targets, value: 0": "it tells of a rule without targets, not of none",
    r"^events:\w+ \.ConnectionArn is '.*connection/[^/]+', which": "the ARN of a connection ends without its UUID",
    r"^ecr:DescribePullThroughCacheRules answers InvalidAction": "it does not know this call: doctor says so",
}
MOTO: Final[Mapping[str, str]] = {
    r"^cloudfront:ListDistributions answered: .*Staging": "a distribution of a list lacks its field Staging",
    r"^lambda:GetAccountSettings answers 404": "it does not know this call: doctor says that the limit is not known",
}

# tests of tests/emulator that moto cannot pass, by name
NOT_ON_MOTO: Final[Mapping[str, str]] = {
    "test_releases_a_rollback_and_a_prune_do_what_they_say": "its RevisionId stays, which tells a late read",
    "test_an_alias_that_we_moved_is_not_read_as_it_was": "its RevisionId stays, which tells a late read",
    "test_a_release_that_fails_once_the_alias_moved_is_put_back": "it serves nothing that a smoke test could fail on",
    "test_a_rule_whose_targets_are_not_told_yet_is_asked_again": "its rules reach no function",
    "test_an_invalidation_that_the_edge_does_not_know_yet_is_waited_for": "its invalidations never complete",
    "test_an_alias_that_someone_else_moved_is_a_conflict": "its UpdateAlias does not heed RevisionId",
    "test_credentials_that_aws_does_not_know_are_refused": "it checks no credentials",
    "test_the_doctor_reports_bad_credentials_and_goes_on": "it checks no credentials",
    "test_the_doctor_sees_what_is_there": "it does not know lambda:GetAccountSettings",
}


def unknown(faults: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """Those faults that no difference of this double explains, nor of botocore."""
    return [fault for fault in faults if not any(re.search(pattern, fault) for pattern in {**BOTOCORE, **known})]
