"""Log lines of the function through the CloudWatch Logs API."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import anyio

from tasador_release.aws import Aws, ask
from tasador_release.errors import CallFailed
from tasador_release.text import plain

_PAUSE_S: Final = 0.5
_LATE_MS: Final = 4_000_000_000_000  # nothing was logged that late: the answer is short


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its id, when it was logged (Unix time, ms), by which environment, and what it says."""

    id: str
    ms: int
    stream: str
    message: str

    def of_version(self, version: str) -> bool:
        """Lambda writes the version into the name of each environment's stream: 2026/11/26/[7]0f1e…"""
        return f"[{version}]" in self.stream

    def text(self) -> str:
        when = datetime.fromtimestamp(self.ms / 1000, UTC).isoformat(sep=" ", timespec="milliseconds")
        return f"{when[:-6]} {plain(self.message)}"


async def lines(aws: Aws, group: str, since_ms: int, pattern: str = "", most: int | None = None) -> list[Line]:
    """The lines since a time, oldest first, that match a pattern of CloudWatch's; an absent group has none yet.

    `most`: no more are read than that.
    """
    try:
        return await ask("logs:FilterLogEvents", _lines, aws, group, since_ms, pattern, most)
    except CallFailed as error:
        if error.code == "ResourceNotFoundException":
            return []
        raise


def _lines(aws: Aws, group: str, since_ms: int, pattern: str, most: int | None) -> list[Line]:
    asked: Any = {"logGroupName": group, "startTime": since_ms, "PaginationConfig": {"MaxItems": most}}
    if pattern:
        asked["filterPattern"] = pattern
    pages = aws.logs.get_paginator("filter_log_events").paginate(**asked)
    found = [event for page in pages for event in page["events"]]
    listed = [
        Line(e.get("eventId", ""), e.get("timestamp", 0), e.get("logStreamName", ""), e.get("message", "").rstrip())
        for e in found
    ]
    return sorted(listed, key=lambda line: line.ms)


async def wait_for(
    aws: Aws, group: str, since_ms: int, enough: Callable[[list[str]], bool], patience_s: float
) -> list[str]:
    """Read until there is enough or patience ends; the caller decides what it was."""
    end = time.monotonic() + patience_s
    while True:
        found = [line.message.strip() for line in await lines(aws, group, since_ms)]
        if enough(found) or time.monotonic() >= end:
            return found
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
