"""What of a stage still stands: what its states hold, and what the account has under its names and in no state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasador_release import recipes, teardown
from tasador_release.account import emptying
from tasador_release.aws import Aws, state_object
from tasador_release.locks import statelock
from tasador_release.terraform.roots import Terraform
from tasador_release.values import state
from tasador_release.values.target import Target

PREFIX: Final = "trial-"


@dataclass(frozen=True, slots=True)
class Left:
    """One resource: its address, and its id in AWS where it is in no state."""

    address: str
    id: str = ""

    def line(self) -> str:
        return f"{self.address} ({self.id or 'in the state'})"


async def look(terraform: Terraform, target: Target) -> tuple[Left, ...]:
    """Ask the states and AWS. Changes nothing."""
    found: list[Left] = []
    for root in teardown.ROOTS:
        found += [Left(address) for address in await in_state(target, recipes.state_key(root, target.stage))]
        _, takeover = await terraform.plan_adoption(target, root)
        found += [Left(one.address, one.id) for one in takeover.imported.values()]
    return tuple(found)


async def clear(terraform: Terraform, target: Target) -> tuple[Left, ...]:
    """Take down what still stands: what is in no state is imported, then all is destroyed. What stands even so."""
    if not await look(terraform, target):
        return ()
    await destroy(terraform, target)
    for root in teardown.ROOTS:
        planned, takeover = await terraform.plan_adoption(target, root, alone=True)
        if takeover.imported:
            await terraform.apply(planned)
    await destroy(terraform, target)
    return await look(terraform, target)


async def destroy(terraform: Terraform, target: Target) -> teardown.Teardown:
    """The stage by its states, whoever may have left a lock beside them: nobody else works on a throw-away stage."""
    for root in teardown.ROOTS:
        held = await statelock.peek(Aws(target), recipes.state_key(root, target.stage))
        if held:
            await statelock.remove(Aws(target), held)
    seen = await teardown.look(terraform, target)
    await teardown.execute(terraform, seen)
    return seen


async def forget(target: Target) -> None:
    """Remove the states of a stage that is gone, and its lock, in all their versions."""
    await emptying.remove(Aws(target).home, target.state, lambda key: key in own_keys(target.stage))


def own_keys(stage: str) -> frozenset[str]:
    """What a stage has in the state's bucket."""
    states = [recipes.state_key(root, stage) for root in teardown.ROOTS]
    return frozenset((*states, *(key + statelock.SUFFIX for key in states), f"locks/{stage}.json"))


async def in_state(target: Target, key: str) -> tuple[str, ...]:
    """The addresses that a state holds; none where there is no such state."""
    body = await state_object(Aws(target), key)
    return () if body is None else state.managed(body)


async def earlier(target: Target) -> Sequence[str]:
    """The stages of trials that were killed before their end: those whose states hold something."""
    found = []
    for key in sorted(await emptying.keys(Aws(target).home, target.state)):
        stage = key.removeprefix("app/").removeprefix("registry/").removesuffix(".tfstate")
        if stage.startswith(PREFIX) and key.endswith(".tfstate") and await in_state(target, key):
            found.append(stage)
    return tuple(dict.fromkeys(found))
