"""Takes stock of what is there, and deletes what a PrunePlan names. See `retention` for the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tasador_release.aws import Aws, ask, call, guarded
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed
from tasador_release.records.archive import Archive
from tasador_release.records.retention import (
    DAYS,
    KEEP,
    Inventory,
    PrunePlan,
    Thing,
    pages_needed,
    plan_prune,
    prunable,
)
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.shown import mark_of
from tasador_release.values.stack import Stack


@dataclass(frozen=True, slots=True)
class Pruner:
    """One stack's remains. `guard` is asked before each batch of deletes: it raises when the lock may be lost."""

    aws: Aws
    stack: Stack
    guard: Callable[[], None] = lambda: None

    async def inventory(self, *, keep: int = KEEP, days: int = DAYS) -> Inventory:
        """Everything that could go, with its age, and what is shown."""
        bucket = SiteBucket(self.aws, self.stack.bucket)
        now = await ask("s3:ListObjectsV2", self._date)
        past = await Archive(self.aws, self.stack.bucket).read()
        shown = mark_of((await bucket.index()).body)
        pages = pages_needed(past, shown, now - timedelta(days=days), keep)
        listed = await bucket.listed()
        return Inventory(
            now=now,
            past=past,
            shown=shown,
            pages=dict(zip(pages, await each(bucket.manifest, pages), strict=True)),
            objects=tuple(Thing(item.key, item.modified) for item in listed.values() if prunable(item.key)),
            versions=tuple(await call("lambda:ListVersionsByFunction", self._versions)),
            images=tuple(await call("ecr:DescribeImages", self._images)),
            live=frozenset((self.stack.function_version, *await call("lambda:ListAliases", self._live))),
        )

    async def plan(self, *, keep: int = KEEP, days: int = DAYS) -> PrunePlan:
        """What may go now. Make it under the release lock when it is to be executed."""
        return plan_prune(await self.inventory(keep=keep, days=days), keep=keep, days=days)

    async def execute(self, plan: PrunePlan) -> None:
        """Delete; what is gone already is no error. Records go first: then nobody goes back to what is half gone."""
        await self._delete(plan.records)
        await self._delete(plan.objects)
        await each(self._drop_version, plan.versions, at_once=4)
        await self._drop_images(plan.images)
        if plan.records:
            await Archive(self.aws, self.stack.bucket).summarise()

    async def _delete(self, keys: tuple[str, ...]) -> None:
        for start in range(0, len(keys), 1000):
            await call("s3:DeleteObjects", self._delete_objects, keys[start : start + 1000])

    def _delete_objects(self, keys: tuple[str, ...]) -> None:
        with guarded(self.guard):
            answer = self.aws.s3.delete_objects(
                Bucket=self.stack.bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
            )
        for error in answer.get("Errors", []):
            raise CallFailed("s3:DeleteObjects", error.get("Code", "?"), error.get("Key", ""))

    async def _drop_version(self, version: str) -> None:
        name = self.stack.function_name
        try:
            await call("lambda:DeleteFunction", self._delete_version, name, version)
        except CallFailed as error:
            if error.code != "ResourceNotFoundException":
                raise

    def _delete_version(self, name: str, version: str) -> None:
        with guarded(self.guard):
            self.aws.lambda_.delete_function(FunctionName=name, Qualifier=version)

    async def _drop_images(self, digests: tuple[str, ...]) -> None:
        for start in range(0, len(digests), 100):
            await call("ecr:BatchDeleteImage", self._delete_images, digests[start : start + 100])

    def _delete_images(self, digests: tuple[str, ...]) -> None:
        with guarded(self.guard):
            answer = self.aws.ecr.batch_delete_image(
                repositoryName=self._repository, imageIds=[{"imageDigest": digest} for digest in digests]
            )
        # ECR answers 200 to what it did not delete
        for failure in answer.get("failures", []):
            if failure.get("failureCode") != "ImageNotFound":
                raise CallFailed(
                    "ecr:BatchDeleteImage", failure.get("failureCode", "?"), failure.get("failureReason", "")
                )

    @property
    def _repository(self) -> str:
        return self.stack.repository_url.partition("/")[2]

    def _date(self) -> datetime:
        """The bucket's clock, from the header of its answer."""
        answer = self.aws.s3.list_objects_v2(Bucket=self.stack.bucket, MaxKeys=1)
        return parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])

    def _versions(self) -> list[Thing]:
        pages = self.aws.lambda_.get_paginator("list_versions_by_function").paginate(
            FunctionName=self.stack.function_name
        )
        found = [item for page in pages for item in page["Versions"] if item["Version"] != "$LATEST"]
        return [Thing(item["Version"], _time(item["LastModified"])) for item in found]

    def _live(self) -> list[str]:
        pages = self.aws.lambda_.get_paginator("list_aliases").paginate(FunctionName=self.stack.function_name)
        aliases = [item for page in pages for item in page["Aliases"]]
        beside = [name for item in aliases for name in _weights(item.get("RoutingConfig"))]
        return [*(item["FunctionVersion"] for item in aliases), *beside]

    def _images(self) -> list[Thing]:
        pages = self.aws.ecr.get_paginator("describe_images").paginate(repositoryName=self._repository)
        found = [item for page in pages for item in page["imageDetails"]]
        return [
            Thing(item["imageDigest"], item["imagePushedAt"], item.get("subjectManifestDigest", "")) for item in found
        ]


def _weights(routing: object) -> list[str]:
    found = routing.get("AdditionalVersionWeights") if isinstance(routing, dict) else None
    return list(found or {})


def _time(text: str) -> datetime:
    # Lambda writes +0000, which fromisoformat takes from Python 3.11 on
    return datetime.fromisoformat(text).astimezone(UTC)
