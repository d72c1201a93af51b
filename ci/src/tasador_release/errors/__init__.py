"""One error tree. Every error says where it happened, what happened, and what to do next.

TasadorError                     1   something else went wrong
├── UsageError                   2   what was asked for makes no sense
│   ├── SettingsError                infra/settings.json is missing or wrong
│   ├── AppError                     app.json is missing or wrong
│   └── TargetError                  a target or its credentials cannot be read
├── PreflightError               3   refused before anything was written
│   ├── CredentialsRefused           AWS does not take these credentials
│   ├── CredentialsMissing           there are none
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
│   ├── ManifestRefused              Lambda would refuse this image
│   └── SignatureRefused             what was signed does not hold
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
│   ├── ChangedMeanwhile             something was changed by someone else meanwhile
│   ├── SiteError                    the page could not be uploaded as planned
│   ├── NothingToRollBackTo          no earlier release is on record
│   └── RollbackRefused              something that the wanted release needs is gone
├── SmokeFailed                  8   it was released, and did not work
├── CallFailed                   9   an AWS call failed for good
├── GitHubRefused               10   GitHub answered no
├── TrialFailed                 11   a trial saw what must not be
│   └── LeftBehind                   something of a trial still stands
└── Interrupted               128+   someone asked it to stop
"""

from tasador_release.errors.building import (
    ArtifactError,
    BuildError,
    CommandFailed,
    DestroyRefused,
    InfraError,
    ManifestRefused,
    MissingOutput,
    PlanUnreadable,
    PublishError,
    RegistryError,
    RegistryUnreachable,
    SignatureRefused,
    StateUnreadable,
)
from tasador_release.errors.calls import CallFailed, GitHubRefused, LeftBehind, TrialFailed
from tasador_release.errors.preflight import (
    AccountMismatch,
    CredentialsMissing,
    CredentialsRefused,
    LockHeld,
    LockLost,
    NameTaken,
    NotAdopted,
    PreflightError,
    StandsAlready,
)
from tasador_release.errors.releasing import (
    AliasConflict,
    CanaryFailed,
    ChangedMeanwhile,
    NothingToRollBackTo,
    NotSettled,
    ProofFailed,
    ReleaseError,
    RollbackRefused,
    SiteError,
    SmokeFailed,
)
from tasador_release.errors.root import (
    AppError,
    Interrupted,
    SettingsError,
    TargetError,
    TasadorError,
    UsageError,
)

__all__ = [
    "AccountMismatch",
    "AliasConflict",
    "AppError",
    "ArtifactError",
    "BuildError",
    "CallFailed",
    "CanaryFailed",
    "ChangedMeanwhile",
    "CommandFailed",
    "CredentialsMissing",
    "CredentialsRefused",
    "DestroyRefused",
    "GitHubRefused",
    "InfraError",
    "Interrupted",
    "LeftBehind",
    "LockHeld",
    "LockLost",
    "ManifestRefused",
    "MissingOutput",
    "NameTaken",
    "NotAdopted",
    "NotSettled",
    "NothingToRollBackTo",
    "PlanUnreadable",
    "PreflightError",
    "ProofFailed",
    "PublishError",
    "RegistryError",
    "RegistryUnreachable",
    "ReleaseError",
    "RollbackRefused",
    "SettingsError",
    "SignatureRefused",
    "SiteError",
    "SmokeFailed",
    "StandsAlready",
    "StateUnreadable",
    "TargetError",
    "TasadorError",
    "TrialFailed",
    "UsageError",
]
