"""How long the engine may answer from an earlier call."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from dagger import function

F = TypeVar("F", bound=Callable[..., Any])


def act(method: F) -> F:
    """A function that acts, or looks at what acts: every call runs. By default a result is kept for seven days."""
    # the SDK's overloads leave out `cache`, which its implementation has
    return cast(F, function(method, cache="never"))  # type: ignore[call-overload]
