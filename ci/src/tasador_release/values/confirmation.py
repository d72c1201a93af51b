"""A plan that somebody confirmed: by a code made of its lines, so that another plan has another code. Pure."""

import hashlib
from collections.abc import Iterable
from typing import Final

from tasador_release.errors import UsageError

_DIGITS: Final = 8


def code(stage: str, lines: Iterable[str]) -> str:
    """Such as `prod-1f0c9a3b`."""
    return f"{stage}-{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:_DIGITS]}"


def confirmed(given: str, wanted: str) -> bool:
    """Whether this very plan was confirmed; False where nothing was. UsageError for the code of another."""
    if given and given != wanted:
        raise UsageError(
            f"{given!r} confirms another plan than the one that would be carried out now",
            "run it without --confirm, read the plan, and give the code that it ends with",
        )
    return bool(given)
