"""The deploy role's permissions as data: the files of infra/bootstrap, filled in as Terraform fills them in."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator
from string import Template
from typing import Any, Final, NamedTuple

from tests.infra import INFRA, settings

FOLDER: Final = INFRA / "bootstrap"
ACCOUNT: Final = "123456789012"
FREE: Final = frozenset({"sts:GetCallerIdentity"})  # AWS refuses it to nobody
Statement = dict[str, Any]


class Grant(NamedTuple):
    file: str
    sid: str
    action: str
    resource: str

    def covers(self, action: str, resource: str) -> bool:
        return self.action == action and re.fullmatch(fnmatch.translate(self.resource), resource) is not None


def words() -> dict[str, str]:
    """What the files may name, in one region."""
    raw = settings()
    plain = {key: value for key, value in raw.items() if isinstance(value, str)}
    warmup = {f"warmup_{key}": raw["warmup"][key] for key in ("connection", "destination", "rule", "role")}
    place = {"account_id": ACCOUNT, "region": raw["region"]}
    buckets = {"bucket": raw["bucket"].format(**place), "state_bucket": raw["account"]["state_bucket"].format(**place)}
    return {**plain, **warmup, **place, **buckets, "boundary": raw["account"]["boundary"], "partition": "aws"}


def statements(name: str, **more: str) -> list[Statement]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    found: list[Statement] = json.loads(Template(text).substitute({**words(), **more}))["Statement"]
    return found


def grants(*names: str, **more: str) -> Iterator[Grant]:
    """One for each action and resource of the named files."""
    for name in names:
        for statement in statements(name, **more):
            for action in statement["Action"]:
                yield from (Grant(name, statement["Sid"], action, resource) for resource in statement["Resource"])


def allowed() -> tuple[Grant, ...]:
    """What a deploy may do on AWS, without the parts that depend on a variable."""
    return tuple(grants(*(f"policies/{file.name}" for file in sorted((FOLDER / "policies").glob("*.json")))))


def uncovered(calls: Iterable[tuple[str, str]]) -> list[str]:
    """Calls that no grant covers. Some resources the emulator does not see: there the action has to be enough."""
    granted, blind = allowed(), {grant.action for grant in grants("emulated.json")}
    actions = {grant.action for grant in granted}
    return sorted(
        f"{action} on {resource}"
        for action, resource in calls
        if action not in FREE
        and not any(grant.covers(action, resource) for grant in granted)
        and not (action in blind and action in actions)
    )
