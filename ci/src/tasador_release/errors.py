"""One error tree. Every error says where it happened, what happened, and what to do next.

TasadorError                     1   something else went wrong
├── UsageError                   2   what was asked for makes no sense
│   ├── SettingsError                infra/settings.json is missing or wrong
│   ├── AppError                     app.json is missing or wrong
│   └── TargetError                  a target or its credentials cannot be read
├── PreflightError               3   refused before anything was written
│   ├── CredentialsRefused           AWS does not take these credentials
│   ├── NameTaken                    a name that must be ours belongs to another account
│   ├── StandsAlready                what a plan would make is there, and in no state of ours
│   ├── AccountMismatch              the credentials belong to another account
│   ├── LockHeld                     another release is at work
│   ├── LockLost                     the lock was taken from a release at work
│   └── NotAdopted                   the bucket shows a page that no release put there
├── BuildError                   4   no artifact came out
│   ├── CommandFailed                a build command ended with an error
│   └── ArtifactError                what was built cannot be released
├── PublishError                 5   the image is not in the registry
│   ├── RegistryUnreachable          the registry cannot be reached
│   ├── RegistryError                the registry answered otherwise than expected
│   └── ManifestRefused              Lambda would refuse this image
├── InfraError                   6   Terraform, or its outputs
│   ├── MissingOutput                an output that the release needs is not there
│   ├── PlanUnreadable               a plan that cannot be understood is not applied
│   ├── StateUnreadable              a state whose outputs cannot be read
│   └── DestroyRefused               the plan destroys what nobody allowed to go
├── ReleaseError                 7   the new version is not what users see
│   ├── NotSettled                   the function did not settle in time
│   ├── ProofFailed                  the new version did not answer as it must; the alias did not move
│   ├── AliasConflict                someone else moved the alias meanwhile
│   ├── CanaryFailed                 the new version was worse for those who got it
│   ├── Meddled                      something was changed by someone else meanwhile
│   ├── SiteError                    the page could not be uploaded as planned
│   ├── NothingToRollBackTo          no earlier release is on record
│   └── RollbackRefused              something that the wanted release needs is gone
├── SmokeFailed                  8   it was released, and did not work
├── CallFailed                   9   an AWS call failed for good
├── GitHubRefused               10   GitHub answered no
└── TrialFailed                 11   a trial saw what must not be
    └── LeftBehind                   something of a trial still stands
"""

from collections.abc import Sequence

from tasador_release.text import plain


class TasadorError(Exception):
    """Root of the tree: `where` / `what` / `next_step`, and an exit code for the shell."""

    exit_code = 1
    where = "tasador"

    def __init__(self, what: str, next_step: str, *, where: str | None = None) -> None:
        # what is quoted here came from outside as often as not
        what, next_step = plain(what), plain(next_step)
        self.what = what
        self.next_step = next_step
        if where is not None:
            self.where = where
        super().__init__(f"{self.where}: {what}\n  next: {next_step}")


class UsageError(TasadorError):
    exit_code = 2
    where = "arguments"


class SettingsError(UsageError):
    where = "infra/settings.json"


class AppError(UsageError):
    where = "app.json"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults), "correct the file; docs/yours.md describes every field")


class TargetError(UsageError):
    where = "target"


class PreflightError(TasadorError):
    exit_code = 3
    where = "preflight"


class CredentialsRefused(PreflightError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            f"AWS does not accept these credentials ({reason})",
            "log in again, then check with: aws sts get-caller-identity",
        )


class AccountMismatch(PreflightError):
    def __init__(self, wanted: str, actual: str) -> None:
        self.wanted, self.actual = wanted, actual
        super().__init__(
            f"the credentials belong to account {actual}, the target is account {wanted}",
            f"use credentials of {wanted}, or correct the account of the target",
        )


class NameTaken(PreflightError):
    """Names of buckets are shared by all accounts of AWS."""

    def __init__(self, what: str, name: str) -> None:
        self.name = name
        super().__init__(
            f"the {what} {name} belongs to another account (or these credentials may not look at it)",
            "give it another name in infra/settings.json or in the stage's file, or use the account that owns it",
        )


