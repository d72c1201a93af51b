"""What Terraform must be told to work on the emulator: of its S3, of the API's address, of the function's runtime."""

import json
from typing import Final

from tasador_release.terraform.shells import Overrides
from tasador_release.values.target import EMULATED_API, Target

from tasador_emulator import environment
from tasador_emulator.standin.account import REPOSITORY

# it has no host names for buckets, no metadata service, and no account to look up
_BACKEND: Final = {
    "use_path_style": "true",
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": "true",
}
_PROVIDER: Final = 'provider "aws" {\n  s3_use_path_style       = true\n  skip_metadata_api_check = true\n}\n'


# what only one account of AWS has
_UNSET: Final = ("aws_account_id", "domain", "zone_id", "acm_certificate_arn")


def overrides(target: Target, invoke: str = "") -> Overrides:
    """`invoke`: the URL that the function's invocations go to."""
    host, port = environment.own_endpoint(target).removeprefix("http://").split(":")
    origin = {"protocol": "http", "host": host, "port": int(port), "path": EMULATED_API}
    function = {"function_environment": json.dumps({environment.PROXY: invoke})} if invoke else {}
    origins = json.dumps([environment.ORIGIN])
    return Overrides(
        backend=_BACKEND,
        provider=_PROVIDER,
        app={"emulated": "true", "api_origin": json.dumps(origin), "allowed_origins": origins, **function},
        bootstrap={"emulated": "true", "github_repository": REPOSITORY},
        unset=_UNSET,
    )
