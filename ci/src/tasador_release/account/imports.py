"""What a plan would create and the account has already, as Terraform's import blocks.

A run that was killed leaves resources that no state knows, and so does a stack that was made by hand.
`infra/imports.json` says by type of resource which read call finds it and how its import id is put together; this
applies it to a plan. Where a resource hangs on another that is not known yet (an API's methods, say), import and plan
again: see `Found.waiting`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jmespath

from tasador_release.aws import Aws, call, client
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed, SettingsError

ABSENT: Final = frozenset(
    {
        "404",
        "NoSuchBucket",
        "NoSuchEntity",
        "NotFound",
        "NotFoundException",
        "ResourceNotFoundException",
        "RepositoryNotFoundException",
        "LifecyclePolicyNotFoundException",
        "RepositoryPolicyNotFoundException",
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one type of resource is found: `call` is asked with `given`; `find` (JMESPath) picks from its answer."""

    id: str
    call: str
    given: Mapping[str, str]
    find: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A resource that a plan would create: its address, its type, and the arguments that are known."""

    address: str
    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Import:
    """One block: the resource at this address is the one that AWS knows by this id."""

    address: str
    id: str

    def block(self) -> str:
        return f"import {{\n  to = {self.address}\n  id = {json.dumps(self.id)}\n}}\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands already, and the addresses that could not be looked up before something else is known."""

    imports: tuple[Import, ...]
    waiting: tuple[str, ...]

    def blocks(self) -> str:
        return "\n".join(item.block() for item in self.imports)


def parse_rules(text: str) -> dict[str, Rule]:
    """`infra/imports.json` as a value."""
    try:
        raw = json.loads(text)
        return {kind: Rule(one["id"], one["call"], one.get("with", {}), one.get("find")) for kind, one in raw.items()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise SettingsError(f"infra/imports.json cannot be read: {error}", "correct the file") from error


def creations(plan: Mapping[str, Any]) -> tuple[Planned, ...]:
    """What `terraform show -json` says would be created, with the values that are known already."""
    return tuple(
        Planned(str(item["address"]), str(item.get("type")), item["change"].get("after") or {})
        for item in plan.get("resource_changes", ())
        if item.get("mode") == "managed" and item["change"]["actions"] == ["create"]
    )


async def existing(
    aws: Aws, rules: Mapping[str, Rule], planned: Iterable[Planned], partition: str = "aws", *, tolerant: bool = False
) -> Found:
    """Ask AWS for each of them; a type without a rule can be created again and is left to the plan.

    `tolerant`: what the credentials may not ask counts as not there.
    """
    known = [item for item in planned if item.type in rules]
    general = {"account_id": aws.target.account_id, "partition": partition, "region": aws.target.region}

    async def one(item: Planned) -> str | None:
        try:
            return await _lookup(aws, rules[item.type], {**item.values, **general})
        except CallFailed as error:
            if tolerant and ("Denied" in error.code or error.code == "403"):
                return None
            raise

    try_now = [item for item in known if _answerable(rules[item.type], {**item.values, **general})]
    ids = await each(one, try_now)
    found = tuple(Import(item.address, id_) for item, id_ in zip(try_now, ids, strict=True) if id_)
    return Found(found, tuple(item.address for item in known if item not in try_now))


def _answerable(rule: Rule, values: Mapping[str, Any]) -> bool:
    try:
        _filled(rule, values)
    except KeyError:
        return False
    return True


def _filled(rule: Rule, values: Mapping[str, Any]) -> tuple[dict[str, str], str | None]:
    """Arguments and expression with the planned values in them; KeyError while one is not known."""
    named = {name: value for name, value in values.items() if value is not None}
    given = {name: template.format_map(named) for name, template in rule.given.items()}
    rule.id.format_map({"found": "", **named})
    return given, rule.find.format_map(named) if rule.find else None


async def _lookup(aws: Aws, rule: Rule, values: Mapping[str, Any]) -> str | None:
    """The import id; None when there is no such resource."""
    given, find = _filled(rule, values)
    service, _, operation = rule.call.partition(":")
    try:
        answer = await call(rule.call, _asked, aws, service, operation, given)
    except CallFailed as error:
        if error.code in ABSENT:
            return None
        raise
    found = jmespath.search(find, answer) if find else True
    return rule.id.format_map({**values, "found": found}) if found else None


def _asked(aws: Aws, service: str, operation: str, given: Mapping[str, str]) -> dict[str, Any]:
    """One read, all of its pages; an operation goes by its own name, as in a policy."""
    made = client(aws.target, service)
    method = next(name for name, api in made.meta.method_to_api_mapping.items() if api == operation)
    if made.can_paginate(method):
        whole: dict[str, Any] = made.get_paginator(method).paginate(**given).build_full_result()
        return whole
    answer: dict[str, Any] = getattr(made, method)(**given)
    return answer
