"""A deploy that only says what it would do: builds, plans, compares, and writes nothing."""

from dataclasses import replace

import anyio.to_thread
from tasador_release import recipes
from tasador_release.aws import Aws
from tasador_release.errors import TasadorError
from tasador_release.flow import outputs, preflight
from tasador_release.flow.effects import LiveRelease
from tasador_release.flow.run import run
from tasador_release.image import registry
from tasador_release.report.report import Timeline

from . import artifacts, publish
from .ground import Ground
from .infra import Terraform
from .project import Project


async def said(project: Project, there: Ground) -> str:
    """Image, infrastructure and page, each with what would change."""
    aws, place = Aws(there.target), publish.Workplace.make()
    await preflight.check(aws, there.settings.names(project.stage))
    image = await place.image(await artifacts.image(project))
    page = await place.site(artifacts.site(project))
    terraform = Terraform(project, there)
    uri = f"{(await terraform.image_uri()).partition('@')[0]}@{image.digest}"
    pushed = await _is_there(aws, there, uri)
    planned = await terraform.plan(recipes.APP, terraform.app_variables(uri))
    lines = [f"image       {image.digest[:19]} {'is in the registry' if pushed else 'would be pushed'}"]
    lines += planned.changes.lines()
    try:
        stack = await outputs.read(aws)
    except TasadorError:
        return "\n".join((*lines, f"page        {len(page.files)} files would be sent to a bucket yet to be made"))
    shown = replace(stack, function_version="next") if planned.changes.touches_resources else stack
    port = LiveRelease(aws, shown, there.settings, None, page=page, code=uri, revision=project.revision)
    return "\n".join((*lines, *(await run(port, Timeline(), dry_run=True)).plan.lines()))


async def _is_there(aws: Aws, there: Ground, uri: str) -> bool:
    url, _, digest = uri.partition("@")
    try:
        client = await registry.login(aws, there.target.images(), url.partition("/")[2])
        return await anyio.to_thread.run_sync(client.manifest, digest) is not None
    except TasadorError:
        return False
