"""What each workflow does: the verb, and its outcome shown in the pull request or in the deployments."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasador_release.errors import GitHubRefused
from tasador_release.github import comments, deployments, review
from tasador_release.github.api import GitHubApi
from tasador_release.github.deployments import Deployment
from tasador_release.github.review import ReviewedPlan
from tasador_release.pipeline import Pipeline
from tasador_release.report.report import Note
from tasador_release.terraform.roots import Terraform

from .. import messages, signing
from ..infra import account
from . import operate, pipeline

if TYPE_CHECKING:
    from ..nouns.github import GitHub


async def plan(project: "GitHub", pull_request: int, commit: str) -> str:
    """Planned with the image of this commit, and shown over the former plan."""
    planned = await _planned(project, commit)
    where = await review.show(await _api(project), pull_request, planned)
    return "\n".join((*planned.lines, f"plan {planned.digest[:12]}, shown at {where}"))


async def deploy(project: "GitHub", commit: str) -> str:
    """Deployed; and whether the plan was the reviewed one."""
    api = await _api(project)
    async with deployments.deploying(api, commit, project.stage) as deployment:
        return await _deployed(project, api, deployment, commit)


async def preview(project: "GitHub", pull_request: int, commit: str) -> str:
    """Deployed to a stage of its own; its URL in the deployment, and in a comment."""
    api, own = await _api(project), project.of(pull_request)
    async with deployments.deploying(api, commit, own.stage, transient=True) as deployment:
        said = await _deployed(own, api, deployment, commit)
    where = await _told(api, pull_request, comments.stands(own.stage, deployment.url, commit))
    return f"{said}\n{where}"


async def close(project: "GitHub", pull_request: int) -> str:
    """The stage taken down, its deployments inactive, and the comment says so."""
    api, own = await _api(project), project.of(pull_request)
    gone = await account.close(own)
    count = await deployments.close(api, own.stage)
    where = await _told(api, pull_request, comments.gone(own.stage))
    return f"{gone}\n{count} deployments of {own.stage} are inactive\n{where}"


async def _told(api: GitHubApi, pull_request: int, said: str) -> str:
    """Where the comment is; GitHub's refusal of it is told and fails nothing."""
    try:
        return f"shown at {await comments.preview(api, pull_request, said)}"
    except GitHubRefused as error:
        return f"no comment was written: {error.what}"


async def _api(project: "GitHub") -> GitHubApi:
    return GitHubApi(project.repository, await project.token.plaintext())


async def _planned(project: "GitHub", commit: str) -> ReviewedPlan:
    """With the digest that the merge will deploy, so that the two plans can be the same."""
    target, terraform = await operate.opened(project, locks=False)
    image = await (await pipeline.container_builder(project)).image(Note())
    standing = await terraform.image_uri(target)
    changes = await terraform.changes(target, f"{standing.partition('@')[0]}@{image.digest}")
    return ReviewedPlan.of(changes, project.stage, commit)


async def _deployed(project: "GitHub", api: GitHubApi, deployment: Deployment, commit: str) -> str:
    signer = await _signer(project, api)
    run = await pipeline.deployment(project, skip_checks=False, allow_destroy=False, signer=signer)
    report = await pipeline.reported(run, f"Deploy of {project.stage}", ())
    if run.stack.found and run.target.found:
        deployment.url = run.target.found.page(run.stack.found).url
    notes = await _compared(api, run, commit, project.stage)
    return "\n".join((messages.table(report), *notes))


async def _signer(project: "GitHub", api: GitHubApi) -> signing.ContainerSigner | None:
    """The workflow itself where anybody may know of it: Sigstore's log is public, and names repository and workflow."""
    if not await api.is_public():
        return None
    return signing.keyless(project, project.repository, project.identity_url, project.identity_token)


async def _compared(api: GitHubApi, run: Pipeline, commit: str, stage: str) -> Sequence[str]:
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
