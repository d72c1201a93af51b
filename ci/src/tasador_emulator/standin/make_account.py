"""Makers of what only infra/bootstrap has, and the way in: GitHub's token for a deploy role."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from tasador_release.aws import client, failures
from tasador_release.values.target import Credentials, Target

from tasador_emulator.standin.account import AUDIENCE, GITHUB, SUBJECT
from tasador_emulator.standin.session import Workshop


def oidc_provider(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    made = shop.client("iam").create_open_id_connect_provider(Url=args["url"], ClientIDList=args["client_id_list"])
    return {"arn": made["OpenIDConnectProviderArn"]}


def policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    made = shop.client("iam").create_policy(PolicyName=args["name"], PolicyDocument=args["policy"])
    return {"arn": made["Policy"]["Arn"]}


def attachment(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("iam").attach_role_policy(RoleName=args["role"], PolicyArn=args["policy_arn"])
    return {}


MAKERS: Final = {
    "aws_iam_openid_connect_provider": oidc_provider,
    "aws_iam_policy": policy,
    "aws_iam_role_policy_attachment": attachment,
}


def deployer(target: Target, role_arn: str, bucket: str) -> Target:
    """The same target under the deploy role, taken on with a token such as GitHub gives a workflow."""
    sts = client(target, "sts")
    with failures("taking on the deploy role"):
        keys = sts.assume_role_with_web_identity(
            RoleArn=role_arn, RoleSessionName="rehearsal", WebIdentityToken=web_identity()
        )["Credentials"]
    credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    return replace(target, credentials=credentials, state_bucket=bucket)


def web_identity(subject: str = SUBJECT) -> str:
    """A token with the claims that the role's trust looks at; the emulator does not check its signature."""
    now = int(time.time())
    claims = {"iss": f"https://{GITHUB}", "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 3600}
    parts = ({"alg": "RS256", "typ": "JWT"}, claims, {"signature": "none"})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
