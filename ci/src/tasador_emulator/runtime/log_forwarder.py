"""Sends what the image writes to its log group, as Lambda does."""

import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed
from tasador_release.function.http import fetch
from tasador_release.values.target import Address, Target

STREAM: Final = "image"
_PAUSE_S: Final = 0.3


@asynccontextmanager
async def forwarding(log: Address, target: Target, group: str) -> AsyncIterator[None]:
    """Send them while the body runs. `log` is where the recorder tells it; `target` may write logs."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_forward, log, Aws(target), group)
        yield
        tasks.cancel_scope.cancel()


async def _forward(log: Address, aws: Aws, group: str) -> None:
    seen = 0
    while True:
        answer = await fetch(Address(f"{log.url}?after={seen}"))
        lines = json.loads(answer.body) if answer.status == 200 else []
        if lines and await _put(aws, group, lines):
            seen += len(lines)
        await anyio.sleep(_PAUSE_S)


async def _put(aws: Aws, group: str, lines: list[str]) -> bool:
    """False while the group is not there yet: then the lines are sent again."""
    try:
        await call("logs:PutLogEvents", write, aws, group, lines)
    except CallFailed as error:
        if error.code != "ResourceNotFoundException":
            raise
        return False
    return True


def write(aws: Aws, group: str, lines: list[str]) -> None:
    with contextlib.suppress(aws.logs.exceptions.ResourceAlreadyExistsException):
        aws.logs.create_log_stream(logGroupName=group, logStreamName=STREAM)
    now = int(time.time() * 1000)
    # CloudWatch takes no empty message
    aws.logs.put_log_events(
        logGroupName=group,
        logStreamName=STREAM,
        logEvents=[{"timestamp": now, "message": line or " "} for line in lines],
    )
