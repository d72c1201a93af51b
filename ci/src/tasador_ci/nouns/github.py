"""What the workflows call: the same verbs, with their outcome shown in the pull request and in the deployments."""

import dataclasses
from typing import TYPE_CHECKING, Annotated

from dagger import Doc, object_type

from .. import arguments as given
from .. import lazy
from ..arguments import uncached
from ..project import Project

if TYPE_CHECKING:
    from ..verbs import workflows
else:
    workflows = lazy.verb("workflows")

PullRequest = Annotated[int, Doc("Number of the pull request")]
Commit = Annotated[str, Doc("Commit that is planned or deployed, as the workflow knows it")]


@object_type
@dataclasses.dataclass(kw_only=True)
class GitHub(Project):
    """Verbs for workflows. The token is the job's own; it may write to pull requests or to deployments."""

    repository: given.GitHubRepository
    token: given.Token
    identity_url: given.IdentityUrl = None
    identity_token: given.IdentityToken = None

    @uncached
    async def plan(self, pull_request: PullRequest, commit: Commit) -> str:
        """Plan with the image of this commit, and show the plan in the pull request, over the former one."""
        return await workflows.plan(self, pull_request, commit)

    @uncached
    async def deploy(self, commit: Commit) -> str:
        """Deploy a merged commit; say whether the plan was the reviewed one, and where users find the page."""
        return await workflows.deploy(self, commit)

    @uncached
    async def preview(self, pull_request: PullRequest, commit: Commit) -> str:
        """Deploy a pull request to a stage of its own, pr-NUMBER; its URL is the deployment's, and in a comment."""
        return await workflows.preview(self, pull_request, commit)

    @uncached
    async def close(self, pull_request: PullRequest) -> str:
        """Take down the stage of a pull request that was closed."""
        return await workflows.close(self, pull_request)

    def of(self, pull_request: int) -> "GitHub":
        """The same for the stage of a pull request."""
        return GitHub(**{**vars(self), "stage": f"pr-{pull_request}"})
