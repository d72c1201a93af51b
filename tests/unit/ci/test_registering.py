"""Registering the module's types: what the SDK would register, each equal type asked for once."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import dagger
import pytest
from dagger.client import _core
from dagger.mod import _converter, _module, default_module
from tasador_ci import registering

from tests.unit.ci.recorded import Engine, Graph

SHARING: Any = _module.Module._typedefs
SDKS_OWN: Any = SHARING.__wrapped__


def register(engine: Engine, way: Callable[[Any], Awaitable[str]] = SHARING) -> tuple[Graph, Counter[str]]:
    """The module as it was registered, and how often the type of each kind was asked for."""
    before = len(engine.asked)
    _converter.to_typedef.cache_clear()  # the SDK's types of another test know the ids of another engine
    module = default_module()
    module._main_name, module._main = "Tasador", module._objects["Tasador"]

    async def session() -> str:
        async with await dagger.connect():
            return await way(module)

    made = engine.graph(anyio.run(session))
    types = [graph for name, graph in engine.asked[before:] if name == "id" and graph.calls[0].name == "typeDef"]
    return made, Counter(map(str, types))


def replaced() -> tuple[object, ...]:
    """What stands where a registration puts something else, or changes it."""
    found = sys.modules.get("sniffio", "not imported")
    return vars(_module)["to_typedef"], _core.make_converter, dagger.TypeDef.id, gc.isenabled(), found


def test_what_is_registered_is_what_the_sdk_alone_would_register(engine: Engine) -> None:
    shared, _ = register(engine)
    alone, _ = register(engine, SDKS_OWN)
    assert shared == alone
    assert len([call for call in shared.deep() if call.name == "withFunction"]) > 40


def test_no_type_is_asked_for_twice(engine: Engine) -> None:
    _, asked = register(engine)
    _, asked_by_the_sdk = register(engine, SDKS_OWN)
    assert set(asked.values()) == {1}
    assert max(asked_by_the_sdk.values()) > 20  # else there is nothing to share any more


def test_the_sdk_is_left_as_it_was(engine: Engine) -> None:
    owned = replaced()
    register(engine)
    assert replaced() == owned


def test_a_registration_that_fails_leaves_the_sdk_as_it_was(engine: Engine) -> None:
    async def fails(_: object) -> str:
        raise ValueError("no main object")

    owned = replaced()
    with pytest.raises(ValueError, match="no main object"):
        register(engine, registering._sharing(fails))
    assert replaced() == owned


def test_an_annotation_that_is_no_type_is_told_with_its_place() -> None:
    typed = registering._type_made_once(_converter.to_typedef)
    with pytest.raises(TypeError, match="unsupported return type of 'deploy'"):
        typed(int | str, "return type of 'deploy'")


def test_an_sdk_without_these_parts_registers_as_it_always_does(monkeypatch: pytest.MonkeyPatch) -> None:
    own = _module.Module._typedefs
    monkeypatch.delattr(_core, "make_converter")
    registering.share_types()
    assert _module.Module._typedefs is own
