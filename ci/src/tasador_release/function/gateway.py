"""A request to an API whose stage may be seconds old: what API Gateway itself answers meanwhile is waited for.

A stage just made answers 403 (no route here yet) or 500 (it may not invoke the function yet), and its host name may
not resolve. Its own answers carry `x-amzn-errortype`; those of the service never do, so they come back at once.
"""

from collections.abc import Mapping
from time import monotonic
from typing import Final

from anyio import sleep

from tasador_release.function import http
from tasador_release.function.http import Answer
from tasador_release.values.target import Address

PATIENCE_S: Final = 30.0
_PAUSE_S: Final = 1.0
# the types and statuses of API Gateway's gateway responses; a refusal by a policy is AccessDeniedException
_NOT_YET: Final = frozenset(
    {
        (403, "MissingAuthenticationTokenException"),
        (403, "ForbiddenException"),
        (500, "InternalServerErrorException"),
    }
)


async def fetch(
    address: Address,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    patience_s: float = PATIENCE_S,
) -> Answer:
    """The service's answer; API Gateway's own one when it gives no other within the patience."""
    end = monotonic() + patience_s
    while True:
        answer = await http.fetch(address, method=method, body=body, headers=headers)
        if not too_early(answer) or monotonic() + _PAUSE_S > end:
            return answer
        await sleep(_PAUSE_S)


def too_early(answer: Answer) -> bool:
    """Whether a stage that is seconds old answers so."""
    if answer.status == 0:
        return answer.body.startswith(b"gaierror")
    kind = answer.headers.get("x-amzn-errortype", "").partition(":")[0]
    return (answer.status, kind) in _NOT_YET
