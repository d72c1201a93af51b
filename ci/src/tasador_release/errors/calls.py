"""Somebody else's service answered no, or otherwise than a trial says it must."""

from collections.abc import Sequence

from tasador_release.errors.root import TasadorError


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
        super().__init__(f"{call}: GitHub answered {status or 'nothing'}: {said}", _github_advice(status))


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
    if code.startswith("status 4"):  # the function's own answer
        return "the function refuses this request: correct its body or its path, and ask again"
    if code.startswith("status "):
        return "read the function's log: dagger call logs"
    return "correct what it complains of and run again: a deploy converges"


def _github_advice(status: int) -> str:
    """What to do about GitHub's answer, by its status; 0 where none came."""
    match status:
        case 0 | 500 | 502 | 503 | 504:
            return "see whether api.github.com is in reach and https://www.githubstatus.com tells of a fault; run again"
        case 401:
            return "give a token that is valid now: in a job --token env://GITHUB_TOKEN, with GITHUB_TOKEN in its env"
        case 404:
            return "check --repository, as owner/name, and that the token may see it; then run again"
        case 422:
            return "GitHub knows no such commit or pull request: check both, then run again"
    return "give the job's token the permission that this call needs (deployments, pull-requests), then run again"
