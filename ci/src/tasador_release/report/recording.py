"""A Report as an animated SVG of the terminal: its lines appear in the order and at the pace in which stages ended.

Pure. A reader who asks for less motion sees all lines at once, as does a program that knows no CSS animation.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from tasador_release.report.report import Report, StageTime, Status

LENGTH_S: Final = 12.0  # of the recording, however long the run was
COLUMNS: Final = 100
_LINE: Final = 20
_CHARACTER: Final = 7.85  # advance of the monospaced face at 13 px
_MARKS: Final[dict[Status, tuple[str, str]]] = {
    "running": ("…", "soft"),
    "ok": ("✓", "good"),
    "failed": ("✗", "bad"),
    "skipped": ("–", "soft"),
}
_STYLE: Final = """
.window { fill: #151b23; } .bar { fill: #222b36; }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e7ebf0; }
.soft { fill: #9aa7b6; } .good { fill: #57c98c; } .bad { fill: #ff8a80; }
.line { animation: appear 1ms linear both; }
@keyframes appear { from { opacity: 0; } to { opacity: 1; } }
@media (prefers-reduced-motion: reduce) { .line { animation: none; } }
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of SVG text, and the second of the recording at which it appears."""

    at_s: float
    text: str


def svg(report: Report, command: str) -> str:
    """The whole picture; `command` is what was typed."""
    stages = sorted(report.stages, key=lambda stage: (stage.end, not report.inner(stage)))
    rows = [_row(report, stage) for stage in stages]
    lines = [_Row(0.0, f"$ {escape(command)}"), *rows, _Row(LENGTH_S, ""), _verdict(report)]
    height = 52 + _LINE * len(lines)
    width = round(COLUMNS * _CHARACTER) + 32
    title = escape(f"{report.title}: {command}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n"
        f'<rect class="window" width="{width}" height="{height}" rx="8"/>\n'
        f'<path class="bar" d="M0 30V8a8 8 0 0 1 8-8h{width - 16}a8 8 0 0 1 8 8v22z"/>\n'
        f"{''.join(_drawn(number, row) for number, row in enumerate(lines))}</svg>\n"
    )


def _row(report: Report, stage: StageTime) -> _Row:
    mark, style = _MARKS[stage.status]
    name = f"  {stage.name}" if report.inner(stage) else stage.name
    detail = _cut(stage.detail, COLUMNS - 30)
    text = f"{_span(mark, style)} {escape(f'{name:<16}{stage.seconds:6.1f} s  ')}{_span(detail, 'soft')}"
    return _Row(LENGTH_S * stage.end / (report.seconds or 1.0), text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _span(text: str, style: str) -> str:
    return f'<tspan class="{style}">{escape(text)}</tspan>'


def _verdict(report: Report) -> _Row:
    word, style = ("done", "good") if report.ok else ("failed", "bad")
    return _Row(LENGTH_S, _span(f"{word} in {report.seconds:.1f} s", style))


def _drawn(number: int, row: _Row) -> str:
    y = 54 + _LINE * number
    return (
        f'<text class="line" x="16" y="{y}" xml:space="preserve" style="animation-delay:{row.at_s:.2f}s">'
        f"{row.text}</text>\n"
    )
