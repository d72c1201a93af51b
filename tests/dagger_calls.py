"""`dagger call …` as the CLI reads it, against what the module registers: functions, sub-objects, options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

import dagger
import tasador_ci
from dagger.mod import default_module

MAIN: Final = tasador_ci.Tasador.__name__
# options of the CLI itself, which may stand anywhere
GLOBAL: Final = {
    "help",
    "progress",
    "silent",
    "interactive",
    "json",
    "output",
    "cloud",
    "quiet",
    "verbose",
    "debug",
    "lock",
}
CALL: Final = re.compile(r"dagger((?: --?[\w=-]+)*) call\b([^\n`#|>]*)")
PLACEHOLDER: Final = {"NAME", "…", "..."}


def objects() -> dict[str, Any]:
    return dict(default_module()._objects)


def functions(name: str) -> dict[str, Any]:
    """CLI name to function, of one object of the module."""
    return {spelled(key): function for key, function in objects()[name].functions.items() if key}


def options(function: Any) -> dict[str, Any]:  # noqa: ANN401  the SDK's own type is private
    return {spelled(key): parameter for key, parameter in function.parameters.items()}


def spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def camel(name: str) -> str:
    """A name of Python or of the CLI as GraphQL has it."""
    first, *others = re.split("[-_]", name.rstrip("_"))
    return first + "".join(word.capitalize() for word in others)


def calls(text: str) -> Iterator[str]:
    """What stands after `dagger call` in a text, one call each."""
    joined = text.replace("\\\n", " ")
    for found in CALL.finditer(joined):
        words = re.split(r"\s(?:[:;,()]|[—–-] )|[;,)](?:\s|$)", found[2])[0].strip()
        if words and words.split()[0] not in PLACEHOLDER:
            yield words


def faults(words: str) -> list[str]:
    """What the CLI would not understand of one call; what it has to be told is asked for where the call goes on."""
    found, own, allowed = [], MAIN, options(objects()[MAIN].get_constructor())
    given = set[str]()
    tokens = iter(lenient(words))
    for token in tokens:
        if token.startswith("--"):
            name, _, value = token[2:].partition("=")
            given.add(name)
            if name not in allowed and name not in GLOBAL:
                found.append(f"no option --{name}")
            elif not value and name in allowed and allowed[name].resolved_type is not bool:
                next(tokens, None)
        elif own and token in PLACEHOLDER:
            return found  # whichever function: its options are its own
        elif own and token in functions(own):
            function = functions(own)[token]
            allowed, own = options(function), returned(function)
        elif own:
            return [*found, f"no function {token}"]
        else:  # from here on it is the API of the engine: as-tarball, up, export …
            wanted = [name for name, parameter in allowed.items() if not parameter.is_optional]
            return [*found, *(f"no --{name} given" for name in wanted if name not in given)]
    return found


def returned(function: Any) -> str:  # noqa: ANN401
    """The object of the module that a function gives, if it is one."""
    kind = function.return_type
    ours = isinstance(kind, type) and kind.__name__ in objects() and not issubclass(kind, dagger.Container)
    return kind.__name__ if ours else ""


def lenient(words: str) -> list[str]:
    """Prose may leave a quote open."""
    try:
        return shlex.split(words)
    except ValueError:
        return words.split()
