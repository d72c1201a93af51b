"""No artifact, no image in the registry, no infrastructure."""

from collections.abc import Sequence

from tasador_release.errors.root import TasadorError


class BuildError(TasadorError):
    exit_code = 4
    where = "build"


class CommandFailed(BuildError):
    by_hand = "the command can be run by hand as it stands"

    def __init__(self, name: str, argv: Sequence[str], code: int, tail: str = "", again: str = by_hand) -> None:
        """`tail`: what it said last; `again`: how to see it fail once more."""
        self.name, self.argv, self.code, self.tail = name, tuple(argv), code, tail
        said = f":\n{tail.rstrip()}" if tail.strip() else " and said nothing"
        advice = "correct what it complains of" if tail.strip() else _of_silence(code)
        super().__init__(f"`{' '.join(argv)}` ended with {code}{said}", f"{advice}; {again}", where=name)

    @property
    def short(self) -> str:
        return f"{self.name} ended with {self.code}"


def _of_silence(code: int) -> str:
    if code < 0:  # a signal's on the host; an engine's where it could not start the command
        return "it was killed, or never started: see that its program is there, and that memory and disk are not full"
    return "it gave no reason: run it again and look at what it works on"


class ArtifactError(BuildError):
    where = "artifacts"


class PublishError(TasadorError):
    exit_code = 5
    where = "publish"


class RegistryUnreachable(PublishError):
    def __init__(self, doing: str, said: str) -> None:
        super().__init__(f"{doing}: {said}", "check the network, then run again: a push resumes")


class RegistryError(PublishError):
    def __init__(self, doing: str, status: int, said: str, retry_after_s: float = 0.0) -> None:
        self.status, self.retry_after_s = status, retry_after_s
        super().__init__(
            f"{doing}: the registry answered {status} {said}".rstrip(),
            "check that the repository exists and that the credentials may push to it",
        )


class ManifestRefused(PublishError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"Lambda would refuse this image: {reason}",
            "build one linux/amd64 image, gzip layers, without provenance or SBOM attached",
        )


class SignatureRefused(PublishError):
    def __init__(self, uri: str) -> None:
        super().__init__(
            f"{uri} was signed, and its signature or its bill of materials does not hold",
            "read what cosign said above; users see what they saw before",
        )


class InfraError(TasadorError):
    exit_code = 6
    where = "infra"


class MissingOutput(InfraError):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            f"the stack has no output {', '.join(names)}",
            "apply infra/app first; if it was applied, add the output to infra/app/outputs.tf",
        )


class PlanUnreadable(InfraError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the saved plan cannot be read: {reason}",
            "plan again; the text must come from: terraform show -json <plan>",
        )


class StateUnreadable(InfraError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Terraform's state cannot be read: {reason}",
            "apply with the Terraform of this repo: dagger call apply; the bucket keeps earlier versions of the object",
        )


class DestroyRefused(InfraError):
    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = tuple(addresses)
        super().__init__(
            f"the plan destroys or takes away: {', '.join(addresses)}",
            "if that is meant, run again with --allow-destroy",
        )
