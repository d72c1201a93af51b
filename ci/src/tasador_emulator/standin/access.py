"""Documents of IAM, in the form in which Terraform renders them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str, condition: Mapping[str, Any] | None = None) -> str:
    """Who may take a role: one service of AWS."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return document({**statement, **({"Condition": condition} if condition else {})})


def allow(
    sid: str, actions: str | Sequence[str], resources: str | Sequence[str], **more: Mapping[str, Any]
) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources, **more}
