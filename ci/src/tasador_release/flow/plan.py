"""What a release will do, as a value: printed by --dry-run, executed by exactly one executor."""

from dataclasses import dataclass

from tasador_release.site.sync import INDEX, SyncPlan
from tasador_release.values.history import Release


@dataclass(frozen=True, slots=True)
class CodePlan:
    """The function's next version; `current` is where the alias points now ("" = nowhere)."""

    function: str
    alias: str
    current: str
    next: str

    @property
    def changed(self) -> bool:
        return self.current != self.next

    def line(self) -> str:
        if not self.changed:
            return f"stays at version {self.current}"
        return f"from {self.current or 'nowhere'} to version {self.next}"


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """The record as it will be begun, what was good before, and what changes."""

    release: Release
    before: Release | None
    code: CodePlan
    site: SyncPlan

    @property
    def empty(self) -> bool:
        """Nothing changes for anybody, and the last good record says just this."""
        return not self.code.changed and self.site.empty and self._on_record

    @property
    def paths(self) -> tuple[str, ...]:
        """What to invalidate. A killed release may have changed the index and told no edge."""
        if self.before is not None and self.before.site == self.release.site:
            return self.site.paths
        return tuple(dict.fromkeys(("/", f"/{INDEX}", *self.site.paths)))

    @property
    def _on_record(self) -> bool:
        before, new = self.before, self.release
        if before is None:
            return False
        return (before.version, before.code, before.site) == (self.code.next, new.code, new.site)

    def lines(self) -> tuple[str, ...]:
        """The plan for a reader, one step a line."""
        release = self.release
        title = f"release {release.id} to {release.target} ({release.stage})"
        return (title, "nothing to do") if self.empty else (title, *_steps(self))


def _steps(plan: ReleasePlan) -> tuple[str, ...]:
    return (
        f"previous    {plan.release.previous or 'none'}",
        f"alias       {plan.code.function}:{plan.code.alias} {plan.code.line()}",
        *(f"upload      {item.key} ({item.size} bytes)" for item in plan.site.uploads),
        f"unchanged   {plan.site.unchanged} files",
        f"invalidate  {' '.join(plan.paths) or 'nothing'}",
    )
