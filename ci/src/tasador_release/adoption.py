"""A stack that stands and is in no state of ours, the original's say, or one that a killed deploy left: taken over.

The plan is shown first, with imports made from what stands; one that would destroy or replace anything is refused.
"""

from dataclasses import dataclass
from typing import Any, Final

from tasador_release import recipes
from tasador_release.account.takeover import Takeover
from tasador_release.aws import Aws, call
from tasador_release.errors import PreflightError
from tasador_release.terraform import changes
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.values import confirmation
from tasador_release.values import stage as stage_file
from tasador_release.values.target import Target

ROOTS: Final = (recipes.REGISTRY, recipes.APP)
_BUCKET: Final = "aws_s3_bucket.site"
_EDGE: Final = "aws_cloudfront_distribution.site"


@dataclass(frozen=True, slots=True)
class Adoption:
    """Both roots' plans with what they take over. `code` names it: another plan has another."""

    stage: str
    plans: tuple[tuple[SavedPlan, Takeover], ...]

    @property
    def code(self) -> str:
        return confirmation.code(self.stage, self.lines())

    def lines(self) -> tuple[str, ...]:
        return tuple(line for plan, taken in self.plans for line in (plan.root, *taken.lines(), *plan.changes.lines()))


async def plan(terraform: Terraform, target: Target) -> Adoption:
    """Look at what stands and plan to take it over. DestroyRefused where that would destroy anything."""
    plans = tuple([await terraform.plan_adoption(target, root) for root in ROOTS])
    for planned, takeover in plans:
        changes.refuse_destroys(planned.changes, allowed=False)
        await _refuse_another_edge(Aws(target), planned, takeover)
    return Adoption(target.stage, plans)


async def _refuse_another_edge(aws: Aws, planned: SavedPlan, takeover: Takeover) -> None:
    """PreflightError where the bucket would be taken from a distribution that goes on serving it: its page would break.

    A distribution is known by its domain, so that one whose domain the stage's file does not name is not found.
    """
    bucket = takeover.imported.get(_BUCKET)
    if bucket is None or _EDGE not in planned.changes.added:
        return
    for one in await call("cloudfront:ListDistributions", _distributions, aws):
        if any(origin["DomainName"].startswith(f"{bucket.id}.") for origin in one["Origins"]["Items"]):
            names = ", ".join(one.get("Aliases", {}).get("Items", ())) or "no domain of its own"
            raise PreflightError(
                f"distribution {one['Id']} ({names}) serves the bucket {bucket.id}, and would not be adopted with it",
                f"write its domain and acm_certificate_arn into {stage_file.file(aws.target.stage)}",
            )


def _distributions(aws: Aws) -> list[Any]:
    found = aws.cloudfront.get_paginator("list_distributions").paginate().build_full_result()
    return list(found.get("DistributionList", {}).get("Items", ()))


async def execute(terraform: Terraform, adoption: Adoption) -> None:
    """Apply what was shown, and nothing else."""
    for planned, _ in adoption.plans:
        await terraform.apply(planned)
