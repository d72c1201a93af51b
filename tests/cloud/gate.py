"""What stands between a caller and the account: counts the calls, and spoils those it is told to."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from botocore.exceptions import ConnectionClosedError

from tests.cloud.state import Cloud, refused

Fault: TypeAlias = Literal[
    "kill before", "kill after", "refused", "throttled", "conflict", "aborted", "lost answer", "arrived twice",
    "expired", "paused", "denied", "a proxy's page",
]  # fmt: skip
ERRORS: dict[str, tuple[str, int]] = {
    "refused": ("ServiceUnavailable", 503),
    "throttled": ("SlowDown", 503),
    "conflict": ("ConditionalRequestConflict", 409),
    "aborted": ("OperationAborted", 409),
    "denied": ("AccessDenied", 403),
}


class Killed(BaseException):
    """The process is gone: nothing after this line runs, no handler, no `finally` that writes."""


@dataclass
class Gate:
    """One process's way to the account. `at` counts its calls from 1; `until` for faults that come again."""

    fault: Fault | None = None
    at: int = 0
    part: str = ""  # of "operation key": the fault waits for the first such call at or after `at`
    meanwhile: Callable[[], object] = lambda: None
    calls: list[str] = field(default_factory=list)
    dead: bool = False
    expired: bool = False
    struck: bool = False

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401  each operation has its own answer
        if self.dead:
            raise Killed
        self.calls.append(name)
        if self.expired:
            raise refused("ExpiredToken", 400, name)
        if self.fault is None or self.struck or len(self.calls) < self.at or self.part not in name:
            return act()
        self.struck = True
        return self._spoiled(self.fault, name, act)

    def _spoiled(self, fault: Fault, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
        match fault:
            case "kill before" | "kill after":
                self.dead = True
                if fault == "kill after":
                    act()
                raise Killed
            case "lost answer":
                act()
                raise ConnectionClosedError(endpoint_url="the account")
            case "arrived twice":  # the first answer was lost, and botocore tried again
                act()
                return act()
            case "paused":
                other = threading.Thread(target=self.meanwhile)  # another process: it has a loop of its own
                other.start()
                other.join()
                return act()
            case "expired":
                self.expired = True
                raise refused("ExpiredToken", 400, name)
            case "a proxy's page":
                return {}
            case _:
                raise refused(*ERRORS[fault], name)


def account(cloud: Cloud, gate: Gate, name: str, act: Callable[[], Any]) -> Any:  # noqa: ANN401
    """One call; boto3 lets many threads make calls with one client, and each has its effect at once."""

    def at_once() -> Any:  # noqa: ANN401
        with cloud.one_at_a_time:
            return act()

    return gate(name, at_once)
