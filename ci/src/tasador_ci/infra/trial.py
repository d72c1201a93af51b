"""An account tried out in a throw-away stage: told with its cost first, then gone through, and left as it was found."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tasador_release.account import preflight
from tasador_release.aws import Aws
from tasador_release.errors import UsageError
from tasador_release.standing import Standing
from tasador_release.trial import cost, left
from tasador_release.trial.ready import ReadyAccount
from tasador_release.trial.run import STEPS, Trial, stage_name
from tasador_release.values import confirmation
from tasador_release.values.target import Target

from .. import messages, targets
from ..project import Project
from ..verbs import operate
from ..verbs.pipeline import container_builder


async def trial(project: Project, repository: str, confirm: str, clean: str) -> str:
    """Say what it would do and cost; with the code that this ends with, do it. `clean`: only the clean-up of one."""
    with ExitStack() as cleanup:
        if clean and not clean.startswith(left.PREFIX):
            raise UsageError(f"{clean!r} is no stage of a trial", f"those begin with {left.PREFIX}; others: destroy")
        made = await _opened(project, repository, clean, cleanup)
        if clean:
            return messages.table(await made.clean())
        told = await _told(made)
        code = confirmation.code("trial", (made.root.account_id, *told))
        if not confirmation.confirmed(confirm, code):
            given = f" --repository={repository}" if repository else ""
            return "\n".join((*told, f"nothing was done; to do it: dagger call trial --confirm={code}{given}"))
        report = await made.run()
    return messages.table(report)


async def _opened(project: Project, repository: str, clean: str, cleanup: ExitStack) -> Trial:
    """Nothing of it is run yet. A clean-up leaves the account as it is: it asks for no repository."""
    stage = clean or stage_name(datetime.now(UTC))
    standing, terraform = await operate.opened(project, state=False, allow_destroy=True)
    terraform.configuration = found = terraform.configuration.of_stage(stage)
    root = replace(standing, stage=stage, site_bucket=found.site_bucket(standing.account_id))
    repository = repository or found.repository or ""
    if not (repository or clean):
        raise UsageError("no repository is known", "name it: dagger call trial --repository=OWNER/NAME")

    def destination(target: Target) -> Standing:
        return Standing(target)

    return Trial(
        ReadyAccount(terraform, root, {"github_repository": repository}),
        await container_builder(project),
        destination,
        await targets.contract(project),
        Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="trial-"))),
        messages.timeline(),
        messages.timeline,
        revision=project.revision,
        by=project.by or (await preflight.identity(Aws(root))).arn,
    )


async def _told(made: Trial) -> tuple[str, ...]:
    """What it would do, what it costs at most, and which trials before were cut short."""
    empty = await made.terraform.state_bucket(made.root).missing()
    before = () if empty else await left.earlier(made.root)
    ready = "made ready first, and taken down at the end" if empty else "ready, and left as it is"
    return (
        f"account {made.root.account_id} in {made.root.region}: {ready}",
        f"steps: {', '.join(STEPS)}",
        *cost.lines(cost.items(made.terraform.settings.raw, made.contract.app)),
        *(f"a trial was cut short: dagger call trial --clean={stage}" for stage in before),
    )
