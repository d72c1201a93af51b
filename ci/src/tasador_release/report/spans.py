"""Each stage as an OpenTelemetry span: what a Dagger CLI draws, and what any OTLP endpoint receives.

Only the API is used, and only where it is installed: who runs the process decides where spans go. The times of the
report are taken at the same two moments.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Protocol

try:
    from opentelemetry import trace
except ImportError:  # the library does without
    trace = None  # type: ignore[assignment]

PREFIX: Final = "tasador."


class Span(Protocol):
    """What a stage says of itself."""

    def end(self, status: str, detail: str, facts: Mapping[str, str]) -> None: ...


class Silent:
    """Nobody records."""

    def end(self, status: str, detail: str, facts: Mapping[str, str]) -> None:
        """Nothing to tell it to."""


class Recorded:
    """A span of OpenTelemetry."""

    def __init__(self, span: "trace.Span") -> None:
        self.span = span

    def end(self, status: str, detail: str, facts: Mapping[str, str]) -> None:
        told = {"stage.status": status, "stage.detail": detail, **facts}
        self.span.set_attributes({PREFIX + name: value for name, value in told.items() if value})
        if status == "failed":
            self.span.set_status(trace.StatusCode.ERROR, detail)


@contextmanager
def stage(name: str, group: str = "") -> Iterator[Span]:
    """The body is a span: whatever it asks of an engine or of AWS is drawn below it."""
    if trace is None:
        yield Silent()
        return
    tracer = trace.get_tracer("tasador")
    named = {PREFIX + "stage": name, **({PREFIX + "stage.group": group} if group else {})}
    with tracer.start_as_current_span(
        name, attributes=named, record_exception=False, set_status_on_exception=False
    ) as span:
        yield Recorded(span)
