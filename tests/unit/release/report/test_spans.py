"""Every stage is a span with its digests, in the order and nesting of the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tasador_release.errors import TasadorError
from tasador_release.report import spans
from tasador_release.report.report import Timeline


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


def test_a_stage_is_a_span_with_its_digests(exported: InMemorySpanExporter) -> None:
    timeline = Timeline()
    with timeline.stage("image") as note:
        note.mark("image.digest", "sha256:0f")
        note.say("built")
    (span,) = exported.get_finished_spans()
    assert span.name == "image"
    assert dict(span.attributes or {}) == {
        "tasador.stage": "image",
        "tasador.stage.status": "ok",
        "tasador.stage.detail": "built",
        "tasador.image.digest": "sha256:0f",
    }


def test_an_inner_stage_lies_below_the_one_that_it_is_part_of(exported: InMemorySpanExporter) -> None:
    timeline = Timeline()
    with timeline.stage("release"), timeline.stage("prove", "release"):
        pass
    inner, outer = exported.get_finished_spans()
    assert inner.parent is not None
    assert outer.context is not None
    assert inner.parent.span_id == outer.context.span_id


def test_a_stage_that_failed_is_a_span_that_failed(exported: InMemorySpanExporter) -> None:
    timeline = Timeline()
    with pytest.raises(TasadorError), timeline.stage("infra"):
        raise TasadorError("the plan destroys", "look")
    (span,) = exported.get_finished_spans()
    assert not span.status.is_ok
    assert span.status.description == "the plan destroys"


def test_every_stage_of_the_report_is_a_span_in_its_order(exported: InMemorySpanExporter) -> None:
    timeline = Timeline()
    for name in ("site", "image"):
        with timeline.stage(name):
            pass
    assert [span.name for span in exported.get_finished_spans()] == list(timeline.stages)


def test_without_the_api_nothing_is_recorded_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "trace", None)
    timeline = Timeline()
    with timeline.stage("image"):
        pass
    assert timeline.stages["image"].status == "ok"
