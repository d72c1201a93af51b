"""Scans ask the world, so every call asks anew; and one that could not look is an error, unless it was allowed to."""

from collections.abc import Sequence
from typing import Final

import anyio
import dagger
from dagger import dag
from tasador_release.image import findings
from tasador_release.image.findings import Unscanned, Vulnerable

from .. import artifacts, builder, images, targets
from ..obtaining import Unobtainable, obtaining
from ..project import Project
from ..tools import ROOT, into, now, only, workbench

_REPORT: Final = "/tmp/report.json"  # noqa: S108  in a container of this call alone
_TRIVY: Final = ("trivy", "image", "--quiet", "--input=/image.tar", "--severity=CRITICAL", "--ignore-unfixed")
_PIP_AUDIT: Final = ("pip-audit", "--progress-spinner=off", "--no-deps", "--disable-pip", "--format=json")
_NPM_AUDIT: Final = ("npm", "audit", "--omit=dev", "--json")


async def image(project: Project, *, allow_unscanned: bool) -> str:
    """The image by Trivy, whose database comes with it or from its registry."""
    # an app that cannot be read is a fault here, whether or not there is a scanner
    tarball = builder.tarball(await artifacts.image(project))
    try:
        with obtaining(images.SCANNER):
            scanner = await dag.container().from_(images.SCANNER).sync()
    except Unobtainable as error:
        return _unscanned("scan", error.what, allowed=allow_unscanned)
    container = scanner.with_mounted_file("/image.tar", tarball)
    return await _asked(container, (*_TRIVY, "--format=json"), findings.trivy, "scan", allowed=allow_unscanned)


async def dependencies(project: Project, *, allow_unscanned: bool) -> str:
    """Every locked package that is shipped, by pip-audit and npm audit, side by side."""
    app = await targets.read_app(project)
    locks = (app.function.lock, "ci/requirements.lock")
    python = workbench(project).with_directory(ROOT, only(project.source, *locks)).with_workdir(ROOT)
    said: dict[str, str] = {}

    async def ask(name: str, container: dagger.Container, argv: Sequence[str], read: findings.Read) -> None:
        said[name] = await _asked(container, argv, read, f"audit of {name}", allowed=allow_unscanned)

    async with anyio.create_task_group() as group:
        for lock in locks:
            group.start_soon(ask, lock, python, (*_PIP_AUDIT, "-r", lock), findings.pip_audit)
        group.start_soon(ask, "web", artifacts.page(project, app.site, ()), _NPM_AUDIT, findings.npm_audit)
    return "; ".join(said[name] for name in sorted(said))


async def _asked(
    container: dagger.Container, argv: Sequence[str], read: findings.Read, what: str, *, allowed: bool
) -> str:
    """What one scanner found, read from its report: its exit code means a finding as well as a fault."""
    ran = now(container).with_exec(into(_REPORT, argv), expect=dagger.ReturnType.ANY)
    report = await ran.file(_REPORT).contents()
    try:
        found = read(report)
    except ValueError as fault:
        # a report says by itself why it is none; what stands beside it may be about something else
        said = [] if report.strip() else (await ran.stderr()).strip().splitlines()
        return _unscanned(what, said[-1] if said else str(fault), allowed=allowed)
    if found:
        raise Vulnerable(what, found)
    return f"{what}: nothing found"


def _unscanned(what: str, reason: str, *, allowed: bool) -> str:
    if not allowed:
        raise Unscanned(what, reason)
    return f"{what}: NOT SCANNED, as allowed: {reason}"
