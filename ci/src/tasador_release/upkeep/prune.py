"""Takes stock of what is there, and deletes what a PrunePlan names. See `retention` for the plan."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tasador_release.aws import Aws, call
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed
from tasador_release.site.sync import ASSETS
from tasador_release.upkeep.archive import Archive
from tasador_release.upkeep.retention import DAYS, KEEP, Inventory, PrunePlan, Thing, plan_prune
from tasador_release.values.history import PREFIX
from tasador_release.values.stack import Stack


@dataclass(frozen=True, slots=True)
class Pruner:
    """One stack's remains."""

    aws: Aws
    stack: Stack

    async def inventory(self) -> Inventory:
        """Everything that could go, with its age."""
        return Inventory(
            releases=await Archive(self.aws, self.stack.bucket).all(),
            objects=tuple(await call("s3:ListObjectsV2", self._objects)),
            versions=tuple(await call("lambda:ListVersionsByFunction", self._versions)),
            images=tuple(await call("ecr:DescribeImages", self._images)),
            live=frozenset(await call("lambda:ListAliases", self._live)),
        )

    async def plan(self, *, keep: int = KEEP, days: int = DAYS) -> PrunePlan:
        """What may go now. Make it under the release lock when it is to be executed."""
        return plan_prune(await self.inventory(), datetime.now(UTC), keep=keep, days=days)

    async def execute(self, plan: PrunePlan) -> None:
        """Delete. What is gone already is no error; records go last, so that a kill loses nothing."""
        records = [key for key in plan.objects if key.startswith(PREFIX)]
        await self._delete([key for key in plan.objects if not key.startswith(PREFIX)])
        await each(self._drop_version, plan.versions, at_once=4)
        await self._drop_images(plan.images)
        await self._delete(records)

    async def _delete(self, keys: list[str]) -> None:
        for start in range(0, len(keys), 1000):
            await call("s3:DeleteObjects", self._delete_objects, keys[start : start + 1000])

    def _delete_objects(self, keys: list[str]) -> None:
        answer = self.aws.s3.delete_objects(
            Bucket=self.stack.bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
        )
        for error in answer.get("Errors", []):
            raise CallFailed("s3:DeleteObjects", error.get("Code", "?"), error.get("Key", ""))

    async def _drop_version(self, version: str) -> None:
        delete = self.aws.lambda_.delete_function
        name = self.stack.function_name
        try:
            await call("lambda:DeleteFunction", delete, FunctionName=name, Qualifier=version)
        except CallFailed as error:
            if error.code != "ResourceNotFoundException":
                raise

    async def _drop_images(self, digests: tuple[str, ...]) -> None:
        for start in range(0, len(digests), 100):
            await call("ecr:BatchDeleteImage", self._delete_images, digests[start : start + 100])

    def _delete_images(self, digests: tuple[str, ...]) -> None:
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

    def _objects(self) -> list[Thing]:
        s3 = self.aws.s3.get_paginator("list_objects_v2")
        pages = (page for prefix in (ASSETS, PREFIX) for page in s3.paginate(Bucket=self.stack.bucket, Prefix=prefix))
        return [Thing(item["Key"], item["LastModified"]) for page in pages for item in page.get("Contents", [])]

    def _versions(self) -> list[Thing]:
        pages = self.aws.lambda_.get_paginator("list_versions_by_function").paginate(
            FunctionName=self.stack.function_name
        )
        found = [item for page in pages for item in page["Versions"] if item["Version"] != "$LATEST"]
        return [Thing(item["Version"], _time(item["LastModified"])) for item in found]

    def _live(self) -> list[str]:
        pages = self.aws.lambda_.get_paginator("list_aliases").paginate(FunctionName=self.stack.function_name)
        return [item["FunctionVersion"] for page in pages for item in page["Aliases"]]

    def _images(self) -> list[Thing]:
        pages = self.aws.ecr.get_paginator("describe_images").paginate(repositoryName=self._repository)
        found = [item for page in pages for item in page["imageDetails"]]
        return [Thing(item["imageDigest"], item["imagePushedAt"]) for item in found]


def _time(text: str) -> datetime:
    # Lambda writes +0000, which fromisoformat takes from Python 3.11 on
    return datetime.fromisoformat(text).astimezone(UTC)
