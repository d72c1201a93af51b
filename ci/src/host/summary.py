"""The report of a rehearsal: what ran where, what stood in for what, and how long it took."""

from collections.abc import Iterator

from release.report import Failure, Report, Timeline
from release.run import Result
from rich.console import Console

from host.emulator import SPEED
from host.places import Places
from host.rehearsal import Rehearsal

TITLE = "Rehearsal of Tasador"


def report(rehearsal: Rehearsal, started_at: str, failure: BaseException | None) -> Report:
    result = rehearsal.release.found
    return Report(
        title=TITLE,
        target="emulator",
        release=result.plan.release.id if result else "none",
        started_at=started_at,
        stages=tuple(rehearsal.timeline.stages.values()),
        facts=tuple(_facts(rehearsal, result)),
        links=tuple(_links(rehearsal)),
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
    if python:
        yield (
            f"Not containerised: the function ran as a zip in the emulator's own Python {python.version} "
            "(on AWS: an image with Python 3.13); the page was built by this machine's Node."
        )
    yield (
        f"Schedules ran {SPEED:.0f} times faster than real. Not modelled by the emulator: CloudFront's caching, "
        "Lambda's memory, who may call whom between services."
    )


def stopped(timeline: Timeline) -> tuple[str, ...]:
    return tuple(stage.name for stage in timeline.stages.values() if stage.detail == "stopped" and not stage.group)


def write(report: Report, places: Places) -> None:
    places.page.write_text(report.to_json(), encoding="utf-8")


def show(report: Report, console: Console, places: Places) -> None:
    console.print()
    for name, detail in report.facts:
        console.print(f"  {name:<36}{detail}", highlight=False)
    for note in report.notes:
        console.print(f"  {note}", style="dim", highlight=False)
    if failure := report.failure:
        console.print(f"\n[red]✗[/] {failure.where}", highlight=False)
        console.print(f"  what: {failure.what}", highlight=False, markup=False)
        console.print(f"  next: {failure.next_step}", highlight=False, markup=False)
    verdict = "green" if report.ok else "RED"
    console.print(f"\nRehearsal {verdict} in {report.seconds:.1f} s; report: {places.page}", highlight=False)
