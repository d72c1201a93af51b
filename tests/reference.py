"""docs/pipeline/functions.md, from the module's signatures and docstrings: `python -m tests.reference` writes it."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from typing import Any, Final

from tests import dagger_calls
from tests.paths import ROOT

PLACE: Final = ROOT / "docs" / "pipeline" / "functions.md"
OBJECTS: Final = (
    (dagger_calls.MAIN, "dagger call", "Functions"),
    ("Checks", "dagger call checks", "Checks"),
    ("Debug", "dagger call debug", "Debugging"),
    ("Generate", "dagger call generate", "Generators"),
    ("GitHub", "dagger call github", "What the workflows call"),
)
HEAD: Final = """# Every function of the module

Made from the signatures and docstrings of `ci/src/tasador_ci` by `.run/venv/bin/python -m tests.reference`; a test
holds it against them. [pipeline.md](pipeline.md) tells which to use when. What is in brackets may be left out, and is
then what stands beside its type. `File`, `Directory`, `Secret` and `Service` are the engine's: a path, a path, `env://NAME`
or `cmd://COMMAND`, and `tcp://HOST:PORT`.
"""


def render() -> str:
    return "\n".join((HEAD, *_constructor(), *(line for item in OBJECTS for line in _object(*item)))) + "\n"


def _constructor() -> Iterator[str]:
    yield "## Options of every call\n"
    yield "They stand before the function's name, or in `.env` (see `.env.example`).\n"
    yield from _table(dagger_calls.options(dagger_calls.objects()[dagger_calls.MAIN].get_constructor()))


def _object(name: str, call: str, title: str) -> Iterator[str]:
    yield f"## {title}\n"
    for own, function in sorted(dagger_calls.functions(name).items()):
        yield f"### `{call} {own}`\n"
        yield f"{function.doc} Gives {_kind(function.return_type)}.\n"
        options = dagger_calls.options(function)
        if options:
            yield from _table(options)


def _table(options: dict[str, Any]) -> Iterator[str]:
    yield "| option | type | |"
    yield "|---|---|---|"
    for name, option in options.items():
        yield f"| `--{name}` | {_type(option)} | {option.doc or ''} |"
    yield ""


def _type(option: Any) -> str:  # noqa: ANN401  the SDK's own type is private
    """In brackets where it may be left out, with what it then is; nothing, no and none go without saying."""
    kind = _kind(option.resolved_type)
    if not option.has_default:
        return kind
    default = json.loads(option.default_value or "null")
    return f"[{kind}, {default}]" if default else f"[{kind}]"


def _kind(found: Any) -> str:  # noqa: ANN401  whatever an annotation can be
    parts = [part for part in typing.get_args(found) if part is not type(None)]
    if typing.get_origin(found) is list:
        return f"list of {_kind(parts[0])}"
    if parts:
        return " or ".join(_kind(part) for part in parts)
    return {"str": "text", "bool": "yes/no", "int": "number", "NoneType": "nothing"}.get(
        getattr(found, "__name__", str(found)), getattr(found, "__name__", str(found))
    )


if __name__ == "__main__":
    PLACE.write_text(render(), encoding="utf-8")
