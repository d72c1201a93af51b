"""The parts that act, each on the emulated AWS, and each with its network spoiled."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from botocore.exceptions import ClientError
from tasador_release.aws import Aws
from tasador_release.errors import (
    AliasConflict,
    CallFailed,
)
from tasador_release.function import samples
from tasador_release.function.aliases import Aliases
from tasador_release.function.versions import Function
from tasador_release.records.archive import Archive
from tasador_release.records.prune import Pruner
from tasador_release.records.retention import PrunePlan, plan_prune
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.shown import Change
from tasador_release.site.sync import SyncPlan, manifest_of, plan_sync
from tasador_release.values import app, settings
from tasador_release.values.alias import Alias
from tasador_release.values.artifacts import Site
from tasador_release.values.record import Release
from tasador_release.values.results import Synced
from tasador_release.values.target import Credentials, Target

from tests.emulator import release_stack
from tests.emulator.faulty import Fault, Faults, spoiling
from tests.emulator.release_stack import Builder
from tests.paths import ROOT
from tests.unit.release.fake import a_release

pytestmark = pytest.mark.emulator
SETTINGS = settings.read(ROOT / "infra" / "settings.json")
REQUESTS = samples.requests(app.read(ROOT))


async def sync(aws: Aws, bucket: str, site: Site) -> tuple[SyncPlan, Synced]:
    """What a release does with the page, without its alias."""
    there = SiteBucket(aws, bucket)
    listed, index = await there.listed(), await there.index()
    plan = plan_sync(site, await there.remote(site, listed, index))
    sent = await there.send(site, plan, listed)
    items = [*plan.entries, *([plan.index] if plan.index else [])]
    stood = await there.placed(item.key for item in items)
    kept = [await there.kept(item) for item in items]
    await there.show(Change(was, new, was) for was, new in zip(stood, kept, strict=True))
    await there.write_manifest(manifest_of(site))
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


def test_what_went_up_within_a_second_of_its_list_is_told_by_the_listing(
    emulated: Target, bucket: str, tmp_path: Path
) -> None:
    """A listing may date by parts of a second what a header dates by whole ones; no file may need a look of its own."""
    root = release_stack.page(tmp_path, "many")
    for number in range(40):
        (root / "assets" / f"part-{number}.js").write_text(f"{number}")
    aws, site, calls = Aws(emulated), Site.read(root), list[str]()
    anyio.run(sync, aws, bucket, site)
    aws.s3.meta.events.register("before-call.s3", lambda model, **_: calls.append(model.name))
    there = SiteBucket(aws, bucket)

    async def planned() -> SyncPlan:
        index = await there.index()
        return plan_sync(site, await there.remote(site, await there.listed(), index))

    assert anyio.run(planned).empty
    assert sorted(calls) == ["GetObject", "GetObject", "ListObjectsV2"]


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
        proof = anyio.run(Function(Aws(replace(emulated, endpoint=endpoint)), stack.function_name).prove, "1", REQUESTS)
    assert spoiled.spoiled == 3
    assert proof.said.startswith("USD ")


def test_an_alias_move_whose_answer_was_lost_is_no_conflict(builder: Builder, emulated: Target) -> None:
    stack = builder.build()
    version = anyio.run(
        release_stack.publish_zip, Function(Aws(emulated), stack.function_name), release_stack.code(120_000.0)
    )
    spoiled = Faults("PUT /2015-03-31/functions", ["lost answer"])
    plain = Aliases(Aws(emulated), stack.function_name, "live")
    seen = anyio.run(plain.read)
    with spoiling(str(emulated.endpoint), spoiled) as endpoint:
        alias = Aliases(Aws(replace(emulated, endpoint=endpoint)), stack.function_name, "live")
        anyio.run(alias.move, seen, Alias(version))
    assert spoiled.spoiled == 1
    assert anyio.run(plain.read).only(version)


def test_an_alias_that_someone_else_moved_is_a_conflict(builder: Builder, emulated: Target) -> None:
    stack = builder.build()
    function, alias = Function(Aws(emulated), stack.function_name), Aliases(Aws(emulated), stack.function_name, "live")
    second = anyio.run(release_stack.publish_zip, function, release_stack.code(120_000.0))
    third = anyio.run(release_stack.publish_zip, function, release_stack.code(130_000.0))
    seen = anyio.run(alias.read)
    anyio.run(alias.move, seen, Alias(second, (("1", 0.25),)))
    with pytest.raises(AliasConflict):
        anyio.run(alias.move, seen, Alias(third))
    now = anyio.run(alias.read)
    assert (now.version, now.weights) == (second, (("1", 0.25),))
    anyio.run(alias.move, now, Alias(second))
    assert anyio.run(alias.read).only(second)


def test_the_same_code_gives_the_same_version(builder: Builder, emulated: Target) -> None:
    function = Function(Aws(emulated), builder.build().function_name)
    first = anyio.run(release_stack.publish_zip, function, release_stack.code(120_000.0))
    assert anyio.run(release_stack.publish_zip, function, release_stack.code(120_000.0)) == first


def test_an_alias_that_is_not_there_is_made(builder: Builder, emulated: Target) -> None:
    alias = Aliases(Aws(emulated), builder.build().function_name, "other")
    nowhere = anyio.run(alias.read)
    assert nowhere == Alias()
    anyio.run(alias.move, nowhere, Alias("1"))
    assert anyio.run(alias.read).only("1")


def test_records_come_back_newest_first_and_other_keys_are_no_records(emulated: Target, bucket: str) -> None:
    async def go() -> tuple[Release, ...]:
        archive = Archive(Aws(emulated), bucket)
        for name in ("000001-a", "000003-c", "000002-b"):
            await archive.write(a_release(name))
        archive.aws.s3.put_object(Bucket=bucket, Key="releases/kept/aa", Body=b"x")
        return (await archive.read()).releases

    assert [release.id for release in anyio.run(go)] == ["000003-c", "000002-b", "000001-a"]


def test_the_emulator_honours_the_conditions_that_a_release_relies_on_save_those_of_a_copy(
    emulated: Target, bucket: str
) -> None:
    """AWS documents conditions for put, copy and delete. A copy is not used: here it does not honour them."""
    s3 = Aws(emulated).s3
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    refused: list[Callable[[], object]] = [
        lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*"),
        lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch='"x"'),
        lambda: s3.put_object(Bucket=bucket, Key="absent", Body=b"2", IfMatch='"x"'),
        lambda: s3.delete_object(Bucket=bucket, Key="k", IfMatch='"x"'),
    ]
    for act in refused:
        with pytest.raises(ClientError):
            act()
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"1"


def test_pruning_removes_what_no_release_needs_and_can_be_done_again(
    builder: Builder, emulated: Target, tmp_path: Path
) -> None:
    stack = builder.build()
    aws = Aws(emulated)
    pruner = Pruner(aws, stack)

    async def go() -> tuple[PrunePlan, set[str], set[str]]:
        function = Function(aws, stack.function_name)
        for number, text in enumerate(("one", "two"), start=2):
            version = await release_stack.publish_zip(function, release_stack.code(float(number)))
            page = Site.read(release_stack.page(tmp_path / text, text))
            await sync(aws, stack.bucket, page)
            record = a_release(f"00000{number}-a", version=version, site=page.digest)
            await Archive(aws, stack.bucket).write(record)
        aws.s3.put_object(Bucket=stack.bucket, Key="assets/nobody.js", Body=b"x")
        there = replace(await pruner.inventory(keep=1), now=datetime.now(UTC) + timedelta(days=60))
        plan = plan_prune(there, keep=1)
        await pruner.execute(plan)
        await pruner.execute(plan)
        left = await pruner.inventory(keep=1)
        return plan, {item.name for item in left.objects}, {item.name for item in left.versions}

    plan, objects, versions = anyio.run(go)
    assert plan.records == ("releases/000002-a.json",)
    assert "assets/nobody.js" in plan.objects
    assert len([key for key in objects if key.startswith("assets/")]) == 1
    # the alias still leads to the first, and the output names it
    assert versions == {"1", "3"}


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
