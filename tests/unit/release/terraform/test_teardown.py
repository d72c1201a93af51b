"""What a destroy says before it acts: what goes, what is full and stays, and the code that confirms just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
import pytest
from tasador_release import teardown
from tasador_release.errors import CallFailed, UsageError
from tasador_release.teardown import Teardown
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.values import confirmation
from tasador_release.values import target as targets

HERE = targets.production("us-east-1", "1" * 12, None, state_bucket="states")
PAGE = {"bucket": "page", "force_destroy": False}
IMAGES = {"name": "images", "force_delete": False}


def item(address: str, **before: Any) -> dict[str, Any]:  # noqa: ANN401  values of a plan
    kind = address.partition(".")[0]
    return {"address": address, "type": kind, "change": {"actions": ["delete"], "before": before}}


@dataclass
class Planner:
    """Plans of two roots; remembers what it was asked to limit them to."""

    roots: dict[str, list[dict[str, Any]]]
    limited: list[Sequence[str]] = field(default_factory=list)

    async def plan_destroy(self, _target: object, root: str, only: Sequence[str] = ()) -> SavedPlan:
        self.limited += [only] if only else []
        chosen = [one for one in self.roots[root] if not only or one["address"] in only]
        gone = tuple(one["address"] for one in chosen)
        return SavedPlan(root, cast(Any, None), Changes(destroyed=gone), tuple(chosen))


def looked(monkeypatch: pytest.MonkeyPatch, planner: Planner, **holds: dict[str, Any]) -> Teardown:
    async def there(what: str, *_: object, **given: str) -> dict[str, Any]:
        return holds.get(next(iter(given.values())), {})

    monkeypatch.setattr(teardown, "_there", there)
    return anyio.run(teardown.look, cast(Terraform, planner), HERE)


def planner(**force: bool) -> Planner:
    page, images = {**PAGE, **force}, {**IMAGES, **({"force_delete": True} if force else {})}
    return Planner(
        {
            "infra/app": [
                item("aws_lambda_function.this", function_name="f"),
                item("aws_s3_bucket.site", **page),
                item("aws_s3_bucket_public_access_block.site", bucket="page"),
            ],
            "infra/registry": [item("aws_ecr_repository.this", **images)],
        }
    )


def test_empty_ones_go_with_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = looked(monkeypatch, planner())
    assert len(seen.goes) == 4
    assert seen.stays == ()
    assert seen.lines()[-1] == "4 to destroy, 0 stay"


def test_a_full_bucket_stays_with_what_keeps_it_private_and_the_rest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = planner()
    seen = looked(monkeypatch, plans, page={"Versions": [{}, {}], "DeleteMarkers": [{}]})
    assert plans.limited == [("aws_lambda_function.this",)]
    assert seen.goes == ("aws_lambda_function.this", "aws_ecr_repository.this")
    assert seen.stays == ("aws_s3_bucket.site", "aws_s3_bucket_public_access_block.site")
    assert "aws_s3_bucket.site (page) holds 3 versions of objects" in seen.lines()


def test_a_full_repository_stays_and_nothing_of_its_root_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = looked(monkeypatch, planner(), images={"imageDetails": [{}], "nextToken": "x"})
    assert seen.stays == ("aws_ecr_repository.this",)
    assert "aws_ecr_repository.this (images) holds more than 1 images" in seen.lines()
    assert seen.plans[-1].changes.empty


def test_what_may_be_destroyed_with_what_it_holds_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    holds: dict[str, dict[str, Any]] = {"page": {"Versions": [{}]}, "images": {"imageDetails": [{}]}}
    assert looked(monkeypatch, planner(force_destroy=True), **holds).stays == ()


def test_the_code_is_of_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = looked(monkeypatch, planner())
    full = looked(monkeypatch, planner(), page={"Versions": [{}]})
    assert empty.code.startswith("prod-")
    assert empty.code != full.code
    assert not confirmation.confirmed("", empty.code)
    assert confirmation.confirmed(empty.code, empty.code)
    with pytest.raises(UsageError, match="confirms another plan"):
        confirmation.confirmed(full.code, empty.code)


def test_what_is_gone_already_is_empty() -> None:
    def gone(**_: str) -> None:
        raise CallFailed("s3:ListObjectVersions", "NoSuchBucket", "")

    assert anyio.run(lambda: teardown._there("s3:ListObjectVersions", gone, Bucket="x")) == {}
