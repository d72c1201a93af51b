"""What the user reads at the end, as a value; `table` and `page` render it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Final, Literal, TypeAlias

from tasador_release.concurrency import first
from tasador_release.errors import TasadorError
from tasador_release.report import spans
from tasador_release.text import plain

Status: TypeAlias = Literal["running", "ok", "failed", "skipped"]
Listener: TypeAlias = Callable[["StageTime"], None]
STOPPED: Final = "stopped"
Clock: TypeAlias = Callable[[], float]


@dataclass(frozen=True, slots=True)
class StageTime:
    """One bar of the waterfall: seconds from the start of the report."""

    name: str
    start: float
    end: float
    status: Status
    detail: str = ""
    group: str = ""

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Failure:
    """The error that ended it: where / what / next step."""

    where: str
    what: str
    next_step: str
    exit_code: int

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        error = first(error)
        if isinstance(error, TasadorError):
            # what happened on top of it: what could not be put back, or was left to whoever changed it
            what = "\n".join((error.what, *map(plain, getattr(error, "__notes__", ()))))
            return cls(error.where, what, error.next_step, error.exit_code)
        return cls("tasador", f"{type(error).__name__}: {error}", "report this as a bug", 1)


@dataclass(frozen=True, slots=True)
class Report:
    """Stages with their times, the facts worth knowing, and the failure if there was one."""

    title: str
    target: str
    release: str
    started_at: str
    stages: tuple[StageTime, ...]
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    failure: Failure | None = None
    wall_s: float | None = None  # the whole call as far as its own process saw it, where that is more than the stages

    @property
    def ok(self) -> bool:
        return self.failure is None and all(stage.status != "failed" for stage in self.stages)

    @property
    def seconds(self) -> float:
        return max((stage.end for stage in self.stages), default=0.0)

    def inner(self, stage: StageTime) -> bool:
        """Whether the stage is part of another: it has a group, and there are stages without."""
        return bool(stage.group) and any(not other.group for other in self.stages)

    @property
    def exit_code(self) -> int:
        return 0 if self.ok else (self.failure.exit_code if self.failure else 1)

    def to_dict(self) -> dict[str, object]:
        return {**asdict(self), "ok": self.ok, "seconds": round(self.seconds, 3)}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


@dataclass(slots=True)
class Note:
    """What a running stage has to say for itself."""

    detail: str = ""
    skipped: bool = False
    hear: Callable[[str], None] = lambda _: None
    facts: dict[str, str] = field(default_factory=dict)  # attributes of the stage's span

    def say(self, detail: str) -> None:
        """What it has to say at its end, and while it runs: a listener hears it at once."""
        self.detail = detail
        self.hear(detail)

    def mark(self, name: str, value: str) -> None:
        """A digest, a version, an address: for the trace."""
        self.facts[name] = value

    def skip(self, reason: str) -> None:
        self.detail, self.skipped = reason, True


@dataclass(slots=True)
class Timeline:
    """Collects stages as they run, side by side or in turn, and tells a listener of each change."""

    listener: Listener = lambda _: None
    clock: Clock = time.monotonic
    origin: float = -1.0
    stages: dict[str, StageTime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.origin < 0:
            self.origin = self.clock()

    @contextmanager
    def stage(self, name: str, group: str = "") -> Iterator[Note]:
        """Time the body as one stage; an exception marks it failed and goes on up."""
        note = Note(hear=lambda said: self._put(replace(self.stages[name], detail=plain(said))))
        self._put(StageTime(name, self._now(), self._now(), "running", group=group))
        with spans.stage(name, group) as span:
            try:
                yield note
            except BaseException as error:
                cause = first(error)
                short = cause.short if isinstance(cause, TasadorError) else type(cause).__name__
                self._end(name, "failed", short, span, note)
                raise
            self._end(name, "skipped" if note.skipped else "ok", note.detail, span, note)

    def stopped(self) -> tuple[str, ...]:
        """The stages that were cut short because another failed, or someone asked for the end."""
        return tuple(s.name for s in self.stages.values() if s.detail == STOPPED and not s.group)

    def _end(self, name: str, status: Status, detail: str, span: spans.Span, note: Note) -> None:
        stage = self.stages[name]
        span.end(status, plain(detail), note.facts)
        self._put(replace(stage, end=self._now(), status=status, detail=plain(detail)))

    def _put(self, stage: StageTime) -> None:
        self.stages[stage.name] = stage
        self.listener(stage)

    def _now(self) -> float:
        return self.clock() - self.origin
