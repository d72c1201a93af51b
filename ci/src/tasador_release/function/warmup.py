"""The warm-up, fired now: real EventBridge, real connection and destination, no five minutes' wait.

The scheduled rule cannot be fired by hand. So a second rule with an event pattern is made beside it,
with the very target of the scheduled one (destination, role, input, header), an event is put on the
bus, and the rule is removed. What answers is what the schedule will reach.
"""

import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

import anyio

from tasador_release import patience
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed
from tasador_release.function import answers, logs

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import DescribeRuleResponseTypeDef, TargetTypeDef

    _Told = tuple[DescribeRuleResponseTypeDef, list[TargetTypeDef]]

SOURCE: Final = "tasador.release"
_AGAIN_S: Final = 10.0
_CLEANING_S: Final = 20.0
_KNOWN_S: Final = 20.0  # for how long a rule may look as it was before an apply


async def fire(aws: Aws, rule: str, schedule: str, group: str, event: str, patience_s: float) -> str:
    """Fire it and see the line in the log; ValueError says what is wrong."""
    enabled, targets = await _standing(aws, rule, schedule, min(patience_s, _KNOWN_S))
    async with _twin(aws, rule, targets) as left:
        puts = await _seen(aws, rule, group, event, patience_s)
    off = "" if enabled else "; its schedule is switched off"
    return f"{event} in the log after {puts} event{'s' if puts > 1 else ''}{off}{''.join(left)}"


async def _standing(aws: Aws, rule: str, schedule: str, patience_s: float) -> "tuple[bool, list[TargetTypeDef]]":
    """Whether the rule is on, and its targets: what an apply made or changed just now is not told at once."""
    read = partial(_told, aws, rule)
    told, targets = await patience.until_known(read, partial(_is_late, schedule), patience_s)
    if told.get("ScheduleExpression") != schedule:
        raise ValueError(f"rule {rule} runs at {told.get('ScheduleExpression')}, not {schedule}")
    if not targets:
        raise ValueError(f"rule {rule} has no target")
    return told.get("State") == "ENABLED", targets


async def _told(aws: Aws, rule: str) -> "_Told":
    told = await call("events:DescribeRule", aws.events.describe_rule, Name=rule)
    return told, await call("events:ListTargetsByRule", _targets, aws, rule)


def _is_late(schedule: str, told: "_Told | CallFailed") -> bool:
    if isinstance(told, CallFailed):
        return patience.not_found(told)
    return told[0].get("ScheduleExpression") != schedule or not told[1]


async def _seen(aws: Aws, rule: str, group: str, event: str, patience_s: float) -> int:
    """Put the event until its line is in the log."""
    warmed = answers.logged(event)
    since, end, puts = await logs.server_ms(aws, group), time.monotonic() + patience_s, 0
    while time.monotonic() < end:
        await call("events:PutEvents", _put, aws, rule)
        puts += 1
        lines = await logs.wait_for(aws, group, since, warmed, min(_AGAIN_S, patience_s))
        if warmed(lines):
            return puts
    raise ValueError(f"no {event} line in {group} after {puts} events")


@asynccontextmanager
async def _twin(aws: Aws, rule: str, targets: "list[TargetTypeDef]") -> AsyncIterator[list[str]]:
    """The second rule. Its name is fixed, so that one left by a kill is taken over and removed.

    Yields what there is to say about its removal: it never decides whether the warm-up works.
    """
    name, left = f"{rule}-now", list[str]()
    try:
        await call("events:PutRule", _make, aws, rule, name, targets)
        yield left
    finally:
        left += await _removed(aws, name, [target["Id"] for target in targets])


async def _removed(aws: Aws, name: str, ids: list[str]) -> list[str]:
    """Remove the rule as far as it can be within some seconds: EventBridge may count removed targets for minutes."""
    said = "is still counted as having targets"
    with anyio.move_on_after(_CLEANING_S, shield=True):
        try:
            await call("events:DeleteRule", _remove, aws, name, ids)
        except CallFailed as error:
            said = f"{error.code}: {error.said}"
        else:
            return []
    return [f"; rule {name} was left for the next smoke to remove ({said})"]


def _targets(aws: Aws, rule: str) -> "list[TargetTypeDef]":
    # what the API gives back is what it takes; only its stub types differ
    found: list[TargetTypeDef] = [{**item} for item in aws.events.list_targets_by_rule(Rule=rule)["Targets"]]
    return found


def _make(aws: Aws, rule: str, name: str, targets: "list[TargetTypeDef]") -> None:
    pattern = json.dumps({"source": [SOURCE], "detail-type": [rule]})
    aws.events.put_rule(Name=name, EventPattern=pattern, State="ENABLED", Description="one warm-up, now")
    answer = aws.events.put_targets(Rule=name, Targets=targets)
    if answer["FailedEntryCount"]:
        raise CallFailed("events:PutTargets", "FailedEntry", str(answer["FailedEntries"]))


def _put(aws: Aws, rule: str) -> None:
    aws.events.put_events(Entries=[{"Source": SOURCE, "DetailType": rule, "Detail": "{}"}])


def _remove(aws: Aws, name: str, ids: list[str]) -> None:
    # a rule that was never made must not hide why it was not; another smoke may have removed it too
    with contextlib.suppress(aws.events.exceptions.ResourceNotFoundException):
        aws.events.remove_targets(Rule=name, Ids=ids)
        aws.events.delete_rule(Name=name)
