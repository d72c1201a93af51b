"""`adopt` as a decision: a plan that would take anything away is refused before anybody confirms it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import anyio
import pytest
from tasador_release import adoption, recipes
from tasador_release.account.imports import Import
from tasador_release.account.takeover import Takeover
from tasador_release.adoption import Adoption
from tasador_release.errors import DestroyRefused, PreflightError
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.values import target as targets

HERE = targets.production("us-east-1", "1" * 12, None, state_bucket="states")
FUNCTION = Import("aws_lambda_function.this", "luke-function")
BUCKET = Import("aws_s3_bucket.site", "luke-page")
EDGE = "aws_cloudfront_distribution.site"
KEPT = Changes(changed=(FUNCTION.address,), imported=(FUNCTION.address, BUCKET.address))


@dataclass
class Planner:
    """Plans to adopt two roots; remembers what was applied."""

    app: Changes
    imported: tuple[Import, ...] = (FUNCTION, BUCKET)
    applied: list[tuple[str, Changes]] = field(default_factory=list)

    async def plan_adoption(self, _target: object, root: str) -> tuple[SavedPlan, Takeover]:
        no: Any = None
        found = self.imported if root == recipes.APP else ()
        taken = Takeover(no, root, {}, no, "tasador", {}, {one.address: one for one in found})
        return SavedPlan(root, no, self.app if root == recipes.APP else Changes()), taken

    async def apply(self, planned: SavedPlan) -> None:
        self.applied.append((planned.root, planned.changes))


def planned(planner: Planner) -> Adoption:
    return anyio.run(adoption.plan, cast(Terraform, planner), HERE)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(destroyed=("aws_lambda_permission.old",)),
        Changes(replaced=("aws_api_gateway_rest_api.this",), imported=(FUNCTION.address,)),
        Changes(changed=(EDGE,), lost=(f"{EDGE} loses its domain luke.example.com",), imported=(EDGE,)),
    ],
    ids=["destroyed", "replaced", "a domain lost"],
)
def test_a_plan_that_takes_anything_away_is_refused(changes: Changes) -> None:
    with pytest.raises(DestroyRefused) as raised:
        planned(Planner(changes))
    assert raised.value.addresses == changes.gone


def test_what_is_shown_names_each_thing_taken_over_and_is_what_is_applied() -> None:
    planner = Planner(KEPT)
    seen = planned(planner)
    assert f"> {FUNCTION.address} is there already: {FUNCTION.id}" in seen.lines()
    assert planner.applied == []
    anyio.run(adoption.execute, cast(Terraform, planner), seen)
    assert planner.applied == [(recipes.REGISTRY, Changes()), (recipes.APP, KEPT)]


def test_another_plan_has_another_code() -> None:
    codes = {planned(Planner(KEPT)).code, planned(Planner(KEPT, (FUNCTION,))).code, planned(Planner(Changes())).code}
    assert len(codes) == 3
    assert planned(Planner(KEPT)).code in codes


@pytest.mark.parametrize("origin", ["luke-page.s3.amazonaws.com", "luke-page.s3-website-us-east-1.amazonaws.com"])
def test_a_bucket_is_not_taken_from_a_distribution_that_goes_on_serving_it(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    def standing(_: object) -> list[Any]:
        aliases = {"Items": ["luke.example.com"]}
        return [{"Id": "E1", "Origins": {"Items": [{"DomainName": origin}]}, "Aliases": aliases}]

    monkeypatch.setattr(adoption, "_distributions", standing)
    with pytest.raises(PreflightError, match=r"E1 \(luke.example.com\) serves the bucket luke-page"):
        planned(Planner(Changes(added=(EDGE,), imported=(BUCKET.address,))))
    assert planned(Planner(Changes(changed=(EDGE,), imported=(BUCKET.address, EDGE)))).plans, "it comes with its edge"
    assert planned(Planner(Changes(added=(EDGE,)), ())).plans, "no bucket of anybody's is touched"
