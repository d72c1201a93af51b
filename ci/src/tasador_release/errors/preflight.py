"""Refused before anything was written."""

from collections.abc import Sequence

from tasador_release.errors.root import TasadorError


class PreflightError(TasadorError):
    exit_code = 3
    where = "preflight"


class CredentialsMissing(PreflightError):
    def __init__(self) -> None:
        super().__init__(
            "no credentials were given",
            "run: cp .env.example .env; its TASADOR_AWS names the command that they come from",
        )


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
            "wait for its end, as `dagger call --wait=10m …` does; if it is dead, run: dagger call unlock",
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
