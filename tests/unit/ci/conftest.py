"""A recorded session around each test: what the module asks of the engine ends in a graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeVar

import anyio
import dagger
import pytest
from dagger import dag
from dagger.client import _core
from dagger.client._session import SharedConnection
from gql.client import AsyncClientSession
from tasador_ci.project import Project

from tests.doubles.loopback import serving
from tests.unit.ci.recorded import SCHEMA, Engine, Value, answering

T = TypeVar("T")
Play = Callable[[Callable[[Project], Awaitable[T]]], T]
DIGEST = "sha256:" + "a1" * 32
# the SDK makes one for each call of a graph, all alike: only a list of the API's objects would need its own call
CONVERTER: Final = _core.make_converter(None)  # type: ignore[arg-type]


async def known_schema(session: AsyncClientSession) -> None:
    """The schema that the endpoint would tell, without asking for it anew in each test."""
    session.client.schema = SCHEMA


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made = Engine({"digest": lambda _: DIGEST})
    with serving(answering(made)) as port:
        monkeypatch.setenv("DAGGER_SESSION_PORT", str(port))
        monkeypatch.setenv("DAGGER_SESSION_TOKEN", "recorded")
        monkeypatch.setattr(_core, "make_converter", lambda _: CONVERTER)
        monkeypatch.setattr(AsyncClientSession, "fetch_schema", known_schema)
        # the SDK keeps one connection for the life of a process: each test begins a life of its own
        vars(SharedConnection()).clear()
        yield made


@pytest.fixture
def play(engine: Engine) -> Play[Any]:
    """Runs one act on a project whose source is the repo, as the module's entry point would."""

    def run(act: Callable[[Project], Awaitable[Any]]) -> Value:
        async def session() -> Value:
            async with await dagger.connect():
                return await act(Project(source=dag.directory(), dotenv=dag.directory()))

        return anyio.run(session)

    return run
