"""One benchmark as an SVG: for each measurement a bar of ours and one of what it stands beside. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from bench.frame.measurement import Found, Measurement, figure

WIDTH: Final = 860
BAR: Final = 360  # the longer of two bars
LEFT: Final = 24
ROW: Final = 66
HEAD: Final = 64
STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #222 } .title { font-size: 17px; font-weight: 600 } .faint { fill: #666 }
.ours { fill: #1f6f8b } .other { fill: #b9c4c9 } .spread { stroke: #d1495b; stroke-width: 2 } .page { fill: #fff }
@media (prefers-color-scheme: dark) {
 text { fill: #ddd } .faint { fill: #999 } .other { fill: #55636b }
 .page { fill: #161b1f } }
"""


def drawn(found: Found) -> str:
    height = HEAD + ROW * len(found.measurements) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(found.title)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}"/>',
        text(LEFT, 28, found.title, "title"),
        text(LEFT, 48, f"{found.on['date']}, {found.on['class']}, {found.on['processor']}; shorter is better", "faint"),
    ]
    for number, one in enumerate(found.measurements):
        parts += row(one, HEAD + ROW * number)
    return "\n".join([*parts, "</svg>"]) + "\n"


def row(one: Measurement, top: int) -> Iterator[str]:
    longest = max(one.value, one.other or 0.0, 1e-12)
    yield text(LEFT, top + 14, one.name)
    yield from bar(one.value / longest, f"{figure(one.value)} {one.unit}", top + 20, "ours")
    if one.other is not None:
        yield from bar(one.other / longest, f"{figure(one.other)} {one.unit}  {one.beside}", top + 39, "other")
    if one.ratio and one.other:
        low, high = (LEFT + min(1.0, ratio * one.other / longest) * BAR for ratio in (one.ratio.low, one.ratio.high))
        yield f'<line class="spread" x1="{low:.1f}" x2="{high:.1f}" y1="{top + 28}" y2="{top + 28}"/>'
        yield text(WIDTH - LEFT, top + 14, shown(one), "faint", end=True)


def shown(one: Measurement) -> str:
    """The ratio with its spread; from one pair there is none."""
    if not one.ratio:
        return ""
    if one.ratio.pairs == 1:
        return f"{one.ratio.median:.2f}"
    return f"{one.ratio.median:.2f} ({one.ratio.low:.2f} to {one.ratio.high:.2f}, {one.ratio.pairs} pairs)"


def bar(share: float, label: str, top: int, kind: str) -> Iterator[str]:
    width = max(1.0, share * BAR)
    yield f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{width:.1f}" height="16" rx="2"/>'
    yield text(LEFT + width + 8, top + 13, label)


def text(x: float, y: int, words: str, kind: str = "", *, end: bool = False) -> str:
    more = (f' class="{kind}"' if kind else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{x:.1f}" y="{y}"{more}>{escape(words)}</text>'
