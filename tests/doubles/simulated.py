"""Terraform and the account that infra/bootstrap is applied to, in memory: what is made, what a state knows, a kill.

As Terraform does: creating what is there already is refused, importing what is not is refused, a run that is killed
has written its state up to some resource or not at all. As AWS does: what was made stays made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import ClientError
from tasador_release.account import takeover
from tasador_release.recipes import Command
from tasador_release.trial import facts

from tests.infra import settings
from tests.place import OF_ACCOUNT

PLANNED: Final = tuple(line.removeprefix("+ ") for line in facts.rehearsed()["bootstrap"])
ACCOUNT: Final = "123456789012"
STATE: Final = OF_ACCOUNT["state_bucket"].format(account_id=ACCOUNT)
GITHUB: Final = "token.actions.githubusercontent.com"
OUTPUTS: Final = {"deploy_role_arn": "arn:aws:iam::1:role/tasador-deploy", "state_bucket": STATE}
# what of a resource is known before it is made, and may be had once only in an account: the rest can be made again
NAMES: Final[Mapping[str, Callable[[str, str | None], str]]] = {
    "aws_iam_role": lambda name, key: f"tasador-{name.replace('_', '-')}",
    "aws_iam_policy": lambda name, key: f"tasador-{name}-{key}" if key else f"tasador-{name}",
    "aws_iam_openid_connect_provider": lambda name, key: GITHUB,
    "aws_s3_bucket": lambda name, key: STATE,
}


class Killed(Exception):
    """The process is gone."""


def thing(address: str) -> tuple[str, str] | None:
    """Type and name of what only one can be of; None of what can be made again."""
    found = re.fullmatch(r'(\w+)\.(\w+)(?:\["?(.*?)"?\])?', address)
    assert found, address
    kind, name, key = found.groups()
    return (kind, NAMES[kind](name, key)) if kind in NAMES else None


@dataclass
class Cloud:
    """What stands, and the state as it was last written. `kill_after`: resources that an apply makes before it dies."""

    things: set[tuple[str, str]] = field(default_factory=set)
    state: set[str] = field(default_factory=set)
    kill_after: int | None = None
    state_written: int = 0  # how many of the last apply's resources the state knew when the process died
    foreign_buckets: bool = False

    def client(self, _target: object, service: str, *_: object) -> FakeClient:
        return FakeClient(self, service)

    def make(self, address: str) -> None:
        one = thing(address)
        if one in self.things:
            raise RuntimeError(f"{address}: EntityAlreadyExists")
        if one:
            self.things.add(one)

    def answer(self, operation: str, given: Mapping[str, Any]) -> dict[str, Any]:
        match operation:
            case "HeadBucket" if self.foreign_buckets:
                raise refused("403", operation)
            case "HeadBucket":
                return self._found(("aws_s3_bucket", given["Bucket"]), "404", operation)
            case "CreateBucket":
                self.things.add(("aws_s3_bucket", given["Bucket"]))
                return {}
            case "GetRole":
                return self._found(("aws_iam_role", given["RoleName"]), "NoSuchEntity", operation)
            case "GetPolicy":
                name = given["PolicyArn"].rpartition("/")[2]
                return self._found(("aws_iam_policy", name), "NoSuchEntity", operation)
            case "GetOpenIDConnectProvider":
                self._found(("aws_iam_openid_connect_provider", GITHUB), "NoSuchEntity", operation)
                return {
                    "ClientIDList": ["sts.amazonaws.com"],
                    "Tags": [{"Key": "project", "Value": settings()["project"]}],
                }
            case _:
                return {}

    def _found(self, one: tuple[str, str], code: str, operation: str) -> dict[str, Any]:
        if one not in self.things:
            raise refused(code, operation)
        return {}


def refused(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, operation)


class FakeClient:
    """A client of one service, whose methods are AWS's operations in Python's spelling."""

    def __init__(self, cloud: Cloud, service: str) -> None:
        self._cloud = cloud
        self.meta = self
        self.method_to_api_mapping = {
            "head_bucket": "HeadBucket",
            "create_bucket": "CreateBucket",
            "get_role": "GetRole",
            "get_policy": "GetPolicy",
            "get_open_id_connect_provider": "GetOpenIDConnectProvider",
        }

    def can_paginate(self, _method: str) -> bool:
        return False

    def __getattr__(self, method: str) -> Callable[..., dict[str, Any]]:
        operation = self.method_to_api_mapping.get(method, method)
        return lambda **given: self._cloud.answer(operation, given)


@dataclass
class Terraform:
    """A shell that knows the verbs of Terraform that a bootstrap runs."""

    cloud: Cloud
    files: dict[str, str] = field(default_factory=dict)
    plan: list[tuple[str, str]] = field(default_factory=list)  # address, id of what is imported or ""

    async def run(self, command: Command) -> str:
        return str(getattr(self, f"_{command.argv[2]}")())

    async def write(self, path: str, text: str) -> None:
        self.files[path.rpartition("/")[2]] = text

    async def remove(self, path: str) -> None:
        del self.files[path.rpartition("/")[2]]

    def _init(self) -> str:
        assert ("aws_s3_bucket", STATE) in self.cloud.things or "backend_override.tf" in self.files, "NoSuchBucket"
        return ""

    def _plan(self) -> str:
        text = self.files.get(takeover.FILE, "")
        imports = dict(re.findall(r'to = (.*)\n +id = "(.*)"', text))
        assert set(imports) <= set(PLANNED)
        self.plan = [(one, imports.get(one, "")) for one in PLANNED if one not in self.cloud.state]
        return ""

    def _show(self) -> str:
        return json.dumps({"format_version": "1.2", "resource_changes": list(self._changes())})

    def _changes(self) -> Iterator[dict[str, Any]]:
        for address, imported in self.plan:
            one = thing(address)
            after = {"bucket" if one[0] == "aws_s3_bucket" else "name": one[1]} if one else {}
            change = {"actions": ["create"], "after": after}
            if imported:
                change = {"actions": ["no-op"], "after": after, "importing": {"id": imported}}
            yield {"address": address, "type": address.partition(".")[0], "mode": "managed", "change": change}

    def _apply(self) -> str:
        made: list[str] = []
        for address, imported in self.plan:
            if imported:
                assert thing(address) in self.cloud.things, f"{address}: cannot import what is not there"
                self.cloud.state.add(address)
                continue
            self.cloud.make(address)
            made.append(address)
            if len(made) == self.cloud.kill_after:
                self.cloud.state |= set(made[: self.cloud.state_written])
                raise Killed
        self.cloud.state |= set(made)
        return ""

    def _output(self) -> str:
        return json.dumps({name: {"value": value} for name, value in OUTPUTS.items()})
