"""A Report for the terminal."""

from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tasador_release.report.report import Failure, Report, StageTime, Status

MARKS: Final[dict[Status, tuple[str, str]]] = {
    "running": ("…", "cyan"),
    "ok": ("✓", "green"),
    "failed": ("✗", "bold red"),
    "skipped": ("–", "dim"),
}


def show(report: Report, console: Console) -> None:
    console.print(render(report))


def render(report: Report) -> RenderableType:
    """The stages, the facts, where to look, and the failure if there was one."""
    parts: list[RenderableType] = [_stages(report)]
    if report.facts or report.links:
        parts.append(_facts(report))
    parts += [Text(note, style="dim") for note in report.notes]
    parts.append(_verdict(report))
    return Group(*parts)


def _stages(report: Report) -> Table:
    table = Table(title=f"{report.title} · {report.target}", title_justify="left", box=None, pad_edge=False)
    table.add_column("", width=1)
    table.add_column("stage", no_wrap=True)
    table.add_column("s", justify="right", no_wrap=True)
    table.add_column("what happened", overflow="fold")
    for stage in report.stages:
        table.add_row(*_row(stage, inner=report.inner(stage)))
    return table


def _row(stage: StageTime, *, inner: bool) -> tuple[Text, Text, Text, Text]:
    mark, style = MARKS[stage.status]
    return (
        Text(mark, style=style),
        Text(f"  {stage.name}" if inner else stage.name, style="bold red" if stage.status == "failed" else ""),
        Text(f"{stage.seconds:.1f}", style="dim"),
        Text(stage.detail, style="" if stage.status == "failed" else "dim"),
    )


def _facts(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for name, value in (*report.facts, *report.links):
        table.add_row(Text(name, style="dim"), Text(value, overflow="fold"))
    return Padding(table, (1, 0, 0, 0))


def _verdict(report: Report) -> RenderableType:
    if report.failure is not None:
        return Padding(_failure(report.failure), (1, 0, 0, 0))
    word, style = ("done", "bold green") if report.ok else ("failed", "bold red")
    return Padding(Text(f"{word} in {_seconds(report)}", style=style), (1, 0, 0, 0))


def _seconds(report: Report) -> str:
    if report.wall_s is None:
        return f"{report.seconds:.1f} s"
    start = max(report.wall_s - report.seconds, 0.0)
    return f"{report.wall_s:.1f} s: {report.seconds:.1f} s the stages, {start:.1f} s the function's start and end"


def _failure(failure: Failure) -> Text:
    return Text.assemble((f"{failure.where}: ", "bold red"), failure.what, ("\nnext: ", "bold"), failure.next_step)
