"""A Report as one HTML page: self-contained, readable without colour, without script, in print."""

from html import escape
from typing import Final

from tasador_release.report.report import Report, StageTime, Status
from tasador_release.report.stylesheet import CSS

_SIGNS: Final[dict[Status, str]] = {"running": "…", "ok": "✓", "failed": "✗", "skipped": "–"}
_WORDS: Final[dict[Status, str]] = {
    "running": "not finished",
    "ok": "done",
    "failed": "failed",
    "skipped": "skipped",
}
_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


def render(report: Report) -> str:
    """The whole page."""
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}: {_verdict(report)}</title><style>{CSS}</style></head>\n"
        f"<body><main>{_head(report)}{_failure(report)}{_facts(report)}{_waterfall(report)}{_notes(report)}"
        "</main></body></html>\n"
    )


def _verdict(report: Report) -> str:
    return "done" if report.ok else "failed"


def _head(report: Report) -> str:
    kind = "good" if report.ok else "bad"
    sign = "✓" if report.ok else "✗"
    return (
        f'<header><p class="verdict {kind}"><span aria-hidden="true">{sign}</span> {_verdict(report)}</p>'
        f"<h1>{escape(report.title)}</h1>"
        f'<p class="sub">{escape(report.target)} · {escape(report.release)} · '
        f"<time>{escape(report.started_at)}</time> · {_seconds(report.seconds)}</p></header>\n"
    )


def _failure(report: Report) -> str:
    if report.failure is None:
        return ""
    failure = report.failure
    return (
        f'<section class="failure" role="alert"><h2>{escape(failure.where)}</h2>'
        f"<pre>{escape(failure.what)}</pre><p><strong>Next:</strong> {escape(failure.next_step)}</p></section>\n"
    )


def _facts(report: Report) -> str:
    facts = [(name, escape(value)) for name, value in report.facts]
    links = [(name, _link(url)) for name, url in report.links]
    if not facts and not links:
        return ""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in (*facts, *links))
    return f'<dl class="facts">{rows}</dl>\n'


def _link(url: str) -> str:
    # only what a browser may follow becomes a link
    if not url.startswith(("https://", "http://")):
        return escape(url)
    return f'<a href="{escape(url)}">{escape(url)}</a>'


def _waterfall(report: Report) -> str:
    if not report.stages:
        return ""
    total = max(report.seconds, 0.001)
    rows = "".join(_row(stage, total, inner=report.inner(stage)) for stage in report.stages)
    return (
        '<h2 id="stages">Stages</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="stages">'
        '<table><thead><tr><th scope="col">stage</th><th scope="col" class="num">start</th>'
        f'<th scope="col" class="num">took</th><th scope="col" class="axis">{_axis(total)}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def _row(stage: StageTime, total: float, *, inner: bool) -> str:
    kind = f"{stage.status} inner" if inner else stage.status
    return (
        f'<tr class="{kind}"><th scope="row">{_name(stage)}</th>'
        f'<td class="num start">{_seconds(stage.start)}</td><td class="num">{_seconds(stage.seconds)}</td>'
        f'<td class="lane">{_bar(stage, total)}</td></tr>'
    )


def _name(stage: StageTime) -> str:
    sign = f'<span aria-hidden="true">{_SIGNS[stage.status]}</span>'
    return f'{sign} {escape(stage.name)}<span class="hidden"> {_WORDS[stage.status]}</span>'


def _bar(stage: StageTime, total: float) -> str:
    left = min(100 * stage.start / total, 99.6)
    width = max(100 * stage.seconds / total, 0.4)
    detail = f'<p class="detail">{escape(stage.detail)}</p>' if stage.detail else ""
    return f'<div class="bar" style="margin-left:{left:.2f}%;width:{width:.2f}%"></div>{detail}'


def _axis(total: float) -> str:
    step = next((step for step in _STEPS if total / step <= 6), _STEPS[-1])
    marks = [step * count for count in range(int(total / step) + 1)]
    spans = "".join(
        f'<span style="left:{100 * mark / total:.2f}%">{mark:g} s</span>' for mark in marks if mark / total < 0.97
    )
    return f'<span class="hidden">seconds since the start</span><span class="marks" aria-hidden="true">{spans}</span>'


def _notes(report: Report) -> str:
    if not report.notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    return f'<h2>Worth knowing</h2><ul class="notes">{items}</ul>\n'


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"
