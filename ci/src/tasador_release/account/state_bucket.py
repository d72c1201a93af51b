"""The bucket of Terraform's state, made by S3's API so that no state ever lies anywhere else.

Every call may be repeated: killed after any of them, the next run goes on. Another account's bucket is refused, as
`aws` names the expected owner in every call.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tasador_release.account.preflight import FOREIGN, is_ours
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed, NameTaken

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import PublicAccessBlockConfigurationTypeDef

_NO_LOCATION: Final = "us-east-1"  # CreateBucket takes no location there
# CreateBucket answers so in every region but us-east-1, where it answers 200
_OURS: Final = "BucketAlreadyOwnedByYou"
PRIVATE: Final["PublicAccessBlockConfigurationTypeDef"] = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@dataclass(frozen=True, slots=True)
class StateBucket:
    """One bucket in the account and region of the target."""

    aws: Aws
    name: str

    async def missing(self) -> bool:
        """Whether it must still be made; NameTaken when it is somebody else's."""
        return not await is_ours(self.aws, self.name)

    async def ensure(self) -> bool:
        """Make it and configure it; whether it was made. Its configuration is then kept by infra/bootstrap."""
        missing = await self.missing()
        if missing:
            await self._create()
        await self._configure()
        return missing

    async def _create(self) -> None:
        region = self.aws.target.region
        given: dict[str, Any] = {"Bucket": self.name}
        if region != _NO_LOCATION:
            given["CreateBucketConfiguration"] = {"LocationConstraint": region}
        try:
            await call("s3:CreateBucket", self.aws.s3.create_bucket, **given)
        except CallFailed as error:
            if error.code in FOREIGN:
                raise NameTaken("bucket", self.name) from error
            if error.code != _OURS:
                raise

    async def _configure(self) -> None:
        """Versions, so that a state that was overwritten can be had back; and nothing of it in public."""
        s3 = self.aws.s3
        await call(
            "s3:PutBucketVersioning",
            s3.put_bucket_versioning,
            Bucket=self.name,
            VersioningConfiguration={"Status": "Enabled"},
        )
        await call(
            "s3:PutPublicAccessBlock",
            s3.put_public_access_block,
            Bucket=self.name,
            PublicAccessBlockConfiguration=PRIVATE,
        )
