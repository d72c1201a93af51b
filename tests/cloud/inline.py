"""Calls to the account in memory without a thread for each: nothing there waits for a network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio.lowlevel
import anyio.to_thread


async def _run(work: Callable[..., Any], *args: Any, **_: Any) -> Any:  # noqa: ANN401  as the real one
    await anyio.lowlevel.checkpoint()  # as the real one does: a cancelled caller makes no call
    return work(*args)


@contextmanager
def inline() -> Iterator[None]:
    kept = anyio.to_thread.run_sync
    anyio.to_thread.run_sync = _run  # type: ignore[assignment]  # for the time of one test
    try:
        yield
    finally:
        anyio.to_thread.run_sync = kept
