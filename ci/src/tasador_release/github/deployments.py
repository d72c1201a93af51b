"""A deployment on GitHub: begun before the release, ended with its verdict and the URL that users open.

https://docs.github.com/en/rest/deployments; `transient` environments are those of a pull request's preview.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from tasador_release.github.api import GitHubApi

_DESCRIPTION_LIMIT = 140  # GitHub refuses longer ones
_REPORT_S = 30  # for the last word of a deployment that was cancelled


@dataclass(slots=True)
class Deployment:
    """One deployment of a commit to an environment. Set `url` when it is known."""

    github: GitHubApi
    id: int
    url: str = field(default="")

    async def say(self, state: str, description: str = "") -> None:
        """`state`: in_progress, success, failure or inactive."""
        body: dict[str, object] = {
            "state": state,
            "description": description[:_DESCRIPTION_LIMIT],
            "auto_inactive": True,
        }
        if self.url:
            body["environment_url"] = self.url
        await self.github.post(f"/deployments/{self.id}/statuses", body)


@asynccontextmanager
async def deploying(
    github: GitHubApi, commit: str, environment: str, *, transient: bool = False
) -> AsyncIterator[Deployment]:
    """Say that it is in progress, and at the end whether the body succeeded."""
    deployment = await _begun(github, commit, environment, transient=transient)
    try:
        yield deployment
    except BaseException as error:
        with anyio.move_on_after(_REPORT_S, shield=True):
            await deployment.say("failure", str(error).partition("\n")[0])
        raise
    await deployment.say("success")


async def _begun(github: GitHubApi, commit: str, environment: str, *, transient: bool) -> Deployment:
    body: dict[str, object] = {
        "ref": commit,
        "environment": environment,
        "auto_merge": False,
        "required_contexts": [],  # the checks are the deploy's own
        "transient_environment": transient,
        "production_environment": not transient,
    }
    made = await github.post("/deployments", body)
    deployment = Deployment(github, int(made["id"]))
    await deployment.say("in_progress")
    return deployment


async def close(github: GitHubApi, environment: str) -> int:
    """Mark every deployment of an environment as inactive; how many there were."""
    count = 0
    async for item in github.listed(f"/deployments?environment={environment}"):
        await Deployment(github, int(item["id"])).say("inactive", "taken down with its pull request")
        count += 1
    return count
