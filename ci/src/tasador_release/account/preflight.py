"""Before anything is written: do the credentials work, for this account, and are the names sound?"""

import re
from dataclasses import dataclass
from typing import Final

from tasador_release.aws import Aws, call, partition_of
from tasador_release.errors import AccountMismatch, CallFailed, CredentialsRefused, NameTaken, PreflightError
from tasador_release.values.settings import Names
from tasador_release.values.target import PARTITION, REGION

# what AWS allows, as far as it can be told without asking
_RULES: Final = {
    "repository": re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"),
    "function": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "role": re.compile(r"[\w+=,.@-]{1,64}"),
    "rule": re.compile(r"[.\-_A-Za-z0-9]{1,64}"),
}
_REFUSED: Final = frozenset(
    {
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "ExpiredToken",
        "ExpiredTokenException",
        "AccessDenied",
        "MissingAuthenticationToken",
        "NoCredentialsError",
        "UnrecognizedClientException",
    }
)


# what HeadBucket, told the expected owner, says of a name that is free, and of one that somebody else has
_FREE: Final = frozenset({"404", "NoSuchBucket", "NotFound"})
FOREIGN: Final = frozenset({"403", "AccessDenied", "BucketAlreadyExists", "301", "PermanentRedirect"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the credentials are."""

    arn: str
    account: str

    @property
    def partition(self) -> str:
        return self.arn.split(":")[1]


async def check(aws: Aws, names: Names, *, state: bool = True) -> Identity:
    """All of it, cheapest first. Raises the PreflightError that says what to do.

    The release lock is not looked at: one left by a killed release frees itself while we build.
    """
    check_names(names)
    who = await identity(aws)
    check_partition(who.partition, f"the identity {who.arn}")
    if who.account != aws.target.account_id:
        raise AccountMismatch(aws.target.account_id, who.account)
    if state and not await has_bucket(aws.home, aws.target.state):
        raise PreflightError(
            f"the state bucket {aws.target.state} is not there, or not yours",
            "run: dagger call bootstrap --repository OWNER/NAME",
        )
    if aws.target.site_bucket:
        await is_ours(aws, aws.target.site_bucket)
    return who


def check_region(region: str) -> None:
    """A region of the partition `aws`, in which alone the page's CloudFront can be had as it is declared here."""
    check_partition(partition_of(region), f"region {region}")
    if not REGION.fullmatch(region):
        raise PreflightError(f"{region!r} is no AWS region", "name one, such as us-east-1")


def check_partition(partition: str, what: str) -> None:
    if partition != PARTITION:
        raise PreflightError(
            f"{what} is of the partition {partition}, where the page cannot be served: CloudFront is of {PARTITION}",
            "name a region such as us-east-1, and credentials of an account there",
        )


def check_names(names: Names) -> None:
    """A name that AWS would refuse in the middle of an apply is refused here."""
    for kind, rule in _RULES.items():
        name = str(getattr(names, kind))
        if not rule.fullmatch(name):
            raise PreflightError(f"{name!r} is no name for a {kind}", "correct infra/settings.json")


async def identity(aws: Aws) -> Identity:
    """Ask STS; whatever it dislikes about the credentials is one error."""
    # the keys of one partition are unknown in all others: the region is the better thing to name
    check_region(aws.target.region)
    try:
        answer = await call("sts:GetCallerIdentity", aws.sts.get_caller_identity)
    except CallFailed as error:
        if error.code in _REFUSED:
            raise CredentialsRefused(error.code) from error
        raise
    return Identity(answer["Arn"], answer["Account"])


async def is_ours(aws: Aws, bucket: str) -> bool:
    """Whether a bucket is this account's; False while its name is free. NameTaken when it is somebody else's."""
    try:
        await call("s3:HeadBucket", aws.s3.head_bucket, Bucket=bucket)
    except CallFailed as error:
        if error.code in _FREE:
            return False
        if error.code in FOREIGN:
            raise NameTaken("bucket", bucket) from error
        raise
    return True


async def has_bucket(aws: Aws, bucket: str) -> bool:
    try:
        await call("s3:HeadBucket", aws.s3.head_bucket, Bucket=bucket)
    except CallFailed as error:
        if error.code in {"404", "403", "NoSuchBucket", "AccessDenied"}:
            return False
        raise
    return True
