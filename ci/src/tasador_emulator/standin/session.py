"""What the makers work with: clients of the target, and how AWS spells things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tasador_release.aws import client
from tasador_release.values.target import Target

Value: TypeAlias = Any  # whatever JSON can hold
Client: TypeAlias = Any  # boto3 makes its classes at run time


@dataclass(frozen=True, slots=True)
class Workshop:
    target: Target
    _clients: dict[str, Client] = field(default_factory=dict, repr=False)

    def client(self, service: str) -> Client:
        if service not in self._clients:
            self._clients[service] = client(self.target, service)
        return self._clients[service]


def camel(value: Value) -> Value:
    """Terraform's snake_case keys as AWS's CamelCase, all the way down."""
    if isinstance(value, Mapping):
        return {_camel(key): camel(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [camel(inner) for inner in value]
    return value


def _camel(key: str) -> str:
    return "".join(word.capitalize() for word in key.split("_"))


def pick(arguments: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Those of the arguments, under AWS's spelling."""
    return {_camel(name): arguments[name] for name in names if name in arguments}


def items(values: list[Any]) -> dict[str, Any]:
    """CloudFront's way to spell a list."""
    return {"Quantity": len(values), "Items": values} if values else {"Quantity": 0}