class StandsAlready(PreflightError):
    """AWS would refuse each of them in the middle of an apply."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = tuple(found)
        super().__init__(
            f"the account has already, in no state of ours: {', '.join(found)}",
            "look whose it is; if it is to be taken over, as an administrator: dagger call adopt",
        )


class LockHeld(PreflightError):
    def __init__(self, owner: str, since: str) -> None:
        self.owner, self.since = owner, since
        super().__init__(
            f"another release is at work: {owner}, since {since} by its own clock",
            "wait for it to end; if it is dead, run: dagger call unlock",
        )


class LockLost(PreflightError):
    def __init__(self, owner: str | None) -> None:
        """`owner` None: the lock could not be renewed, and another may have taken it."""
        self.owner = owner
        lost = f"now belongs to {owner}" if owner else "could not be renewed in time and may be another's by now"
        super().__init__(
            f"the release lock {lost}; this release has stopped",
            "look at the history, then deploy again: a deploy converges",
        )


class NotAdopted(PreflightError):
    def __init__(self, bucket: str) -> None:
        super().__init__(
            f"{bucket} shows an index.html that no release put there",
            "look at it; to put this release in its place, run again with --adopt (a failure puts it back)",
        )


class BuildError(TasadorError):
    exit_code = 4
    where = "build"


class CommandFailed(BuildError):
    def __init__(self, name: str, argv: Sequence[str], code: int, tail: str = "") -> None:
        self.name, self.argv, self.code, self.tail = name, tuple(argv), code, tail
        said = f":\n{tail.rstrip()}" if tail.strip() else ""
        super().__init__(
            f"`{' '.join(argv)}` ended with {code}{said}",
            "correct what it complains of; the command can be run by hand as it stands",
            where=name,
        )


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


class ReleaseError(TasadorError):
    exit_code = 7
    where = "release"


class NotSettled(ReleaseError):
    where = "function"

    def __init__(self, function: str, status: str, waited_s: float) -> None:
        super().__init__(
            f"{function} is still {status} after {waited_s:.0f} s",
            "look at the function in the console; deploy again once it is Active",
        )


class ProofFailed(ReleaseError):
    where = "function"

    def __init__(self, version: str, reason: str) -> None:
        self.version, self.reason = version, reason
        super().__init__(
            f"version {version} did not answer as it must ({reason}); the alias stays where it was",
            "read its log, correct the service, deploy again",
        )


class AliasConflict(ReleaseError):
    where = "function"

    def __init__(self, alias: str, wanted: str, found: str) -> None:
        super().__init__(
            f"alias {alias} was moved by someone else to {found} while it was being moved to {wanted}",
            "it is left as it is; look at the history, then deploy again",
        )


class CanaryFailed(ReleaseError):
    where = "canary"

    def __init__(self, version: str, step: str, reason: str, saw: str) -> None:
        super().__init__(
            f"version {version}, with {step}: {reason} ({saw})",
            "read that version's log lines, correct, deploy again; all requests go to the version before",
        )


class Meddled(ReleaseError):
    """What was to be changed, or was changed just now, was changed by someone else."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "find out who; look with: dagger call history; then deploy or roll back again")


class SiteError(ReleaseError):
    where = "site"


class NothingToRollBackTo(ReleaseError):
    where = "rollback"

    def __init__(self, wanted: str | None = None) -> None:
        named = f"release {wanted} is not on record" if wanted else "no earlier release on record"
        super().__init__(named, "see what there is with: dagger call history")


class RollbackRefused(ReleaseError):
    where = "rollback"

    def __init__(self, release: str, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        listed = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        super().__init__(
            f"release {release} cannot be shown again, nothing was changed: {listed}",
            "choose another from `dagger call history` with --to, or deploy that commit again",
        )


class SmokeFailed(TasadorError):
    exit_code = 8
    where = "smoke"

    def __init__(self, failures: Sequence[str], restored: str | None = None) -> None:
        self.failures, self.restored = tuple(failures), restored
        after = f"; users see {restored} again" if restored else ""
        super().__init__(
            "; ".join(failures) + after,
            "read the lines above and the function's log, correct, deploy again",
        )


class CallFailed(TasadorError):
    """An AWS call failed after its retries; `code` is AWS's own word for it."""

    exit_code = 9

    def __init__(self, call: str, code: str, said: str) -> None:
        self.call, self.code, self.said = call, code, said
        super().__init__(f"{call} failed: {code}: {said}", _advice(code), where="aws")


class GitHubRefused(TasadorError):
    """GitHub answered a call with an error; the token is not part of it."""

    exit_code = 10
    where = "github"

    def __init__(self, call: str, status: int, said: str) -> None:
        self.status = status
        super().__init__(
            f"{call}: GitHub answered {status or 'nothing'}: {said}",
            "give the job's token the permission that this call needs (deployments, pull-requests), then run again",
        )


class TrialFailed(TasadorError):
    """The trial went on to its end, and something of what it saw must not be."""

    exit_code = 11
    where = "trial"

    def __init__(self, faults: Sequence[str], next_step: str = "read the lines above, correct, and try again") -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults), next_step)


class LeftBehind(TrialFailed):
    """What still stands, each with its id; `next_step` has the commands."""


def _advice(code: str) -> str:
    if "Denied" in code or "Unauthorized" in code:
        return "give the role this permission (infra/bootstrap), then run again"
    if "Throttl" in code or code in {"SlowDown", "TooManyRequestsException"}:
        return "wait a minute and run again: a deploy converges"
    if code == "UnexpectedAnswer":
        return "see what stands between this machine and AWS (a proxy, a sign-in page), then run again"
    if "Skewed" in code:
        return "set this machine's clock: AWS takes no signature that is minutes off"
    if "Connect" in code or "Timeout" in code:
        return "check the network and the endpoint, then run again"
    return "correct what it complains of and run again: a deploy converges"
