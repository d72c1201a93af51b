"""A signal ends what is at work, and what it has to put back is put back."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from tasador_release.errors import Interrupted
from tasador_release.flow.rollback import roll_back
from tasador_release.flow.run import run
from tasador_release.interruption import SIGNALS, interruptible
from tasador_release.report.report import Timeline

from tests.cloud.gate import Gate
from tests.cloud.world import World, all_of


class Signalled(Gate):
    """The process gets a signal before the first call of this name."""

    def __init__(self, number: int, before: str) -> None:
        super().__init__()
        self.number, self.before = number, before

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401  each operation has its own answer
        if name.startswith(self.before):
            self.before = "nothing more"
            os.kill(os.getpid(), self.number)
        return super().__call__(name, act)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("before", ["PutObject assets", "UpdateAlias", "PutObject index.html", "CreateInvalidation"])
def test_a_release_that_gets_a_signal_puts_back_what_was_good(two: World, number: int, before: str) -> None:
    port = two.port("three", two.cloud.apply("three"), Signalled(number, before))

    async def go() -> None:
        async with interruptible(lambda: ["release"]):
            await run(port, Timeline())

    with pytest.raises(Interrupted, match=f"{signal.Signals(number).name} during release") as raised:
        anyio.run(go)
    assert raised.value.exit_code == 128 + number
    assert two.seen() == all_of("two")
    assert two.past().releases[0].outcome in ("rolled back", "failed")
    assert two.cloud.buckets["state"] == {}


def test_a_rollback_that_gets_a_signal_puts_back_what_stood(two: World) -> None:
    async def go() -> None:
        async with interruptible():
            await roll_back(two.effects(Signalled(signal.SIGTERM, "UpdateAlias")), Timeline())

    with pytest.raises(Interrupted):
        anyio.run(go)
    assert two.seen() == all_of("two")


@pytest.fixture
def ignored() -> Iterator[None]:
    """As `nohup` and a shell's background leave them."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


async def fails() -> None:
    async with interruptible():
        await anyio.lowlevel.checkpoint()
        raise ValueError


def test_a_body_that_ends_without_a_signal_ends_as_it_does_and_signals_mean_what_they_meant() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with pytest.raises((ValueError, BaseExceptionGroup)):
        anyio.run(fails)
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.usefixtures("ignored")
def test_what_was_ignored_is_ignored_again() -> None:
    with pytest.raises((ValueError, BaseExceptionGroup)):
        anyio.run(fails)
    assert {signal.getsignal(number) for number in SIGNALS} == {signal.SIG_IGN}


def test_beside_the_main_thread_nothing_is_listened_to() -> None:
    done: list[str] = []

    async def go() -> None:
        async with interruptible():
            await anyio.lowlevel.checkpoint()
        done.append("done")

    beside = threading.Thread(target=anyio.run, args=(go,))
    beside.start()
    beside.join()
    assert done == ["done"]


def test_an_interruption_exits_as_the_shell_expects() -> None:
    error = Interrupted(15, ("site", "infra"))
    assert error.exit_code == 143
    assert "SIGTERM during site, infra" in error.what
