"""The alias that users' requests go through: read, and moved on condition that it is as it was read.

Lambda answers PreconditionFailedException when the RevisionId is not the latest any more. Each move
says the weights too: those that somebody left there are cleared by a move without any.

Reads are eventually consistent: one after a move may show what stood before it. A RevisionId never
comes back, so a read that shows one that a move of ours replaced is late, and nobody's hand. A write
on condition is never late: so an alias that was read as it shall be is moved there all the same,
and a read from before somebody's move, or from before our own whose answer was lost, is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tasador_release import patience
from tasador_release.aws import Aws, call, guarded
from tasador_release.errors import AliasConflict, CallFailed
from tasador_release.values.alias import Alias

_CONFLICT: Final = frozenset({"PreconditionFailedException", "ResourceConflictException"})


@dataclass(frozen=True, slots=True)
class Aliases:
    """One alias of one function. `guard` is asked right before a move; `replaced`: the RevisionIds that moves ended."""

    aws: Aws
    function: str
    name: str
    guard: Callable[[], None] = lambda: None
    replaced: set[str] = field(default_factory=set)

    async def read(self) -> Alias:
        """As it stands; an Alias without version when there is none."""
        return await patience.until_known(self._read, self._late)

    def _late(self, answer: Alias | CallFailed) -> bool:
        return isinstance(answer, Alias) and answer.revision in self.replaced

    async def _read(self) -> Alias:
        get = self.aws.lambda_.get_alias
        try:
            return await call("lambda:GetAlias", lambda: _alias(get(FunctionName=self.function, Name=self.name)))
        except CallFailed as error:
            if error.code == "ResourceNotFoundException":
                return Alias()
            raise

    async def move(self, seen: Alias, to: Alias) -> Alias:
        """Let requests go where `to` says; AliasConflict unless the alias is still as it was seen."""
        try:
            moved = await call("lambda:UpdateAlias", self._move, seen, to)
        except CallFailed as error:
            if error.code not in _CONFLICT:
                raise
            self.replaced.add(seen.revision)  # by whomever: Lambda says that it is not the latest
            now = await self.read()
            # a call that was retried may have arrived the first time
            if not now.same(to):
                raise AliasConflict(self.name, to.line(), now.line()) from error
            return now
        if moved.revision != seen.revision:  # one that stayed tells no read from another
            self.replaced.add(seen.revision)
        return moved

    def _move(self, seen: Alias, to: Alias) -> Alias:
        # the stubs know one type of call each, and both are made here
        functions: Any = self.aws.lambda_
        given = {
            "FunctionName": self.function,
            "Name": self.name,
            "FunctionVersion": to.version,
            "RoutingConfig": {"AdditionalVersionWeights": dict(to.weights)},
        }
        with guarded(self.guard):
            if not seen.version:
                return _alias(functions.create_alias(**given))
            return _alias(functions.update_alias(**given, RevisionId=seen.revision))


def _alias(answer: Any) -> Alias:  # noqa: ANN401  three calls answer in this form
    weights = (answer.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    return Alias(answer["FunctionVersion"], tuple(sorted(weights.items())), answer["RevisionId"])
