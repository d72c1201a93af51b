"""Is everything there that a deploy needs? A diagnosis never fails: what cannot be had is a finding like any other."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

import anyio
import dagger
from dagger import dag
from tasador_release.aws import Aws
from tasador_release.diagnosis import doctor as doctors
from tasador_release.diagnosis import facts as account_facts
from tasador_release.diagnosis.doctor import Finding
from tasador_release.errors import TasadorError
from tasador_release.values.configuration import Configuration
from tasador_release.values.target import Target

from .. import images, messages, targets
from ..obtaining import obtaining
from ..project import Project, check_dotenv
from ..tools import AMD64

T = TypeVar("T")
_NEEDED: Final = ("PYTHON", "LAMBDA", "TERRAFORM")
_FOR: Final = {"SCANNER": "checks scan", "GRAFANA": "monitor", "COSIGN": "a deploy that signs"}  # of the others
_WIDTH: Final = 16


@dataclass(slots=True)
class Diagnosis:
    """Findings as they are made."""

    findings: list[Finding] = field(default_factory=list)

    async def look(self, name: str, work: Callable[[], Awaitable[T]]) -> T | None:
        """What the work yields; or None, and a finding that says why with its next step."""
        try:
            with messages.whatever():
                return await work()
        except TasadorError as error:
            self.findings.append(Finding(name, False, error.what, error.next_step))
            return None

    def lines(self) -> Iterator[str]:
        """One for each finding, what is missing with its fix; then the verdict."""
        for item in self.findings:
            yield f"{'✓' if item.ok else '✗' if item.needed else '–'} {item.name:{_WIDTH}} {item.detail}{_fix(item)}"
        wrong = sum(not item.ok and item.needed for item in self.findings)
        yield f"not ready: {wrong} to see to" if wrong else "ready"


def _fix(item: Finding) -> str:
    return "" if item.ok or not item.fix else f"\n{'':{_WIDTH + 3}}{item.fix}"


async def doctor(project: Project) -> str:
    """Each finding with its fix, account and images side by side."""
    account, pulled = Diagnosis(), Diagnosis()
    async with anyio.create_task_group() as group:
        group.start_soon(_account, project, account)
        group.start_soon(_images, pulled)
    return "\n".join(Diagnosis([*account.findings, *pulled.findings]).lines())


async def _account(project: Project, diagnosis: Diagnosis) -> None:
    await diagnosis.look(".env", lambda: check_dotenv(project))
    found = await diagnosis.look("settings", lambda: targets.configuration(project, dotenv=False))
    target = await diagnosis.look("credentials", lambda: targets.standing(project, dotenv=False)) if found else None
    if found and target:
        await diagnosis.look("account", lambda: _examine(diagnosis, target, found))


async def _examine(diagnosis: Diagnosis, target: Target, found: Configuration) -> None:
    facts = await account_facts.collect(Aws(target), found.stage.domain, found.memory_mb)
    # the tools are this module's own containers: what counts is the account
    diagnosis.findings += [item for item in doctors.examine(target, facts) if item.name not in doctors.TOOLS]


async def _images(diagnosis: Diagnosis) -> None:
    async with anyio.create_task_group() as group:
        for name, address in images.ALL.items():
            group.start_soon(_image, diagnosis, name, address)
    diagnosis.findings.sort(key=lambda item: item.name)  # they came as they could be had
    if loose := images.unpinned():
        detail = f"{len(loose)} of {len(images.ALL)} are named by a tag that may move: {', '.join(loose)}"
        fix = "dagger call pin-images writes their digests into ci/src/tasador_ci/images.py; commit that"
        diagnosis.findings.append(Finding("digests", False, detail, fix, needed=False))


async def _image(diagnosis: Diagnosis, name: str, address: str) -> None:
    try:
        with obtaining(address):
            await digest(address)
    except TasadorError as error:
        other = f"only {_FOR[name]} wants it" if name in _FOR else f"or give another with --{name.lower()}-image"
        fix = f"{error.next_step}; {other}"
        diagnosis.findings.append(Finding(f"image {name.lower()}", False, error.what, fix, needed=name in _NEEDED))
    else:
        diagnosis.findings.append(Finding(f"image {name.lower()}", True, address, ""))


async def digest(address: str) -> str:
    """What the address names now, as its registry says: sha256:…"""
    return (await dag.container(platform=AMD64).from_(address).image_ref()).rpartition("@")[2]


async def pin_images(project: Project) -> dagger.Changeset:
    """The file of the images with today's digests."""
    path = "ci/src/tasador_ci/images.py"
    digests = {}
    for name, address in images.ALL.items():
        with obtaining(address):
            digests[name] = await digest(images.tagged(address))
    text = images.pinned(await project.source.file(path).contents(), digests)
    return project.source.with_new_file(path, text).changes(project.source)
