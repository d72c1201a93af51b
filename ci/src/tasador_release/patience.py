"""Answers that AWS gives for a while and then no more, and how long each is waited for. A table, and one loop.

A refusal is not among them: who lacks a permission, or meets a condition that failed, is told at once.
`aws.call` and `aws.ask` go through here, so that no caller can forget it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final, TypeVar

from anyio import sleep

from tasador_release.errors import CallFailed

T = TypeVar("T")
_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0)  # then the last one again and again
LATE_S: Final = 60.0  # for how long a read may show what stood before a write
LOOK_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class NotYet:
    """One such answer: of which calls (how their name begins), its code and a part of its text."""

    call: str
    code: str
    said: str
    within_s: float


# Where each is documented, and which test shows it: docs/pipeline/aws.md
TABLE: Final = (
    # a role that was made seconds ago is not known everywhere
    NotYet("lambda:", "InvalidParameterValueException", "cannot be assumed by Lambda", 120),
    NotYet("lambda:", "InvalidParameterValueException", "does not have permission to access the ECR image", 120),
    NotYet("lambda:", "AccessDeniedException", "does not have permission to access the ECR image", 120),
    # another change of the function is on its way, or it is not made yet: neither is a condition that failed
    NotYet("lambda:", "ResourceConflictException", "update is in progress", 300),
    NotYet("lambda:", "ResourceConflictException", "following state: Pending", 300),
    NotYet("lambda:", "ResourceConflictException", "following state: Creating", 300),
    NotYet("cloudfront:CreateInvalidation", "TooManyInvalidationsInProgress", "", 300),
    # nobody asks for an invalidation but who has just made it
    NotYet("cloudfront:GetInvalidation", "NoSuchInvalidation", "", 60),
    # targets that were removed count for a while
    NotYet("events:DeleteRule", "ValidationException", "since it has targets", 60),
    NotYet("events:", "ConcurrentModificationException", "", 60),
    NotYet("s3:", "OperationAborted", "", 60),
)


def patience_s(error: CallFailed) -> float:
    """For how long this answer is waited for in all; 0 for a refusal."""
    return max((item.within_s for item in TABLE if _meant(item, error)), default=0.0)


async def until_answered(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again while the answer is one of the table's, up to its time; then the error comes out."""
    start, tries = monotonic(), 0
    while True:
        try:
            return await ask()
        except CallFailed as error:
            pause = _PAUSES_S[min(tries, len(_PAUSES_S) - 1)]
            if monotonic() + pause > start + patience_s(error):
                raise
        tries += 1
        await sleep(pause)


async def until_known(
    read: Callable[[], Awaitable[T]], late: Callable[[T | CallFailed], bool], within_s: float = LATE_S
) -> T:
    """Read again while the answer, or its error, is of before a write that is known to be done; then as it is."""
    end = monotonic() + within_s
    while True:
        try:
            answer: T | CallFailed = await read()
        except CallFailed as error:
            answer = error
        if not late(answer) or monotonic() >= end:
            break
        await sleep(LOOK_S)
    if isinstance(answer, CallFailed):
        raise answer
    return answer


def not_found(answer: object) -> bool:
    """What is known to be there, and the read does not find yet."""
    return isinstance(answer, CallFailed) and answer.code == "ResourceNotFoundException"


def _meant(item: NotYet, error: CallFailed) -> bool:
    return error.call.startswith(item.call) and error.code == item.code and item.said.lower() in error.said.lower()
