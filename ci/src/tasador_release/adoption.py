"""A stack that stands and is in no state of ours, the original's say, or one that a killed deploy left: taken over.

The plan is shown first, with imports made from what stands; one that would destroy or replace anything is refused.
"""

from dataclasses import dataclass
from typing import Final

from tasador_release import recipes
from tasador_release.account.takeover import Takeover
from tasador_release.flow import changes
from tasador_release.shells import SavedPlan
from tasador_release.terraform import Terraform
from tasador_release.values import confirmation
from tasador_release.values.target import Target

ROOTS: Final = (recipes.REGISTRY, recipes.APP)


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
    for planned, _ in plans:
        changes.refuse_destroys(planned.changes, allowed=False)
    return Adoption(target.stage, plans)


async def execute(terraform: Terraform, adoption: Adoption) -> None:
    """Apply what was shown, and nothing else."""
    for planned, _ in adoption.plans:
        await terraform.apply(planned)
