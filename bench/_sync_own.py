"""One sync of a folder by the release library, as a process of its own: ENDPOINT BUCKET FOLDER. See `sync`."""

import sys
from pathlib import Path

import anyio
from tasador_release.aws import Aws
from tasador_release.site.bucket import SiteBucket
from tasador_release.site.shown import Change
from tasador_release.site.sync import manifest_of, plan_sync
from tasador_release.values.artifacts import Site
from tasador_release.values.target import Target, emulator


async def ours(target: Target, bucket: str, folder: Path) -> None:
    """What a release does with the page."""
    there, site = SiteBucket(Aws(target), bucket), Site.read(folder)
    index, listed = await there.index(), await there.listed()
    plan = plan_sync(site, await there.remote(site, listed, index))
    if plan.empty:
        return
    await there.send(site, plan, listed)
    items = [*plan.entries, *([plan.index] if plan.index else [])]
    stood = await there.placed(item.key for item in items)
    kept = [await there.kept(item) for item in items]
    await there.show(Change(was, new, was) for was, new in zip(stood, kept, strict=True))
    await there.write_manifest(manifest_of(site))


if __name__ == "__main__":
    anyio.run(ours, emulator(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
