"""What a saved Terraform plan would do, by name, from `terraform show -json`. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasador_release.errors import DestroyRefused, PlanUnreadable
from tasador_release.terraform.losses import losses


@dataclass(frozen=True, slots=True)
class Changes:
    """Addresses by what happens to them. `replaced` ones are destroyed and made anew."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    destroyed: tuple[str, ...] = ()
    drifted: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()  # what an update takes away: see `losses`
    imported: tuple[str, ...] = ()  # what stands already and comes into the state
    outputs: tuple[str, ...] = ()  # names of outputs whose value changes: state alone, no resource

    @property
    def empty(self) -> bool:
        """Nothing to apply. Drift alone changes nothing until a plan says so."""
        return not (self.touches_resources or self.imported or self.outputs)

    @property
    def touches_resources(self) -> bool:
        return bool(self.added or self.changed or self.replaced or self.destroyed)

    @property
    def gone(self) -> tuple[str, ...]:
        """Everything that stops existing, be it for a moment, and everything that an update takes away."""
        replaced = (address for address in self.replaced if not _succeeded(address))
        return (*self.destroyed, *replaced, *self.lost)

    def lines(self) -> tuple[str, ...]:
        """For a reader: a sign and an address a line, then the sum."""
        done = (("+", self.added), ("~", self.changed), ("±", self.replaced), ("-", self.destroyed))
        signs = (*done, (">", self.imported))
        listed = [f"{sign} {address}" for sign, addresses in signs for address in addresses]
        lost = (f"! {loss}" for loss in self.lost)
        return (*listed, *lost, *(f"= output.{name}" for name in self.outputs), self.summary())

    def summary(self) -> str:
        if self.empty:
            return "nothing to change"
        counts = (
            (len(self.added), "to add"),
            (len(self.changed), "to change"),
            (len(self.replaced), "to replace"),
            (len(self.destroyed), "to destroy"),
            (len(self.imported), "to import"),
            (len(self.outputs), "outputs to write"),
        )
        return ", ".join(f"{count} {what}" for count, what in counts if count)


def parse(text: str, *, limited: bool = False) -> Changes:
    """Parse a plan; one that cannot be understood is an error, not an empty plan.

    `limited`: it was asked for some addresses alone, and Terraform calls it incomplete for that.
    """
    plan = _plan(text, limited=limited)
    try:
        kinds = [(str(item["address"]), _kind(item["change"]["actions"])) for item in _resources(plan)]
        drifted = tuple(str(item["address"]) for item in _drift(plan))
        imported = tuple(str(item["address"]) for item in _resources(plan) if item["change"].get("importing"))
        outputs = tuple(name for name, item in plan.get("output_changes", {}).items() if _differs(item["actions"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise PlanUnreadable(f"a change without its {error}") from error
    return Changes(
        added=_of(kinds, "add"),
        changed=_of(kinds, "change"),
        replaced=_of(kinds, "replace"),
        destroyed=_of(kinds, "destroy"),
        drifted=drifted,
        lost=tuple(loss for item in _resources(plan) for loss in _losses(item)),
        imported=imported,
        outputs=outputs,
    )


def resources(text: str, *, limited: bool = False) -> tuple[Mapping[str, Any], ...]:
    """The planned changes of managed resources, each as Terraform has it: `address`, `type`, `change`."""
    return tuple(_resources(_plan(text, limited=limited)))


def refuse_destroys(changes: Changes, *, allowed: bool) -> None:
    """Destroys pass only when somebody said so. A replacement destroys too."""
    if changes.gone and not allowed:
        raise DestroyRefused(changes.gone)


def _losses(item: dict[str, Any]) -> tuple[str, ...]:
    change = item["change"]
    if _kind(change["actions"]) != "change":
        return ()
    before, after = change.get("before") or {}, change.get("after") or {}
    if change.get("importing"):
        # AWS does not know these: an import has them as the provider's defaults
        before = {**before, **{name: after.get(name) for name in ("force_destroy", "force_delete")}}
    return losses(str(item["address"]), str(item.get("type")), before, after)


def _succeeded(address: str) -> bool:
    """A deployment of the API is a snapshot: the next one is made, and live, before it goes."""
    return address.startswith("aws_api_gateway_deployment.")


def _plan(text: str, *, limited: bool) -> dict[str, Any]:
    try:
        plan = json.loads(text)
    except json.JSONDecodeError as error:
        raise PlanUnreadable(str(error)) from error
    if not isinstance(plan, dict) or "format_version" not in plan:
        raise PlanUnreadable("it has no format_version")
    if plan.get("errored") or (plan.get("complete") is False and not limited):
        raise PlanUnreadable("terraform calls it errored or incomplete")
    return plan


def _resources(plan: dict[str, Any]) -> list[dict[str, Any]]:
    # data sources are read, never changed
    return [item for item in plan.get("resource_changes", []) if item.get("mode") != "data"]


def _drift(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in plan.get("resource_drift", []) if _differs(item["change"]["actions"])]


def _differs(actions: list[str]) -> bool:
    return _kind(actions) != "none"


def _kind(actions: list[str]) -> str:
    match sorted(actions):
        case ["create"]:
            return "add"
        case ["update"]:
            return "change"
        case ["create", "delete"]:
            return "replace"
        case ["delete"]:
            return "destroy"
        case ["no-op"] | ["read"] | ["forget"]:
            return "none"
        case other:
            raise PlanUnreadable(f"unknown actions {other}")


def _of(kinds: Iterable[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(address for address, found in kinds if found == kind)
