"""infra/bootstrap: the state's bucket, and the role that deploys with no more than the policies there.

As `emulated = true` makes it: plain http is let in, the guard whose condition the emulator does not know is
left out, and what the emulator weighs without a name is allowed without one.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any, Final

from tasador_emulator.standin.access import document
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource

GITHUB: Final = "token.actions.githubusercontent.com"
AUDIENCE: Final = "sts.amazonaws.com"
REPOSITORY: Final = "tasador/tasador"
SUBJECT: Final = f"repo:{REPOSITORY}:ref:refs/heads/main"
_HERE: Final = "bootstrap"


def account(scene: Scene, folder: Path) -> Iterator[Resource]:
    """`folder` is infra/bootstrap, whose policy files are read as they are."""
    yield from _state(scene)
    provider = {"url": f"https://{GITHUB}", "client_id_list": [AUDIENCE]}
    yield Resource("aws_iam_openid_connect_provider.github", provider, _HERE)
    role = {"name": scene.raw["account"]["deploy_role"], "assume_role_policy": _trust()}
    yield Resource("aws_iam_role.deploy", role, _HERE)
    yield from _policies(scene, folder)


def state_bucket(scene: Scene) -> str:
    return f"{scene.raw['account']['state_bucket']}-{scene.account_id}"


def _state(scene: Scene) -> Iterator[Resource]:
    yield Resource("aws_s3_bucket.state", {"bucket": state_bucket(scene)}, _HERE)
    versioning = {"bucket": state_bucket(scene), "versioning_configuration": {"status": "Enabled"}}
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


def _policies(scene: Scene, folder: Path) -> Iterator[Resource]:
    role = scene.raw["account"]["deploy_role"]
    for file in (*sorted((folder / "policies").glob("*.json")), folder / "emulated.json"):
        policy = {"name": f"{role}-{file.stem}", "policy": _filled(scene, file)}
        yield Resource(f'aws_iam_policy.deploy["{file.stem}"]', policy, _HERE)
        arn = f'${{aws_iam_policy.deploy["{file.stem}"].arn}}'
        link = {"role": role, "policy_arn": arn}
        yield Resource(f'aws_iam_role_policy_attachment.deploy["{file.stem}"]', link, _HERE)
    boundary = {"name": scene.raw["account"]["boundary"], "policy": _filled(scene, folder / "boundary.json")}
    yield Resource("aws_iam_policy.boundary", boundary, _HERE)


def _filled(scene: Scene, file: Path) -> str:
    """The file as Terraform's templatefile() fills it in."""
    text = Template(file.read_text(encoding="utf-8")).substitute(_words(scene))
    return json.dumps(json.loads(text))


def _words(scene: Scene) -> Mapping[str, Any]:
    raw = scene.raw
    plain = {key: raw[key] for key in ("repository", "function", "role", "api", "bucket", "dashboard", "topic")}
    warmup = {f"warmup_{key}": raw["warmup"][key] for key in ("connection", "destination", "rule", "role")}
    place = {"partition": "aws", "region": scene.region, "account_id": scene.account_id}
    names = {"state_bucket": state_bucket(scene), "boundary": raw["account"]["boundary"]}
    return {**plain, **warmup, **place, **names}
