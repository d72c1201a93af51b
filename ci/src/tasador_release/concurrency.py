"""Doing the same with many items, a few at a time."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

import anyio

A = TypeVar("A")
B = TypeVar("B")
AT_ONCE: Final = 12


async def each(work: Callable[[A], Awaitable[B]], items: Iterable[A], *, at_once: int = AT_ONCE) -> list[B]:
    """Results in the order of the items. The first error ends the rest, and comes out by itself."""
    todo = list(items)
    done: dict[int, B] = {}
    limit = anyio.CapacityLimiter(at_once)

    async def one(place: int, item: A) -> None:
        async with limit:
            done[place] = await work(item)

    try:
        async with anyio.create_task_group() as group:
            for place, item in enumerate(todo):
                group.start_soon(one, place, item)
    except BaseExceptionGroup as errors:
        raise first(errors) from None
    return [done[place] for place in range(len(todo))]


def first(error: BaseException) -> BaseException:
    """The error that came first, if it came in a group (of groups); what came after was only its echo."""
    return first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
