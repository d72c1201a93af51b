"""The account made ready, from any point: bucket of the state first, then infra/bootstrap with what stands already.

Whatever a run was stopped after, the next one converges: the bucket's calls may be repeated, the state lies in it from
the first apply on, and what was made without reaching the state is imported.
"""

from collections.abc import Mapping
from typing import Final

from tasador_release.terraform.roots import Terraform
from tasador_release.values.target import Target

execute: Final = Terraform.prepare
_REPOSITORY: Final = "github_repository"


async def dry_run(terraform: Terraform, target: Target, given: Mapping[str, str]) -> tuple[str, ...]:
    """What `execute` would make, and what it would take over. Writes nothing to the account."""
    bucket = terraform.state_bucket(target)
    missing = await bucket.missing()
    planned, takeover = await terraform.plan_bootstrap(target, given, local=missing)
    first = (f"+ bucket {bucket.name}, before anything else",) if missing else ()
    repository = f" --repository={given[_REPOSITORY]}" if _REPOSITORY in given else ""
    done = "nothing was done; to do it: dagger call bootstrap"
    return (*first, *takeover.lines(), *planned.changes.lines(), done + repository)
