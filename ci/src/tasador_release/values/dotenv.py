"""The names in `.env` that the engine reads as defaults, and those that nothing reads. Pure.

The engine takes `TASADOR_<ARGUMENT>` for an argument of the constructor and `TASADOR_<FUNCTION>_<ARGUMENT>` for one of
a function; an argument is written without its underscores, case is ignored, and every other name is passed over in
silence (`core/envfile.go` and `core/modfunc.go` of the engine).
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from tasador_release.errors import UsageError

PREFIX: Final = "TASADOR_"
_NAME: Final = re.compile(rf"^\s*(?:export\s+)?({PREFIX}\w*)\s*=", re.IGNORECASE | re.MULTILINE)


def readable(constructor: Iterable[str], functions: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every name that is read, in capitals, for these names of arguments as Python has them."""
    own = {PREFIX + _squashed(name) for name in constructor}
    theirs = {
        f"{PREFIX}{spelling}_{_squashed(name)}"
        for function, names in functions.items()
        for spelling in (function.upper(), _squashed(function))
        for name in names
    }
    return frozenset(own | theirs)


def check(text: str, read: frozenset[str]) -> None:
    """UsageError for the names in the text of `.env` that are not read, with what was meant. Says no value."""
    unread = [name for name in _NAME.findall(text) if name.upper() not in read]
    if unread:
        raise UsageError(
            f"nothing reads {', '.join(unread)} in .env",
            "; ".join(_advice(name, read) for name in unread),
        )


def _advice(name: str, read: frozenset[str]) -> str:
    meant = _meant(name, read)
    return f"write {meant} for {name}" if meant else f"take {name} out: .env.example has every name"


def _meant(name: str, read: frozenset[str]) -> str | None:
    spelled = {_squashed(known): known for known in sorted(read)}
    close = difflib.get_close_matches(_squashed(name), spelled, n=1, cutoff=0.8)
    return spelled[close[0]] if close else None


def _squashed(name: str) -> str:
    return name.replace("_", "").upper()
