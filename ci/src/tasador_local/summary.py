"""The report of a rehearsal: what ran where, what stood in for what, and how long it took."""

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text
from tasador_emulator import SCHEDULE_SPEED
from tasador_release.flow.run import Result
from tasador_release.report import page, table
from tasador_release.report.report import Failure, Report, Timeline

from tasador_local.build.builder import Interpreter
from tasador_local.infrastructure import Ground
from tasador_local.paths import Places
from tasador_local.rehearsal import Rehearsal

TITLE = "Rehearsal of Tasador"


def report(rehearsal: Rehearsal, started_at: str, failure: BaseException | None, *, kept: bool = False) -> Report:
    """`kept`: it stays up, so that its addresses are worth telling."""
    result = rehearsal.release.found
    return Report(
        title=TITLE,
        target="emulator",
        release=result.plan.release.id if result else "none",
        started_at=started_at,
        stages=tuple(rehearsal.timeline.stages.values()),
        facts=tuple(_facts(rehearsal, result)),
        links=tuple(_links(rehearsal)) if kept else (),
        notes=tuple(_notes(rehearsal)),
        failure=Failure.of(failure) if failure else None,
    )


def _facts(rehearsal: Rehearsal, result: Result | None) -> Iterator[tuple[str, str]]:
    if tree := rehearsal.function.found:
        yield "function tree", f"{tree.digest[:19]}, {tree.size / 1e6:.1f} MB"
    if site := rehearsal.web.found:
        yield "page", f"{site.digest[:19]}, {len(site.files)} files"
    if model := rehearsal.model.found:
        yield "model", model.version
    if result and result.proof:
        yield "proof", result.proof.line()
    if rehearsal.visit.price and rehearsal.maker.places.picture.is_file():
        yield "picture of the page", str(rehearsal.maker.places.picture)
    for check in result.checks if result else ():
        yield check.name, check.detail


def _links(rehearsal: Rehearsal) -> Iterator[tuple[str, str]]:
    if there := rehearsal.infra.found:
        yield "page", there.target.page(there.stack).url
        yield "API", there.target.api(there.stack).url


def _notes(rehearsal: Rehearsal) -> Iterator[str]:
    """What a reader must know to weigh the verdict."""
    there, python = rehearsal.infra.found, rehearsal.maker.found_python
    if there:
        yield f"Infrastructure: {there.made_by}, under the deploy role and policies of infra/bootstrap."
    if there and python:
        yield _where_it_ran(there, python)
    yield (
        f"Schedules ran {SCHEDULE_SPEED:.0f} times faster than real. Not modelled by the emulator: "
        "CloudFront's caching, Lambda's memory, who may call whom between services."
    )


def _where_it_ran(there: Ground, python: Interpreter) -> str:
    zipped = f"as a zip in the emulator's own Python {python.version}"
    process = f"in a process of its own, Python {python.version} with the tree alone on its path"
    image = "; its image has one layer, the tree, and no base"
    return (
        f"Not containerised: the function ran {process + image if there.as_image else zipped} "
        "(on AWS: an image with Python 3.13). The page was built by this machine's Node."
    )


def stopped(timeline: Timeline) -> tuple[str, ...]:
    return tuple(stage.name for stage in timeline.stages.values() if stage.detail == "stopped" and not stage.group)


def write(report: Report, places: Places) -> None:
    """The page, beside the clone's README; a disk too full for it must not hide the report itself."""
    with contextlib.suppress(OSError):
        places.page.write_text(page.render(report), encoding="utf-8")


def show(report: Report, console: Console, places: Places) -> None:
    console.print()
    table.show(report, console)
    console.print(Text(f"report: {places.page}", style="dim"))
