"""Log lines of the function through the CloudWatch Logs API."""

import time
from collections.abc import Callable
from typing import Final

import anyio

from tasador_release.aws import Aws, ask
from tasador_release.errors import CallFailed

_PAUSE_S: Final = 0.5


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
    """Read until there is enough or patience ends; the judge decides what it was."""
    end = time.monotonic() + patience_s
    while True:
        lines = await lines_since(aws, group, since_ms)
        if enough(lines) or time.monotonic() >= end:
            return lines
        await anyio.sleep(_PAUSE_S)


def now_ms() -> int:
    return int(time.time() * 1000)


def _read(aws: Aws, group: str, since_ms: int) -> list[str]:
    pages = aws.logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since_ms)
    return [event.get("message", "").strip() for page in pages for event in page["events"]]
