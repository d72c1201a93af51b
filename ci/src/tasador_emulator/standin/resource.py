"""One resource as data, and the references between them, written as in Terraform: `${address.attribute}`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from tasador_release.errors import InfraError

Attributes: TypeAlias = dict[str, dict[str, str]]
Value: TypeAlias = Any  # whatever JSON can hold
_REFERENCE: Final = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+(?:\[\"[^\"]+\"\])?)\.([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Resource:
    """`address` and `arguments` as in the Terraform files; a nested block is a dict, or a list of them."""

    address: str
    arguments: Mapping[str, Any]
    root: str = "app"

    @property
    def type(self) -> str:
        return self.address.split(".")[0]


def resolve(value: Value, known: Attributes) -> Value:
    """The value with its references replaced by what the resources made so far are."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: _look_up(found, known), value)
    if isinstance(value, Mapping):
        return {key: resolve(inner, known) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(inner, known) for inner in value]
    return value


def _look_up(found: "re.Match[str]", known: Attributes) -> str:
    address, attribute = found.groups()
    try:
        return known[address][attribute]
    except KeyError:
        raise InfraError(
            f"{address}.{attribute} is not known at this point",
            "declare the resource before those that refer to it (ci/src/tasador_emulator/standin)",
        ) from None
