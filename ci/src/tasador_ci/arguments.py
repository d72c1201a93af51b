"""The arguments that several functions share, each described once; and how a function that acts is marked."""

import functools
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

import dagger
from dagger import Doc, function
from tasador_release.text import plain

from . import messages

F = TypeVar("F", bound=Callable[..., Any])


def cached(method: F) -> F:
    """A function whose result is kept for seven days, as long as what it looks at stays the same."""
    return cast(F, function(_readable(method)))


def uncached(method: F) -> F:
    """A function that acts, or looks at what acts: every call runs."""
    # the SDK's overloads leave out `cache`, which its implementation has
    return cast(F, function(_readable(method), cache="never"))  # type: ignore[call-overload]


def _readable(method: F) -> F:
    """Whatever goes wrong in it is one message, also before its own work begins; no text of it steers a terminal."""

    @functools.wraps(method)
    async def whole(*args: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        with messages.readable(method.__name__.replace("_", "-")):
            result = await method(*args, **named)
        return plain(result) if isinstance(result, str) else result

    return cast(F, whole)


DryRun = Annotated[bool, Doc("Only say what would be done")]
AllowDestroy = Annotated[bool, Doc("Let the plan destroy or replace what it names")]
Adopt = Annotated[bool, Doc("Replace an index.html that no release put there; a failure puts it back")]
Canary = Annotated[
    str, Doc("Shares of the requests that a new version gets first, and for how long, such as 10%:5m,50%:5m")
]
Against = Annotated[
    str,
    Doc("Let the version that users have answer the requests on record too; list what moved by more, such as 5%"),
]
SkipChecks = Annotated[bool, Doc("Release without running the checks first")]
KeepUp = Annotated[bool, Doc("Open a shell beside the emulator when it is over, whatever came of it")]
PauseBefore = Annotated[str, Doc("Open a shell beside the target before this stage; the call goes on when it is left")]
AllowUnscanned = Annotated[bool, Doc("Go on where a scan could not look; the report says so")]
Only = Annotated[
    list[str] | None,
    Doc(
        "Run only these stages, with what they need: "
        "target, checks, image, verify, site, registry, publish, infra, release, schedule"
    ),
]
Rings = Annotated[
    list[str] | None,
    Doc("Only these rings of ./run test; without it training, histories, kills, coverage and docs"),
]
StandIn = Annotated[bool, Doc("Make the stack with boto3 even where a mirror of Terraform's provider was given")]
Wait = Annotated[bool, Doc("Wait until every edge has forgotten its copies")]
Paths = Annotated[list[str], Doc("Paths to invalidate, such as /index.html")]
Listings = Annotated[dagger.File, Doc("File that is trained on, as app.json's train reads it")]
ReleaseId = Annotated[str, Doc("Release to go back to; empty: the one before the live one")]
Keep = Annotated[int, Doc("Releases to keep however old they are")]
Days = Annotated[int, Doc("Releases younger than this many days are kept as well")]
Confirm = Annotated[str, Doc("Code of the plan, as the same call ends with it when it is left out")]
Force = Annotated[bool, Doc("Remove the locks; without it owner and age are only shown")]
Repository = Annotated[
    str, Doc("GitHub repository whose workflows may deploy, as owner/name; empty: that of infra/account.tfvars.json")
]
Clean = Annotated[str, Doc("Stage of a trial that was killed: only take that down")]
Passes = Annotated[int, Doc("How often to deploy: from the second time on, nothing is left to do")]
ImageUri = Annotated[str, Doc("Image of the function, as repository@sha256:…; empty: the one that stands")]
SavedPlan = Annotated[dagger.File | None, Doc("Plan to apply, as debug plan saved it, instead of a new one")]
Body = Annotated[str, Doc("Body of the request as JSON; empty: the first sample of app.json")]
Path = Annotated[str, Doc("Path of the request; empty: that of the first sample")]
Version = Annotated[str, Doc("Version to ask; empty: the one that users get")]
OfRelease = Annotated[str, Doc("Release whose version is meant, as history names it")]
Minutes = Annotated[int, Doc("How far to look back")]
RequestId = Annotated[str, Doc("Only lines with this request id")]
Follow = Annotated[bool, Doc("Go on as lines come, until the call is ended")]
Drift = Annotated[bool, Doc("Look for drift as well: a refresh by Terraform, which takes its time")]
Password = Annotated[dagger.Secret, Doc("Password of Grafana's admin")]
GitHubRepository = Annotated[str, Doc("Repository on GitHub, as owner/name")]
IdentityUrl = Annotated[
    dagger.Secret | None,
    Doc("Where the job gets its identity, to sign images with: env://ACTIONS_ID_TOKEN_REQUEST_URL"),
]
IdentityToken = Annotated[dagger.Secret | None, Doc("Token for that: env://ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
Token = Annotated[dagger.Secret, Doc("Token of the job, such as env://GITHUB_TOKEN")]
