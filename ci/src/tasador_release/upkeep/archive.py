"""Records of releases and their indexes, in the bucket below `releases/`: never served to anyone."""

from dataclasses import dataclass

from tasador_release.aws import Aws, call, call_if_there
from tasador_release.concurrency import each
from tasador_release.values import history
from tasador_release.values.history import PREFIX, Release, index_key, record_key


@dataclass(frozen=True, slots=True)
class Archive:
    """The records of one bucket."""

    aws: Aws
    bucket: str

    async def all(self) -> tuple[Release, ...]:
        """Every release on record, newest first."""
        keys = await call("s3:ListObjectsV2 releases/", self._keys)
        found = await each(self._parsed, keys)
        return history.newest_first(item for item in found if item is not None)

    async def write(self, release: Release) -> None:
        put = self.aws.s3.put_object
        await call(
            "s3:PutObject of the record",
            put,
            Bucket=self.bucket,
            Key=record_key(release.id),
            Body=release.to_json().encode(),
            ContentType="application/json",
            CacheControl="no-store",
        )

    async def show_index(self, release: str) -> None:
        """Copy the kept index of a release to where users get it, headers and all."""
        copy = self.aws.s3.copy_object
        await call(
            "s3:CopyObject of the index",
            copy,
            Bucket=self.bucket,
            Key="index.html",
            CopySource={"Bucket": self.bucket, "Key": index_key(release)},
            MetadataDirective="COPY",
        )

    async def _parsed(self, key: str) -> Release | None:
        text = await call_if_there("s3:GetObject of a record", self._read, key)
        return None if text is None else history.parse(text)  # None: pruned meanwhile

    def _keys(self) -> list[str]:
        pages = self.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=PREFIX)
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return [key for key in keys if key.endswith(".json") and key.count("/") == 1]

    def _read(self, key: str) -> str:
        return self.aws.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read().decode()
