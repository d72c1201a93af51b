"""Taking a stage down: look first, say what goes and what stays, and do what was confirmed, exactly.

A bucket or a repository that holds something, and may not be destroyed with what it holds, stays, and so does what is
attached to it: its block of public access, its versions. Everything else goes, by a plan that names each address.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasador_release import recipes
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.values import confirmation
from tasador_release.values.target import Target

ROOTS: Final = (recipes.APP, recipes.REGISTRY)  # in this order: the function uses the repository's image
_GONE: Final = frozenset({"404", "NoSuchBucket", "RepositoryNotFoundException"})


@dataclass(frozen=True, slots=True)
class Full:
    """A resource that holds something: its address, the argument by which others are attached to it, and how much."""

    address: str
    argument: str
    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class Teardown:
    """What would be done to a stage. `code` names it: it changes with whatever goes or stays."""

    stage: str
    plans: tuple[SavedPlan, ...]
    full: tuple[Full, ...]
    stays: tuple[str, ...]

    @property
    def goes(self) -> tuple[str, ...]:
        return tuple(address for planned in self.plans for address in planned.changes.destroyed)

    @property
    def code(self) -> str:
        return confirmation.code(self.stage, (*self._goes(), *self._stays()))

    def lines(self) -> tuple[str, ...]:
        """For a reader: what goes, what stays and why, the sum."""
        why = [f"{full.address} ({full.name}) holds {full.holds}" for full in self.full]
        return (*self._goes(), *self._stays(), *why, f"{len(self.goes)} to destroy, {len(self.stays)} stay")

    def _goes(self) -> "list[str]":
        return [f"- {address}" for address in self.goes]

    def _stays(self) -> "list[str]":
        return [f"= {address} stays" for address in self.stays]


async def look(terraform: Terraform, target: Target) -> Teardown:
    """Plan it and ask AWS what is in the buckets and repositories that would go. Changes nothing."""
    plans: list[SavedPlan] = []
    full: list[Full] = []
    stays: list[str] = []
    for root in ROOTS:
        whole = await terraform.plan_destroy(target, root)
        held = [found for one in _containers(whole) if (found := await one(Aws(target)))]
        planned = await _without(terraform, target, whole, held) if held else whole
        plans.append(planned)
        full += held
        stays += sorted(set(whole.changes.destroyed) - set(planned.changes.destroyed))
    return Teardown(target.stage, tuple(plans), tuple(full), tuple(stays))


async def execute(terraform: Terraform, teardown: Teardown) -> None:
    """Apply the plans that were looked at, and nothing but these."""
    for planned in teardown.plans:
        if not planned.changes.empty:
            await terraform.apply(planned)


async def _without(terraform: Terraform, target: Target, whole: SavedPlan, held: "list[Full]") -> SavedPlan:
    """The same plan less what stays. Terraform can be told what to destroy, and not what to spare."""
    kept = {item["address"] for item in whole.resources if any(_belongs(item, full) for full in held)}
    rest = tuple(address for address in whole.changes.destroyed if address not in kept)
    return await terraform.plan_destroy(target, whole.root, only=rest) if rest else whole.spared()


def _belongs(item: Mapping[str, Any], full: Full) -> bool:
    before = item["change"].get("before") or {}
    return bool(item["address"] == full.address or before.get(full.argument) == full.name)


Look = Callable[[Aws], Awaitable[Full | None]]


def _containers(planned: SavedPlan) -> Iterator[Look]:
    """A look at each bucket and repository that the plan destroys only when it is empty."""
    for item in planned.resources:
        change, address = item["change"], str(item["address"])
        if change["actions"] != ["delete"]:
            continue
        before = change["before"]
        if item["type"] == "aws_s3_bucket" and not before.get("force_destroy"):
            yield _bucket(address, str(before["bucket"]))
        if item["type"] == "aws_ecr_repository" and not before.get("force_delete"):
            yield _repository(address, str(before["name"]))


def _bucket(address: str, name: str) -> Look:
    async def look(aws: Aws) -> Full | None:
        found = await _there("s3:ListObjectVersions", aws.s3.list_object_versions, Bucket=name)
        count = len(found.get("Versions", ())) + len(found.get("DeleteMarkers", ()))
        many = f"{'more than ' if found.get('IsTruncated') else ''}{count} versions of objects"
        return Full(address, "bucket", name, many) if count else None

    return look


def _repository(address: str, name: str) -> Look:
    async def look(aws: Aws) -> Full | None:
        found = await _there("ecr:DescribeImages", aws.ecr.describe_images, repositoryName=name)
        count = len(found.get("imageDetails", ()))
        many = f"{'more than ' if found.get('nextToken') else ''}{count} images"
        return Full(address, "repository", name, many) if count else None

    return look


async def _there(what: str, method: Callable[..., Any], **given: str) -> Mapping[str, Any]:
    """The answer; an empty one for what is gone already."""
    try:
        answer: Mapping[str, Any] = await call(what, method, **given)
    except CallFailed as error:
        if error.code in _GONE:
            return {}
        raise
    return answer
