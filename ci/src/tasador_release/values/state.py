"""The outputs and addresses of a Terraform state: the object itself, read without Terraform or a provider. Pure.

Format 4 is what Terraform 0.12 and all later ones write. Its top level is `version`, `terraform_version`, `serial`,
`lineage`, `outputs` and `resources`; an output is `{"value": …, "type": …}`.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from tasador_release.errors import InfraError, StateUnreadable

FORMAT: Final = 4


def outputs(text: str | bytes) -> Mapping[str, object]:
    """The outputs by name, with their plain values.

    Raises:
        StateUnreadable: it is no state of format 4.
        InfraError: it is one, and nothing was applied to it yet, or all of it was destroyed.
    """
    state = _state(text)
    if state.get("version") != FORMAT:
        raise StateUnreadable(f"it is of format {state.get('version')!r}, and only {FORMAT} is known here")
    found = state.get("outputs")
    if not isinstance(found, dict):
        raise StateUnreadable("it has no outputs")
    if not found:
        raise InfraError("nothing stands there: the state has no outputs", "run: dagger call deploy")
    return {name: _value(name, output) for name, output in found.items()}


def managed(text: str | bytes) -> tuple[str, ...]:
    """`type.name` of each resource in it that Terraform made or imported. Raises StateUnreadable."""
    try:
        found = [item for item in _state(text)["resources"] if item["mode"] == "managed" and item["instances"]]
        return tuple(f"{item['type']}.{item['name']}" for item in found)
    except (KeyError, TypeError) as error:
        raise StateUnreadable(f"a resource without its {error}") from error


def _state(text: str | bytes) -> dict[str, Any]:
    try:
        state = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateUnreadable(f"it is not JSON: {error}") from error
    if not isinstance(state, dict):
        raise StateUnreadable("it is no JSON object")
    return state


def _value(name: str, output: object) -> object:
    if not isinstance(output, dict) or "value" not in output:
        raise StateUnreadable(f"its output {name} has no value")
    return output["value"]
