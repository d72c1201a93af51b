"""The parts that act, each on the emulated AWS, and each with its network spoiled."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from tasador_release.aws import Aws
from tasador_release.errors import (
    AliasConflict,
    CallFailed,
)
from tasador_release.function.versions import Function
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.sync import SyncPlan, plan_sync
from tasador_release.upkeep.archive import Archive
from tasador_release.upkeep.prune import Pruner
from tasador_release.upkeep.retention import plan_prune
from tasador_release.values import history, settings
from tasador_release.values.artifacts import Site
from tasador_release.values.results import Synced
from tasador_release.values.target import Credentials, Target

from tests.emulator import release_stack
from tests.emulator.faulty import Fault, Faults, spoiling
from tests.emulator.release_stack import Builder
from tests.unit.release.fake import a_release

pytestmark = pytest.mark.emulator
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = settings.read(ROOT / "infra" / "settings.json")


async def sync(aws: Aws, bucket: str, site: Site) -> tuple[SyncPlan, Synced]:
    there = SiteBucket(aws, bucket)
    plan = plan_sync(site, await there.remote(site))
    sent = await there.send(site, plan, "r1")
    await Archive(aws, bucket).show_index("r1")
    return plan, sent


def test_a_page_goes_up_once_with_its_headers(emulated: Target, bucket: str, tmp_path: Path) -> None:
    aws, site = Aws(emulated), Site.read(release_stack.page(tmp_path, "one"))
    plan, sent = anyio.run(sync, aws, bucket, site)
    assert (sent.uploaded, len(plan.uploads)) == (2, 3)
    again, _ = anyio.run(sync, aws, bucket, site)
    assert again.empty
    asset = next(file.path for file in site.files if file.path.startswith("assets/"))
    head = aws.s3.head_object(Bucket=bucket, Key=asset)
    assert head["CacheControl"] == "public, max-age=31536000, immutable"
    assert head["ContentType"] == "text/javascript; charset=utf-8"
    index = aws.s3.head_object(Bucket=bucket, Key="index.html")
    assert (index["CacheControl"], index["ContentType"]) == ("no-cache", "text/html; charset=utf-8")


def test_old_assets_stay_when_a_new_page_goes_up(emulated: Target, bucket: str, tmp_path: Path) -> None:
    aws = Aws(emulated)
    old = Site.read(release_stack.page(tmp_path / "old", "old"))
    anyio.run(sync, aws, bucket, old)
    anyio.run(sync, aws, bucket, Site.read(release_stack.page(tmp_path / "new", "new")))
    keys = {item["Key"] for item in aws.s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert {file.path for file in old.files} <= keys


@pytest.mark.parametrize("faults", [["503", "503"], ["reset"], ["lost answer"], ["reset", "503", "lost answer"]])
def test_an_upload_survives_a_bad_network(emulated: Target, bucket: str, tmp_path: Path, faults: list[Fault]) -> None:
    site = Site.read(release_stack.page(tmp_path, "one"))
    spoiled = Faults(f"PUT /{bucket}/assets", list(faults))
    with spoiling(str(emulated.endpoint), spoiled) as endpoint:
        anyio.run(sync, Aws(replace(emulated, endpoint=endpoint)), bucket, site)
    assert spoiled.spoiled == len(faults)
    plan, _ = anyio.run(sync, Aws(emulated), bucket, site)
    assert plan.empty


def test_a_network_that_stays_bad_is_one_clear_error(emulated: Target, bucket: str, tmp_path: Path) -> None:
    site = Site.read(release_stack.page(tmp_path, "one"))
    with spoiling(str(emulated.endpoint), Faults(f"PUT /{bucket}", ["503"] * 50)) as endpoint:
        aws = Aws(replace(emulated, endpoint=endpoint), attempts=2)
        with pytest.raises(CallFailed, match="SlowDown") as raised:
            anyio.run(sync, aws, bucket, site)
    assert "run again" in raised.value.next_step
    assert "index.html" not in {
        item["Key"] for item in Aws(emulated).s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    }


def test_throttling_is_waited_for(builder: Builder, emulated: Target) -> None:
    stack = builder.build()
    spoiled = Faults("/functions/", ["throttle", "throttle", "reset"])
    with spoiling(str(emulated.endpoint), spoiled) as endpoint:
        proof = anyio.run(Function(Aws(replace(emulated, endpoint=endpoint)), stack.function_name).prove, "1")
    assert spoiled.spoiled == 3
    assert proof.price > 0


def test_an_alias_move_whose_answer_was_lost_is_no_conflict(builder: Builder, emulated: Target) -> None:
    stack = builder.build()
    plain = Function(Aws(emulated), stack.function_name)
    version = anyio.run(plain.publish_zip, release_stack.code(2.0))
    spoiled = Faults("PUT /2015-03-31/functions", ["lost answer"])
    with spoiling(str(emulated.endpoint), spoiled) as endpoint:
        function = Function(Aws(replace(emulated, endpoint=endpoint)), stack.function_name)
        anyio.run(function.move_alias, "live", version, "1")
    assert spoiled.spoiled == 1
    assert anyio.run(plain.alias, "live") == version


def test_an_alias_that_someone_else_moved_is_a_conflict(builder: Builder, emulated: Target) -> None:
    stack = builder.build()
    function = Function(Aws(emulated), stack.function_name)
    second = anyio.run(function.publish_zip, release_stack.code(2.0))
    third = anyio.run(function.publish_zip, release_stack.code(3.0))
    anyio.run(function.move_alias, "live", second, "1")
    with pytest.raises(AliasConflict):
        anyio.run(function.move_alias, "live", third, "1")
    assert anyio.run(function.alias, "live") == second


def test_the_same_code_gives_the_same_version(builder: Builder, emulated: Target) -> None:
    function = Function(Aws(emulated), builder.build().function_name)
    first = anyio.run(function.publish_zip, release_stack.code(2.0))
    assert anyio.run(function.publish_zip, release_stack.code(2.0)) == first


def test_an_alias_that_is_not_there_is_made(builder: Builder, emulated: Target) -> None:
    function = Function(Aws(emulated), builder.build().function_name)
    assert anyio.run(function.alias, "other") == ""
    anyio.run(function.move_alias, "other", "1", "")
    assert anyio.run(function.alias, "other") == "1"


def test_records_come_back_newest_first_and_other_keys_are_no_records(emulated: Target, bucket: str) -> None:
    async def go() -> tuple[history.Release, ...]:
        archive = Archive(Aws(emulated), bucket)
        for name in ("0001", "0003", "0002"):
            await archive.write(a_release(name))
        archive.aws.s3.put_object(Bucket=bucket, Key="releases/0001/index.html", Body=b"x")
        return await archive.all()

    assert [release.id for release in anyio.run(go)] == ["0003", "0002", "0001"]


def test_pruning_removes_what_no_release_needs_and_can_be_done_again(
    builder: Builder, emulated: Target, tmp_path: Path
) -> None:
    stack = builder.build()
    aws = Aws(emulated)
    pruner = Pruner(aws, stack)

    async def go() -> tuple[tuple[str, ...], set[str], set[str]]:
        function = Function(aws, stack.function_name)
        versions = [await function.publish_zip(release_stack.code(float(n))) for n in (2, 3)]
        for number, version in enumerate(versions):
            files = (f"assets/{number}.js",)
            aws.s3.put_object(Bucket=stack.bucket, Key=files[0], Body=b"x")
            previous = "0000" if number else None
            await Archive(aws, stack.bucket).write(
                a_release(f"000{number}", version=version, files=files, previous=previous)
            )
        aws.s3.put_object(Bucket=stack.bucket, Key="assets/nobody.js", Body=b"x")
        plan = plan_prune(await pruner.inventory(), datetime.now(UTC) + timedelta(days=60), keep=1)
        await pruner.execute(plan)
        await pruner.execute(plan)
        left = await pruner.inventory()
        return plan.objects, {item.name for item in left.objects}, {item.name for item in left.versions}

    pruned, objects, versions = anyio.run(go)
    assert pruned == ("assets/nobody.js",)
    assert {"assets/0.js", "assets/1.js", "releases/0000.json"} <= objects
    # the alias still points to the first
    assert versions == {"1", "2", "3"}


def test_no_secret_is_in_what_a_release_leaves(emulated: Target, bucket: str, tmp_path: Path) -> None:
    secret = "planted-secret-4711"
    target = replace(emulated, credentials=Credentials("test", secret))
    anyio.run(sync, Aws(target), bucket, Site.read(release_stack.page(tmp_path, "one")))
    anyio.run(Archive(Aws(target), bucket).write, a_release())
    listed = Aws(emulated).s3.list_objects_v2(Bucket=bucket)["Contents"]
    bodies = [Aws(emulated).s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read() for item in listed]
    assert len(bodies) >= 4
    assert not any(secret.encode() in body for body in bodies)
    assert secret not in json.dumps({"target": repr(target), "aws": repr(Aws(target))})
