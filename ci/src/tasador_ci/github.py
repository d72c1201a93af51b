"""What the workflows call: the same verbs, with their outcome shown in the pull request and in the deployments."""

import dataclasses
from collections.abc import Sequence
from typing import Annotated

import dagger
from dagger import Doc, object_type
from tasador_release.errors import GitHubRefused
from tasador_release.github import deployments, review
from tasador_release.github.api import GitHub as Api
from tasador_release.github.deployments import Deployment
from tasador_release.github.review import ReviewedPlan
from tasador_release.pipeline import Pipeline
from tasador_release.report.report import Note
from tasador_release.terraform import Terraform

from . import messages, operate, pipeline
from .arguments import act
from .infra import account
from .project import Project

PullRequest = Annotated[int, Doc("Number of the pull request")]
Commit = Annotated[str, Doc("Commit that is planned or deployed, as the workflow knows it")]


@object_type
@dataclasses.dataclass(kw_only=True)
class GitHub(Project):
    """Verbs for workflows. The token is the job's own; it may write to pull requests or to deployments."""

    repository: Annotated[str, Doc("Repository, as owner/name")]
    token: Annotated[dagger.Secret, Doc("Token of the job, such as env://GITHUB_TOKEN")]

    @act
    async def plan(self, pull_request: PullRequest, commit: Commit) -> str:
        """Plan with the image of this commit, and show the plan in the pull request, over the former one."""
        with messages.readable("plan"):
            planned = await self._planned(commit)
            where = await review.show(await self._api(), pull_request, planned)
            return "\n".join((*planned.lines, f"plan {planned.digest[:12]}, shown at {where}"))

    @act
    async def deploy(self, commit: Commit) -> str:
        """Deploy a merged commit; say whether the plan was the reviewed one, and where users find the page."""
        with messages.readable("deploy"):
            api = await self._api()
            async with deployments.deploying(api, commit, self.stage) as deployment:
                return await self._deployed(api, deployment, commit)

    @act
    async def preview(self, pull_request: PullRequest, commit: Commit) -> str:
        """Deploy a pull request to a stage of its own, pr-NUMBER; its URL is the deployment's."""
        with messages.readable("preview"):
            api, own = await self._api(), self._of(pull_request)
            async with deployments.deploying(api, commit, own.stage, transient=True) as deployment:
                return await own._deployed(api, deployment, commit)

    @act
    async def close(self, pull_request: PullRequest) -> str:
        """Take down the stage of a pull request that was closed."""
        own = self._of(pull_request)
        gone = await account.close(own)
        with messages.readable("close"):
            count = await deployments.close(await self._api(), own.stage)
        return f"{gone}\n{count} deployments of {own.stage} are inactive"

    async def _api(self) -> Api:
        return Api(self.repository, await self.token.plaintext())

    def _of(self, pull_request: int) -> "GitHub":
        return GitHub(**{**vars(self), "stage": f"pr-{pull_request}"})

    async def _planned(self, commit: str) -> ReviewedPlan:
        """With the digest that the merge will deploy, so that the two plans can be the same."""
        target, terraform = await operate.opened(self, locks=False)
        image = await (await pipeline.container_builder(self)).image(Note())
        standing = await terraform.image_uri(target)
        changes = await terraform.changes(target, f"{standing.partition('@')[0]}@{image.digest}")
        return ReviewedPlan.of(changes, self.stage, commit)

    async def _deployed(self, api: Api, deployment: Deployment, commit: str) -> str:
        run = await pipeline.deployment(self, skip_checks=False, allow_destroy=False)
        report = await pipeline.reported(run, f"Deploy of {self.stage}", ())
        if run.stack.found and run.target.found:
            deployment.url = run.target.found.page(run.stack.found).url
        notes = await _compared(api, run, commit, self.stage)
        return "\n".join((messages.table(report), *notes))


async def _compared(api: Api, run: Pipeline, commit: str, stage: str) -> Sequence[str]:
    """Whether what was applied is what was reviewed; GitHub's refusal is told and fails nothing."""
    plans = run.provisioner.plans if isinstance(run.provisioner, Terraform) else []
    if not plans:
        return ()
    planned = ReviewedPlan.of(plans[-1].changes, stage, commit)
    try:
        differences = review.difference(await review.reviewed(api, commit, stage), planned)
    except GitHubRefused as error:
        return (f"the reviewed plan could not be read: {error.what}",)
    if not differences:
        return (f"applied exactly the reviewed plan {planned.digest[:12]}",)
    return ("applied a plan other than the reviewed one:", *(f"  {line}" for line in differences))
