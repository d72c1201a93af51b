"""Where the tests' stacks stand, and what they are called: in the region of the settings, and by their names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tasador_release.values.target import EMULATED_ACCOUNT

from tests.paths import ROOT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAMES: Final[dict[str, Any]] = json.loads((ROOT / "infra" / "settings.json").read_text(encoding="utf-8"))
OF_ACCOUNT: Final[dict[str, str]] = NAMES["account"]
REGION: Final[str] = NAMES["region"]
ECR: Final = f"{EMULATED_ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
_NO_LOCATION: Final = "us-east-1"  # CreateBucket takes no location there, and refuses to go without it elsewhere


def make_bucket(s3: S3Client, name: str) -> None:
    """In the region that the client has."""
    region: Any = s3.meta.region_name
    if region == _NO_LOCATION:
        s3.create_bucket(Bucket=name)
    else:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
