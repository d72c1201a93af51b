"""Every error the service raises on purpose.

TasadorError
├── ModelError          the model's artifact is missing, damaged or of another kind
├── UnknownEventError   the function was invoked by somebody it does not know
└── ProblemError        a request that cannot be answered; rendered as problem+json (RFC 9457)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class TasadorError(Exception):
    """The root of the tree."""


class ModelError(TasadorError):
    """The model's artifact cannot be used; the message names the file and the fault."""


class UnknownEventError(TasadorError):
    """The event is neither an API Gateway request nor a warm-up."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        shown = ", ".join(keys) or "none"
        super().__init__(
            "where: the function's handler; what: the event is neither an API Gateway request nor a warm-up "
            f"(its keys: {shown}); next: invoke through API Gateway, or send the header x-warmup"
        )


class Fault(NamedTuple):
    """One thing wrong with one field: where it is, what is accepted and what was got."""

    code: str
    field: str | None = None
    row: int | None = None
    limit: str | None = None
    got: str | None = None


class ProblemError(TasadorError):
    """A request that cannot be answered, as data; its text is written later, in the caller's language."""

    def __init__(
        self,
        kind: str,
        status: int,
        faults: tuple[Fault, ...] = (),
        values: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.status = status
        self.faults = faults
        self.values = dict(values or {})
        self.headers = dict(headers or {})
        super().__init__(f"{status} {kind}")
