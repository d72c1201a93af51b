"""What the pipeline needs of the outside, as Protocols: a builder, a provisioner, a destination, a signer, a browser.

A builder is the engine's containers or this machine's processes; a provisioner is Terraform, run by either, or
the stand-in; a destination is AWS, which stands already, or one that is started for the run.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tasador_release.image.published import Published
from tasador_release.report.report import Note
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.outputs import Account
from tasador_release.values.artifacts import Image, Site
from tasador_release.values.results import Check
from tasador_release.values.stack import Stack
from tasador_release.values.target import Address, Target


class Builder(Protocol):
    """Checks the source and makes the artifacts. Each raises BuildError when it cannot."""

    async def checks(self, note: Note) -> None:
        """Run the checks; the first that fails is the error."""
        ...

    async def image(self, note: Note) -> Image:
        """Build the function's image for linux/amd64."""
        ...

    async def verify(self, note: Note) -> str:
        """Run the app's own verification in what the image holds; what it says."""
        ...

    async def site(self, note: Note) -> Site:
        """Build the page."""
        ...

    def steps(self, stage: str) -> Sequence[str]:
        """What one of the four would run, for a dry run."""
        ...

    def facts(self) -> Sequence[tuple[str, str]]:
        """What else a reader of the report wants to know of the build."""
        ...

    def notes(self) -> Sequence[str]:
        """How this build differs from the one that runs on AWS, if it does."""
        ...


class Provisioner(Protocol):
    """Makes the infrastructure of infra/, root by root, under the target's credentials."""

    @property
    def name(self) -> str: ...

    async def bootstrap(self, target: Target) -> Account:
        """Make the account ready."""
        ...

    async def registry(self, target: Target) -> str:
        """Make the image registry; its URL."""
        ...

    async def app(self, target: Target, image_uri: str) -> Stack:
        """Make everything else, with this image."""
        ...

    async def image_uri(self, target: Target) -> str:
        """The image that stands, as repo@sha256:…; of zeros where none does yet."""
        ...

    async def changes(self, target: Target, image_uri: str) -> Changes:
        """What `app` would change. Writes nothing."""
        ...


class Destination(Protocol):
    """Where a release goes to."""

    @property
    def patience_s(self) -> float:
        """How long the smoke test waits for what takes its time."""
        ...

    @property
    def tells_revision(self) -> bool:
        """Whether the function that answers there knows the revision that it was released as."""
        ...

    async def open(self, note: Note) -> Target:
        """The target, ready to be deployed to; the same one when asked again."""
        ...

    def beside(self) -> AbstractAsyncContextManager[None]:
        """What must go on while the stages run."""
        ...

    async def serve(self, target: Target, stack: Stack) -> None:
        """See to it that the function of the stack is run when it is invoked."""
        ...

    async def schedule(self, note: Note, target: Target, stack: Stack, since_ms: int) -> None:
        """See the scheduled warm-up arrive, where that takes seconds."""
        ...

    def standing(self) -> Target | None:
        """The target, if it stands before the run begins: then a dry run can compare with it."""
        ...

    def steps(self, stage: str) -> Sequence[str]:
        """What `open` or `schedule` would do, for a dry run."""
        ...

    def notes(self) -> Sequence[str]:
        """How this destination differs from AWS, if it does."""
        ...


class Signer(Protocol):
    """Signs what was published, where somebody is there to sign."""

    async def sign(self, target: Target, image: Published) -> str:
        """Sign image and bill of materials, unless both are; what was done. SignatureRefused: one does not hold."""
        ...


class Browser(Protocol):
    """Opens the page as a user does. `opened_ms`: when it last did (Unix time), 0 if never."""

    opened_ms: int

    async def __call__(self, page: Address) -> Check: ...
