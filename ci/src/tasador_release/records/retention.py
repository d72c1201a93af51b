"""What may go: old releases, and whatever nothing that is kept refers to. Pure.

Kept is what is shown (as the index says), what the alias and Terraform's output name, the newest
version, the newest good releases, the young ones, and what a rollback would go back to; and of each of
them the version, the image, and every file. All ages are the account's own: no clock of ours counts.
Where the files of something kept cannot be told, no file goes; the same holds while a record that
cannot be read is young: nobody knows what it needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tasador_release.site.shown import Mark
from tasador_release.site.sync import ASSETS, Manifest
from tasador_release.values.history import History
from tasador_release.values.record import KEPT, PAGES, Release, kept_key, page_key, record_key

KEEP: Final = 10
DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Thing:
    """An object, a function version or an image in the account: its name and age.

    `subject`: the image that it says something of, such as a signature does; it goes with that image.
    """

    name: str
    modified: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is there: records, keys of the bucket, versions (without $LATEST), image digests."""

    now: datetime  # by the account's clock
    past: History
    shown: Mark | None = None
    pages: Mapping[str, Manifest | None] = field(default_factory=dict)  # of what is kept; None: unreadable
    objects: tuple[Thing, ...] = ()
    versions: tuple[Thing, ...] = ()
    images: tuple[Thing, ...] = ()
    live: frozenset[str] = frozenset()  # versions that an alias leads to, or Terraform's output names


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """Names to delete: the records first, so that nothing is gone back to whose parts are on their way out."""

    records: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        told = (
            *(f"record   {name}" for name in self.records),
            *(f"object   {name}" for name in self.objects),
            *(f"version  {name}" for name in self.versions),
            *(f"image    {name}" for name in self.images),
        ) or ("nothing to prune",)
        return (*told, *self.notes)


def plan_prune(there: Inventory, *, keep: int = KEEP, days: int = DAYS) -> PrunePlan:
    """A release goes when it is both too old and not among the newest `keep` good ones."""
    since = there.now - timedelta(days=days)
    kept = kept_releases(there.past, there.shown, since, keep)
    ids = {release.id for release in kept}
    gone = [record_key(release.id) for release in there.past.releases if release.id not in ids]
    gone += [item.key for item in there.past.unreadable if item.modified < since]
    blind = _blind(there, kept, since)
    # without a kept release there is nothing to compare with: then nothing of the kind goes
    if not kept or blind:
        return PrunePlan(records=tuple(gone), notes=tuple(f"no file, version or image goes: {why}" for why in blind))
    return PrunePlan(
        records=tuple(gone),
        objects=_old(there.objects, _files(there, kept), since),
        versions=_old(there.versions, _versions(there, kept), since),
        images=_old(there.images, {_digest(release.code) for release in kept}, since),
    )


def kept_releases(past: History, shown: Mark | None, since: datetime, keep: int) -> tuple[Release, ...]:
    """The young, the newest good ones, the one that is shown, and what a rollback would go back to."""
    ages = dict(past.ages)
    good = [release for release in past.releases if release.outcome == "done"]
    wanted = {release.id for release in good[: max(keep, 1)]}
    wanted |= {release.id for release in past.releases if ages.get(release.id, since) >= since}
    wanted |= {shown.release} if shown else set()
    # what is still on its way, or was killed: the next rollback or release looks at it
    wanted |= {release.id for release in past.unfinished()}
    wanted |= {release.previous for release in good[:1] if release.previous}
    # a rollback that did not end names its target again
    wanted |= {release.restores for release in past.releases if release.id in wanted and release.restores}
    return tuple(release for release in past.releases if release.id in wanted)


def pages_needed(past: History, shown: Mark | None, since: datetime, keep: int) -> tuple[str, ...]:
    """The digests of the pages whose files must stay."""
    kept = kept_releases(past, shown, since, keep)
    return tuple(dict.fromkeys((*([shown.page] if shown else []), *(release.site for release in kept))))


def _blind(there: Inventory, kept: tuple[Release, ...], since: datetime) -> tuple[str, ...]:
    """Why it cannot be told what is needed."""
    done = {release.site for release in kept if release.outcome == "done"}
    done |= {there.shown.page} if there.shown else set()
    lost = [f"the files of page {page[:19]} cannot be read" for page in sorted(done) if there.pages.get(page) is None]
    young = [f"{item.key} cannot be read" for item in there.past.unreadable if item.modified >= since]
    return (*lost, *young)


def _files(there: Inventory, kept: tuple[Release, ...]) -> set[str]:
    pages = {release.site for release in kept} | ({there.shown.page} if there.shown else set())
    manifests = [found for page in pages if (found := there.pages.get(page)) is not None]
    named = {item.key for manifest in manifests for item in manifest.assets}
    held = {kept_key(item.sha256) for manifest in manifests for item in (*manifest.entries, manifest.index)}
    return named | held | {page_key(page) for page in pages}


def _versions(there: Inventory, kept: tuple[Release, ...]) -> set[str]:
    newest = max((item.name for item in there.versions), key=_number, default="")
    return {release.version for release in kept} | there.live | {newest}


def _old(things: Iterable[Thing], referred: set[str], since: datetime) -> tuple[str, ...]:
    return tuple(item.name for item in things if not {item.name, item.subject} & referred and item.modified < since)


def prunable(key: str) -> bool:
    """Whether an object is of a kind that is pruned by what refers to it."""
    return key.startswith((ASSETS, KEPT, PAGES))


def _number(version: str) -> int:
    return int(version) if version.isdigit() else 0


def _digest(code: str) -> str:
    return code.rsplit("@", 1)[-1]
