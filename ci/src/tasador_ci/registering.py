"""The SDK registers every type of the module at the start of each call; here equal types are registered once.

The SDK (0.21) asks the engine for the type of each argument by itself, although most are the same few, and makes a
converter for each step of a query, although all of one connection are equal: about a third of the time in which this
module answers `dagger functions`. It offers no way around, so three of its names are replaced while it registers,
and put back after. An SDK that has not these names registers as it always does.
"""

import functools
import gc
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import Any, Final

import anyio
import dagger
from dagger.client import _core
from dagger.mod import _module

Id = Callable[[dagger.TypeDef], Awaitable[Any]]


def share_types() -> None:
    """Let the SDK of this process register equal types once."""
    parts = ((_module.Module, "_typedefs"), *((owner, name) for owner, name, _ in _REPLACED))
    if all(hasattr(owner, name) for owner, name in parts):
        _put(_module.Module, "_typedefs", _sharing(_module.Module._typedefs))


def _sharing(register: Callable[[Any], Awaitable[str]]) -> Callable[[Any], Awaitable[str]]:
    @functools.wraps(register)
    async def registered(module: Any) -> str:  # noqa: ANN401  the SDK's builder of modules, which it keeps private
        with ExitStack() as after:
            _share(after)
            _collect_later(after)
            _search_not(after)
            return await register(module)

    return registered


def _share(after: ExitStack) -> None:
    for owner, name, shared in _REPLACED:
        own = getattr(owner, name)
        after.callback(_put, owner, name, own)
        _put(owner, name, shared(own))


def _collect_later(after: ExitStack) -> None:
    """No garbage is collected meanwhile: a registration is short."""
    if gc.isenabled():
        gc.disable()
        after.callback(gc.enable)


def _search_not(after: ExitStack) -> None:
    """httpcore imports sniffio in each request, and Python keeps no failed import in mind: None in its place does."""
    if importlib.util.find_spec("sniffio") is None:
        after.callback(sys.modules.pop, "sniffio")
        sys.modules["sniffio"] = None  # type: ignore[assignment]


def _type_made_once(make: Callable[..., dagger.TypeDef]) -> Callable[..., dagger.TypeDef]:
    """The SDK's own memory tells types apart by where they stand, which is only said when the annotation is no type."""
    known = functools.cache(make)

    def typed(annotation: object, context: str = "type") -> dagger.TypeDef:
        try:
            return known(annotation)
        except TypeError:
            return make(annotation, context)

    return typed


def _converter_made_once(make: Callable[[_core.Context], Any]) -> Callable[[_core.Context], Any]:
    """One for all queries of a registration, which has one connection."""
    made: list[Any] = []

    def converter(query: _core.Context) -> Any:  # noqa: ANN401  cattrs', as the SDK configures it
        if not made:
            made.append(make(query))
        return made[0]

    return converter


def _id_asked_once(ask: Id) -> Id:
    """A type of the SDK has no hash: the text of the query that makes it says which one it is."""
    known: dict[str, Any] = {}
    asking: defaultdict[str, anyio.Lock] = defaultdict(anyio.Lock)

    async def asked(kind: dagger.TypeDef) -> Any:  # noqa: ANN401  a scalar of the API
        query = repr(kind._ctx.selections)
        async with asking[query]:
            if query not in known:
                known[query] = await ask(kind)
        return known[query]

    return asked


def _put(owner: object, name: str, value: object) -> None:
    setattr(owner, name, value)


# what of the SDK is replaced while it registers, and by what is made of it
_REPLACED: Final[tuple[tuple[object, str, Callable[[Any], object]], ...]] = (
    (_module, "to_typedef", _type_made_once),
    (_core, "make_converter", _converter_made_once),
    (dagger.TypeDef, "id", _id_asked_once),
)
