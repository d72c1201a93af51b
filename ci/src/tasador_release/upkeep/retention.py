"""What may go: old releases, and whatever no kept release refers to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasador_release.site.sync import ASSETS
from tasador_release.values.history import PREFIX, Release, last_good, newest_first

KEEP: Final = 10
DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Thing:
    """An object, a function version or an image in the account: its name and age."""

    name: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is there: keys of the bucket, versions (without $LATEST), image digests."""

    releases: tuple[Release, ...]
    objects: tuple[Thing, ...] = ()
    versions: tuple[Thing, ...] = ()
    images: tuple[Thing, ...] = ()
    live: frozenset[str] = frozenset()  # versions that an alias points to


@dataclass(frozen=True, slots=True)
class PrunePlan:
    """Names to delete, in this order: objects, versions, images."""

    releases: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.objects or self.versions or self.images)

    def lines(self) -> tuple[str, ...]:
        return (
            *(f"object   {name}" for name in self.objects),
            *(f"version  {name}" for name in self.versions),
            *(f"image    {name}" for name in self.images),
        ) or ("nothing to prune",)


def plan_prune(there: Inventory, now: datetime, *, keep: int = KEEP, days: int = DAYS) -> PrunePlan:
    """A release goes when it is both too old and not among the newest `keep` good ones."""
    since = now - timedelta(days=days)
    kept = kept_releases(there.releases, since, keep)
    ids = {release.id for release in kept}
    gone = tuple(release.id for release in newest_first(there.releases) if release.id not in ids)
    return PrunePlan(
        releases=gone,
        objects=_objects(there, kept, gone, since),
        # without a kept release there is nothing to compare with: then nothing of the kind goes
        versions=_old(there.versions, {r.version for r in kept} | there.live, since) if kept else (),
        images=_old(there.images, {_digest(r.code) for r in kept}, since) if kept else (),
    )


def kept_releases(releases: Iterable[Release], since: datetime, keep: int) -> tuple[Release, ...]:
    """The young, the newest good ones, the live one, and what a rollback would go back to."""
    ordered = newest_first(releases)
    good = [release for release in ordered if release.outcome == "done"]
    live = last_good(good)
    wanted = {release.id for release in good[: max(keep, 1)]}
    wanted |= {release.id for release in ordered if _time(release) >= since}
    wanted |= {name for name in (live.id, live.previous) if name} if live else set()
    # a rollback shows the index of the release it went back to
    wanted |= {release.origin for release in ordered if release.id in wanted}
    return tuple(release for release in ordered if release.id in wanted)


def _objects(there: Inventory, kept: tuple[Release, ...], gone: tuple[str, ...], since: datetime) -> tuple[str, ...]:
    referred = {key for release in kept for key in release.files}
    dead = tuple(f"{PREFIX}{name}" for name in gone)
    records = [item.name for item in there.objects if _belongs(item.name, dead)]
    assets = [item for item in there.objects if item.name.startswith(ASSETS)] if kept else []
    return (*records, *_old(assets, referred, since))


def _belongs(key: str, dead: tuple[str, ...]) -> bool:
    return any(key == f"{name}.json" or key.startswith(f"{name}/") for name in dead)


def _old(things: Iterable[Thing], referred: set[str] | frozenset[str], since: datetime) -> tuple[str, ...]:
    return tuple(item.name for item in things if item.name not in referred and item.modified < since)


def _digest(code: str) -> str:
    return code.rsplit("@", 1)[-1]


def _time(release: Release) -> datetime:
    return datetime.fromisoformat(release.started_at)
