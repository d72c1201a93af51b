"""SIGINT, SIGTERM and SIGHUP end what is at work as a cancellation does: what it has to put back, it puts back."""

import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import anyio
from anyio.abc import TaskStatus

from tasador_release.errors import Interrupted

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@asynccontextmanager
async def interruptible(stopped: Callable[[], Sequence[str]] = tuple) -> AsyncIterator[None]:
    """Cancel the body at a signal, and raise Interrupted once it ended; `stopped` names the stages it was in.

    A second signal while it puts things back changes nothing. Only a process's main thread hears signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []
    with _meaning_kept(), anyio.CancelScope() as scope:
        async with anyio.create_task_group() as group:
            await group.start(_listen, scope, received)
            yield
            group.cancel_scope.cancel()
    if scope.cancelled_caught:
        raise Interrupted(received[0], stopped())


@contextmanager
def _meaning_kept() -> Iterator[None]:
    """Afterwards a signal means what it meant: the event loop would leave the default, also of one that was ignored."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:  # None: set by no Python, and none that Python could set
                signal.signal(number, handler)


async def _listen(scope: anyio.CancelScope, received: list[int], *, task_status: TaskStatus[None]) -> None:
    with anyio.open_signal_receiver(*SIGNALS) as signals:
        task_status.started()
        async for number in signals:
            received.append(number)
            scope.cancel()
