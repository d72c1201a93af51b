"""The new version is not what users see, or does not work."""

from collections.abc import Sequence

from tasador_release.errors.root import TasadorError


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


class ChangedMeanwhile(ReleaseError):
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
