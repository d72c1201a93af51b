"""infra/bootstrap: the state's bucket, and the role that deploys with no more than the policies there.

As `emulated = true` makes it: plain http is let in, what guards by a condition that the emulator does not know is
left out, and what the emulator weighs without a name is allowed without one.
"""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any, Final

from tasador_release.aws import client, failures
from tasador_release.values.target import Credentials, Target

from tasador_emulator.standin.access import document
from tasador_emulator.standin.clients import Clients, Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource

GITHUB: Final = "token.actions.githubusercontent.com"
AUDIENCE: Final = "sts.amazonaws.com"
REPOSITORY: Final = "tasador/tasador"
SUBJECT: Final = f"repo:{REPOSITORY}:ref:refs/heads/main"
_HERE: Final = "bootstrap"


def account(inputs: Inputs, folder: Path) -> Iterator[Resource]:
    """`folder` is infra/bootstrap, whose policy files are read as they are."""
    yield from _state(inputs)
    provider = {"url": f"https://{GITHUB}", "client_id_list": [AUDIENCE]}
    yield Resource("aws_iam_openid_connect_provider.github", provider, _HERE)
    role = {"name": inputs.raw["account"]["deploy_role"], "assume_role_policy": _trust()}
    yield Resource("aws_iam_role.deploy", role, _HERE)
    yield from _policies(inputs, folder)


def state_bucket(inputs: Inputs) -> str:
    return inputs.settings.state_bucket(inputs.account_id)


def _state(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_s3_bucket.state", {"bucket": state_bucket(inputs)}, _HERE)
    versioning = {"bucket": state_bucket(inputs), "versioning_configuration": {"status": "Enabled"}}
    yield Resource("aws_s3_bucket_versioning.state", versioning, _HERE)


def _trust() -> str:
    return document(
        {
            "Sid": "GitHub",
            "Effect": "Allow",
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": "${aws_iam_openid_connect_provider.github.arn}"},
            "Condition": {"StringEquals": {f"{GITHUB}:aud": AUDIENCE, f"{GITHUB}:sub": SUBJECT}},
        }
    )


def _policies(inputs: Inputs, folder: Path) -> Iterator[Resource]:
    role = inputs.raw["account"]["deploy_role"]
    for file in (*sorted((folder / "policies").glob("*.json")), folder / "guard.json", folder / "emulated.json"):
        policy = {"name": f"{role}-{file.stem}", "policy": _filled(inputs, file)}
        yield Resource(f'aws_iam_policy.deploy["{file.stem}"]', policy, _HERE)
        arn = f'${{aws_iam_policy.deploy["{file.stem}"].arn}}'
        link = {"role": role, "policy_arn": arn}
        yield Resource(f'aws_iam_role_policy_attachment.deploy["{file.stem}"]', link, _HERE)
    boundary = {"name": inputs.raw["account"]["boundary"], "policy": _filled(inputs, folder / "boundary.json")}
    yield Resource("aws_iam_policy.boundary", boundary, _HERE)


def _filled(inputs: Inputs, file: Path) -> str:
    """The file as infra/bootstrap fills it in for one region, without what only AWS can weigh."""
    policy = json.loads(Template(file.read_text(encoding="utf-8")).substitute(_words(inputs)))
    if file.stem == "guard":
        policy["Statement"] = [one for one in policy["Statement"] if "Condition" not in one]
    return json.dumps(policy)


def _words(inputs: Inputs) -> Mapping[str, Any]:
    raw = inputs.raw
    plain = {key: value for key, value in raw.items() if isinstance(value, str)}
    warmup = {f"warmup_{key}": raw["warmup"][key] for key in ("connection", "destination", "rule", "role")}
    place = {"partition": "aws", "region": inputs.region, "account_id": inputs.account_id}
    bucket = inputs.settings.site_bucket("prod", inputs.account_id, inputs.region)
    names = {"state_bucket": state_bucket(inputs), "bucket": bucket, "boundary": raw["account"]["boundary"]}
    return {**plain, **warmup, **place, **names}


def _oidc_provider(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    return {"arn": clients.call("iam", "create_open_id_connect_provider", args)["OpenIDConnectProviderArn"]}


def _policy(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    names = {"name": "policy_name", "policy": "policy_document"}
    return {"arn": clients.call("iam", "create_policy", args, names)["Policy"]["Arn"]}


CREATORS: Final[Mapping[str, Creator]] = {
    "aws_iam_openid_connect_provider": _oidc_provider,
    "aws_iam_policy": _policy,
    "aws_iam_role_policy_attachment": one_call("iam", "attach_role_policy", {"role": "role_name"}),
}


def deployer(target: Target, role_arn: str, bucket: str) -> Target:
    """The same target under the deploy role, assumed with a token such as GitHub gives a workflow."""
    sts = client(target, "sts")
    with failures("assuming the deploy role"):
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
