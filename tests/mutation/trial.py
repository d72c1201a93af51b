"""Tries mutants inside of one pytest session, which collects once, then forks for each; the fork runs what looks at it.

A fork holds modules that are imported, fixtures that are not yet made and caches that are empty. The mutant is put in
by giving the living functions its code, so nothing is imported again.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final, NoReturn

import pytest

from tests.mutation.mutant import Mutant
from tests.paths import ROOT

GREEN, RED, CANNOT = 0, 1, 3
_GRACE_S: Final = 30.0  # beyond ten times what the test takes: a machine may be slow, a loop has no end


@dataclass(frozen=True, slots=True)
class Attempt:
    """A mutant, its source and the tests that execute its line."""

    mutant: Mutant
    source: str
    tests: frozenset[str]


@dataclass(slots=True)
class Trial:
    """A plugin of pytest. `told` gets the verdict of each: killed, timeout, survived, no tests or invalid."""

    attempts: Sequence[Attempt]
    told: Callable[[Mutant, str], None]
    timings: Path
    until: float  # of the monotonic clock
    _seconds: Mapping[str, float] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_name = {item.nodeid: item for item in session.items}
        wanted = frozenset[str]().union(*(attempt.tests for attempt in self.attempts)) & by_name.keys()
        self._seconds = self._timed([by_name[name] for name in sorted(wanted)])
        for attempt in self.attempts:
            if time.monotonic() > self.until:
                break
            names = sorted(attempt.tests & self._seconds.keys(), key=self._seconds.__getitem__)
            self.told(attempt.mutant, self._verdict(attempt, [by_name[name] for name in names]))
        return True

    def _timed(self, items: Sequence[pytest.Item]) -> Mapping[str, float]:
        """What each test takes without a mutant, in a fork as all others; one that fails there can see no mutant."""
        known: dict[str, float | None] = json.loads(self.timings.read_text("utf-8")) if self.timings.is_file() else {}
        fresh = [item for item in items if item.nodeid not in known]
        if fresh and _forked(lambda: _time(fresh, known, self.timings)) != GREEN:
            raise RuntimeError("the tests could not be timed without a mutant")
        known = json.loads(self.timings.read_text("utf-8")) if fresh else known
        return {name: seconds for name, seconds in known.items() if seconds is not None}

    def _verdict(self, attempt: Attempt, items: Sequence[pytest.Item]) -> str:
        if not items:
            return "no tests"
        status = _forked(lambda: _try(attempt, items, self._seconds))
        return {GREEN: "survived", RED: "killed", CANNOT: "invalid"}.get(status, "timeout")


def _time(items: Sequence[pytest.Item], known: dict[str, float | None], timings: Path) -> int:
    for item, following in _pairs(items):
        begun = time.monotonic()
        red = _red(item, following)
        known[item.nodeid] = None if red else round(time.monotonic() - begun, 4)
    timings.write_text(json.dumps(known, indent=0), encoding="utf-8")
    return GREEN


def _try(attempt: Attempt, items: Sequence[pytest.Item], seconds: Mapping[str, float]) -> int:
    if not put_in(attempt):
        return CANNOT
    for item, following in _pairs(items):
        signal.alarm(int(_GRACE_S + 10 * seconds[item.nodeid]))
        if _red(item, following):
            return RED
    return GREEN


def _pairs(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _red(item: pytest.Item, following: pytest.Item | None) -> bool:
    failed = item.session.testsfailed
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return item.session.testsfailed > failed


def _forked(work: Callable[[], int]) -> int:
    """Its exit code; negative where a signal ended it. What it started and left running is ended with it."""
    child = os.fork()
    if child == 0:
        _work_and_end(work)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def _work_and_end(work: Callable[[], int]) -> NoReturn:
    code = CANNOT
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        code = work()
    except BaseException:
        code = RED  # what pytest itself cannot survive is seen
    finally:
        os._exit(code)


def put_in(attempt: Attempt) -> bool:
    """Give the mutant's code to the living functions; whether there is one that takes it."""
    path = str(ROOT / attempt.mutant.path)
    old = _codes((ROOT / attempt.mutant.path).read_text(encoding="utf-8"), path)
    new = _codes(attempt.source, path)
    at = [(code.co_name, code.co_firstlineno) for code in old].index(
        (attempt.mutant.function.rpartition(".")[2], attempt.mutant.starts)
    )
    gc.unfreeze()  # the function's handler freezes what it loads, and what is frozen is not listed
    # isinstance would ask what a weak reference stands for, which may be gone
    living = [one for one in gc.get_objects() if type(one) is FunctionType and _same(one.__code__, old[at])]
    if new[at].co_freevars != old[at].co_freevars:
        return False
    for function in living:
        function.__code__ = new[at]
    return bool(living)


def _same(one: CodeType, other: CodeType) -> bool:
    return (one.co_filename, one.co_qualname, one.co_firstlineno) == (
        other.co_filename,
        other.co_qualname,
        other.co_firstlineno,
    )


def _codes(source: str, path: str) -> list[CodeType]:
    """The functions of a module and the methods of its classes, in their order."""
    return list(_functions(compile(source, path, "exec", dont_inherit=True)))


def _functions(outer: CodeType) -> Iterator[CodeType]:
    for code in (constant for constant in outer.co_consts if isinstance(constant, CodeType)):
        if code.co_flags & inspect.CO_OPTIMIZED:
            yield code
        else:  # the body of a class
            yield from _functions(code)
