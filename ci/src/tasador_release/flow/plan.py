"""What a release or a rollback will do, as a value: printed by --dry-run, executed by exactly one executor. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasador_release.site.shown import Change, Mark, Placed, mark_of
from tasador_release.site.sync import INDEX, Manifest, SyncPlan
from tasador_release.values.alias import Alias
from tasador_release.values.canary import CanaryStep
from tasador_release.values.history import History
from tasador_release.values.record import Release


@dataclass(frozen=True, slots=True)
class LiveState:
    """What users get, as it was read: where the alias leads, the index, and the index's mark."""

    alias: Alias
    index: Placed
    mark: Mark | None

    @property
    def release(self) -> str:
        """The release that the index says it is of; "" when there is no index, or not one of ours."""
        return self.mark.release if self.mark else ""

    def agrees(self, good: Release | None) -> bool:
        """Whether this is what a good record says, page and API."""
        return good is not None and self.release == good.id and self.alias.only(good.version)


@dataclass(frozen=True, slots=True)
class CodePlan:
    """The function's next version, the alias as it stood, and where a failure lets it lead again."""

    function: str
    alias: str
    seen: Alias
    next: str
    back: Alias

    @property
    def current(self) -> str:
        return self.seen.version

    @property
    def changed(self) -> bool:
        return not self.seen.only(self.next)

    @property
    def gradual(self) -> bool:
        """Whether requests can be divided: there is an old version beside the new one."""
        return bool(self.seen.version) and self.back.version not in ("", self.next)

    def line(self) -> str:
        if not self.changed:
            return f"stays at version {self.current}"
        return f"from {self.seen.line()} to version {self.next}"


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """The record as it will be begun, what was good before, and what changes.

    `changes` is in the order of a release: entries, then the index. `backwards`: a rollback, which
    shows the index first and moves the alias last, so that no new page meets an old API.
    """

    release: Release
    before: Release | None
    code: CodePlan
    site: SyncPlan
    manifest: Manifest
    shown: str = ""
    changes: tuple[Change, ...] = ()
    backwards: bool = False
    canary: tuple[CanaryStep, ...] = ()  # before the alias leads to the new version alone
    against: float | None = None  # share beyond which a number that moved between the versions is listed

    @property
    def empty(self) -> bool:
        """Nothing changes for anybody: what stands is what the last good record and this plan say."""
        entries = [item for item in self.changes if item.key != INDEX and not item.stood.same(item.new)]
        return not self.code.changed and self.site.empty and not entries and self._on_record

    @property
    def again(self) -> str | None:
        """What users see again if this one fails, in words; None when they saw nothing."""
        index = next((item for item in self.changes if item.key == INDEX), None)
        if index is None or index.back.body is None:
            return None
        mark = mark_of(index.back.body)
        return f"release {mark.release}" if mark else "the page that stood there"

    @property
    def paths(self) -> tuple[str, ...]:
        """What to invalidate."""
        named = dict.fromkeys(f"/{item.key}" for item in self.changes if item.key != INDEX)
        return ("/", f"/{INDEX}", *named)

    @property
    def _on_record(self) -> bool:
        before, new = self.before, self.release
        if before is None or self.shown != before.id:
            return False
        return (before.version, before.code, before.site) == (self.code.next, new.code, new.site)

    def lines(self) -> tuple[str, ...]:
        """The plan for a reader, one step a line."""
        release = self.release
        title = f"release {release.id} to {release.target} ({release.stage})"
        return (title, "nothing to do") if self.empty else (title, *_steps(self))


@dataclass(frozen=True, slots=True)
class Undo:
    """What a failed release puts back: these changes, the alias from how it is to where it led; and what it leaves."""

    changes: tuple[Change, ...]
    alias: tuple[Alias, Alias] | None
    left: tuple[str, ...]


def undo(plan: ReleasePlan, now: Alias, placed: Iterable[Placed]) -> Undo:
    """Only what this release changed, or a killed one before it, goes back; what somebody else changed is left."""
    stand = {item.key: item for item in placed}
    ours = [change for change in plan.changes if change.ours(stand[change.key])]
    left = [f"{change.key} as someone else made it" for change in plan.changes if change not in ours]
    code = plan.code
    mine = now.revision == code.seen.revision or now.shows(code.next)
    if not mine and not now.same(code.back):
        left.append(f"alias {code.alias} at {now.line()}, where someone else moved it")
    again = [item for item in ours if not stand[item.key].alike(item.back)]
    changes = tuple(Change(stand[item.key], item.back, item.back) for item in again)
    return Undo(changes, (now, code.back) if mine and code.back.version else None, tuple(left))


def led_back(past: History, seen: Alias) -> Alias:
    """Where a failure lets the alias lead: as it stood, save where a killed release had moved it."""
    good = past.last_good
    killed = [item for item in past.unfinished() if seen.shows(item.version)]
    if good is None or not killed or seen.only(good.version):
        return seen
    return Alias(good.version)


def shown_back(past: History, stands: LiveState) -> Release | None:
    """The release whose page a failure shows again instead of what stood: None when what stood was meant."""
    good = past.last_good
    killed = any(item.id == stands.release for item in past.unfinished())
    return good if killed else None


def disturbed(past: History, stands: LiveState) -> bool:
    """Whether users may see what is not the last good release, and nobody's hand but a killed one's explains it."""
    good = past.last_good
    if good is None or stands.release != good.id:
        return True
    return any(stands.alias.shows(item.version) and item.version != good.version for item in past.unfinished())


def _steps(plan: ReleasePlan) -> tuple[str, ...]:
    code, page = f"alias       {plan.code.function}:{plan.code.alias} {plan.code.line()}", _page(plan)
    unchanged = (f"unchanged   {plan.site.unchanged} files",)
    shares = (*(f"canary      version {plan.code.next} gets {step.line()}" for step in plan.canary),)
    sent = (*(f"upload      {item.key} ({item.size} bytes)" for item in plan.site.uploads),)
    return (
        f"previous    {plan.release.previous or 'none'}",
        *((*page, code) if plan.backwards else (*shares, code, *sent, *unchanged, *page)),
        f"invalidate  {' '.join(plan.paths)}",
    )


def _page(plan: ReleasePlan) -> tuple[str, ...]:
    return tuple(f"show        {item.key}" for item in plan.changes if not item.stood.same(item.new))
