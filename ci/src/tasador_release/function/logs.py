"""Log lines of the function through the CloudWatch Logs API."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any, Final

import anyio

from tasador_release.aws import Aws, ask
from tasador_release.errors import CallFailed

_PAUSE_S: Final = 0.5
_LATE_MS: Final = 4_000_000_000_000  # nothing was logged that late: the answer is short


async def lines_since(aws: Aws, group: str, since_ms: int) -> list[str]:
    """The messages since a time; an absent group has none yet."""
    try:
        return await ask("logs:FilterLogEvents", _read, aws, group, since_ms)
    except CallFailed as error:
        if error.code == "ResourceNotFoundException":
            return []
        raise


async def wait_for(
    aws: Aws, group: str, since_ms: int, enough: Callable[[list[str]], bool], patience_s: float
) -> list[str]:
    """Read until there is enough or patience ends; the caller decides what it was."""
    end = time.monotonic() + patience_s
    while True:
        lines = await lines_since(aws, group, since_ms)
        if enough(lines) or time.monotonic() >= end:
            return lines
        await anyio.sleep(_PAUSE_S)


async def server_ms(aws: Aws, group: str) -> int:
    """Now, by the service's own clock: its answers say so, to the second. Windows of the log start from it."""
    return await ask("logs:FilterLogEvents", _date, aws, group)


def _date(aws: Aws, group: str) -> int:
    try:
        answer: Any = dict(aws.logs.filter_log_events(logGroupName=group, limit=1, startTime=_LATE_MS))
    except aws.logs.exceptions.ResourceNotFoundException as error:
        answer = dict(error.response)
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    return int(parsedate_to_datetime(headers["date"]).timestamp() * 1000)


def _read(aws: Aws, group: str, since_ms: int) -> list[str]:
    pages = aws.logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since_ms)
    return [event.get("message", "").strip() for page in pages for event in page["events"]]
