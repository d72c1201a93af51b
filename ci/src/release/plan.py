"""What a release will do, as a value: printed by --dry-run, executed by exactly one executor."""

from dataclasses import dataclass

from release.sync import SyncPlan


@dataclass(frozen=True, slots=True)
class CodePlan:
    """The function's next version; `current` is where the alias points now ("" = nowhere)."""

    function: str
    alias: str
    current: str
    next: str  # a version, or "new" when the release publishes it itself
    digest: str

    @property
    def changed(self) -> bool:
        return self.current != self.next


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """One release: who, where to, from what, and the steps in their order."""

    release: str
    target: str
    stage: str
    previous: str | None
    code: CodePlan
    site: SyncPlan

    @property
    def empty(self) -> bool:
        """Nothing changes for anybody: the second of two identical deploys."""
        return not self.code.changed and self.site.empty

    def lines(self) -> tuple[str, ...]:
        """The plan for a reader, one step a line."""
        return (f"release {self.release} to {self.target} ({self.stage})", *_steps(self))


def _steps(plan: ReleasePlan) -> tuple[str, ...]:
    return (
        f"previous  {plan.previous or 'none'}",
        _code_line(plan.code),
        *(_upload_line(item.key, item.size) for item in plan.site.uploads),
        f"site      {plan.site.unchanged} files unchanged",
        f"cdn       {' '.join(plan.site.paths) or 'nothing to invalidate'}",
    )


def _code_line(code: CodePlan) -> str:
    if not code.changed:
        return f"function  {code.function}:{code.alias} stays at version {code.current}"
    return f"function  {code.function}:{code.alias} {code.current or 'none'} -> {code.next}"


def _upload_line(key: str, size: int) -> str:
    return f"upload    {key} ({size} bytes)"
