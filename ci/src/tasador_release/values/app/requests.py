"""The requests of an app by which a version is proved, warmed and compared, and what their answers must say."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one value of an answer must be: equal to something, or a number between bounds (themselves left out)."""

    equals: str | float | bool | None = None
    above: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if (self.equals is None) == (self.above is None and self.below is None):
            raise ValueError("give `equals`, or `above` or `below` or both")


@dataclass(frozen=True, slots=True)
class Health:
    """A GET that says that the API is alive; `revision` points to the revision in its answer, if it tells one."""

    path: str
    answer: Mapping[str, Expectation] = field(default_factory=dict)
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One request by POST, and what must stand in its answer, by JSON pointer (RFC 6901)."""

    name: str
    path: str
    body: str
    answer: Mapping[str, Expectation]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class WarmupSpec:
    """The request of the schedule, and the event of the log line by which the function tells that it came."""

    path: str
    body: str
    log_event: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two versions are compared: the number in the answer to a POST to `path`, by JSON pointer.

    Requests are on record in the log lines of `log_event`, where `request` points to the body; "": only the samples.
    """

    path: str
    number: str
    log_event: str = ""
    request: str = ""
