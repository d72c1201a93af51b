"""Clients of one target, and their calls with Terraform's arguments: botocore's model knows how AWS spells them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from botocore.model import ListShape, Shape, StructureShape
from tasador_release.aws import client
from tasador_release.errors import InfraError
from tasador_release.values.target import Target

Value: TypeAlias = Any  # whatever JSON can hold
Client: TypeAlias = Any  # boto3 makes its classes at run time
Answer: TypeAlias = Mapping[str, Any]
_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Clients:
    """boto3's clients for a target, each made once."""

    target: Target
    _made: dict[str, Client] = field(default_factory=dict, repr=False)

    def __getitem__(self, service: str) -> Client:
        if service not in self._made:
            self._made[service] = client(self.target, service)
        return self._made[service]

    def call(
        self, service: str, operation: str, args: Mapping[str, Any], renamed: Mapping[str, str] = _NOTHING
    ) -> Answer:
        """`operation` as boto3 names it. `renamed`: arguments that AWS calls by another name, at any depth."""
        one = self[service]
        shape = one.meta.service_model.operation_model(one.meta.method_to_api_mapping[operation]).input_shape
        answer: Answer = getattr(one, operation)(**spelled(args, shape, renamed))
        return answer


Creator: TypeAlias = Callable[[Clients, Mapping[str, Any]], dict[str, str]]


def one_call(
    service: str, operation: str, renamed: Mapping[str, str] = _NOTHING, without: Collection[str] = ()
) -> Creator:
    """The creator of a resource that is one call, and that no other resource refers to."""

    def make(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
        clients.call(service, operation, {name: args[name] for name in args if name not in without}, renamed)
        return {}

    return make


def spelled(value: Value, shape: Shape, renamed: Mapping[str, str]) -> Value:
    """`snake_case` as the shape spells it; one block where it wants a list; numbers where it wants text."""
    if isinstance(shape, StructureShape):
        return _structure(value if isinstance(value, Mapping) else {"items": value}, shape, renamed)
    if isinstance(shape, ListShape):
        return [spelled(one, shape.member, renamed) for one in (value if isinstance(value, list) else [value])]
    return str(value) if shape.type_name == "string" else value


def _structure(value: Mapping[str, Value], shape: StructureShape, renamed: Mapping[str, str]) -> dict[str, Value]:
    members = {name.lower(): name for name in shape.members}
    made = {}
    for key, inner in value.items():
        name = members.get(renamed.get(key, key).replace("_", "").lower())
        if name is None:
            raise InfraError(f"{shape.name} has no {key}", "say under `renamed` how AWS calls it (standin/)")
        made[name] = spelled(inner, shape.members[name], renamed)
    if "Quantity" in shape.members:  # CloudFront's way to spell a list
        made["Quantity"] = len(made.get("Items", ()))
        if not made["Quantity"]:
            made.pop("Items", None)
    return made
