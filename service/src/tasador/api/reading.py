"""A home out of the JSON that was sent: each field read by its definition, all faults found at once.

What was sent and could not be what was meant is refused or, where a price still makes sense, noted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
from typing import Any, Final, NamedTuple

from tasador.errors import Fault
from tasador.pricing import numbers, vocabulary
from tasador.pricing.fields import AMENITIES, FIELDS, FIRST_YEAR, LAST_YEAR, SURFACES, Field, Home
from tasador.pricing.notices import Notice
from tasador.pricing.vocabulary import fold

MAX_NAME: Final = 100
MAX_GOT: Final = 80
MAX_MEANT: Final = 5  # unknown fields for which one that may be meant is looked for
MAX_OTHERS: Final = 200  # characters in which the others are named, all together
MAX_AMENITIES: Final = 20
YES: Final = frozenset(("si", "yes", "true"))
NO: Final = frozenset(("no", "false"))
_BY_NAME: Final = {fold(alias): name for name, field in FIELDS.items() for alias in field.aliases} | {
    fold(name): name for name in FIELDS
}
_AMENITY: Final = {fold(word): name for name, words in AMENITIES.items() for word in (name, *words.split())}


class ReadHome(NamedTuple):
    """A home as it was sent, by accepted names, and what is to be said of that."""

    home: Home
    notices: tuple[Notice, ...]


class Repeating(dict[str, object]):
    """A JSON object that says some names more than once; JSON lets the last one win."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        seen, twice = set[str](), dict[str, None]()
        for name, _ in pairs:
            if name in seen:
                twice[name] = None
            seen.add(name)
        self.names = tuple(twice)


class _Refused(Exception):
    """One field that cannot be read; never leaves this module."""

    def __init__(self, code: str, limit: str | None = None) -> None:
        self.code = code
        self.limit = limit


def read_home(sent: object) -> ReadHome | list[Fault]:
    """The home, or every fault of it."""
    if not isinstance(sent, dict):
        return [Fault("not_an_object", got=got(sent))]
    given, notices, faults = _by_field(sent)
    values: dict[str, Any] = {}
    for name, value in given.items():
        try:
            values[name] = _READERS[FIELDS[name].kind](value, FIELDS[name], notices)
        except _Refused as refused:
            faults.append(Fault(refused.code, name, limit=refused.limit, got=got(value)))
    faults += _missing(given, faults)
    if faults:
        order = [None, *FIELDS]
        return sorted(faults, key=lambda fault: order.index(fault.field))
    return ReadHome(Home(**_studio(given, values, notices)), tuple(notices))


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """For the reader of JSON: an object that remembers what it says twice."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeating(pairs)


def repeated(sent: Mapping[str, object]) -> tuple[str, ...]:
    """The names that this object says more than once."""
    return sent.names if isinstance(sent, Repeating) else ()


def field_named(key: str) -> str | None:
    """The field that goes by this name."""
    return key if key in FIELDS else _BY_NAME.get(fold(key))


def got(value: object) -> str:
    """What was sent, as JSON, shortened."""
    return _shortened(json.dumps(value, ensure_ascii=False, default=str), MAX_GOT)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _by_field(sent: Mapping[str, object]) -> tuple[dict[str, object], list[Notice], list[Fault]]:
    """What was sent by the name of its field; a blank is as good as not sent."""
    given: dict[str, object] = {}
    unknown, faults, twice = [], [], repeated(sent)
    for key, value in sent.items():
        name = field_named(key)
        if name is None:
            unknown.append(key)
        elif key in twice:
            faults.append(Fault("duplicate_field", name, got=got(key)))
        elif value is None or (isinstance(value, str) and not value.strip()):
            continue
        elif name in given:
            faults.append(Fault("duplicate_field", name, got=got(key)))
        else:
            given[name] = value
    return given, _unknown(unknown), faults


def _unknown(keys: list[str]) -> list[Notice]:
    """One notice for each that may be meant for another, and one for all others: a batch has many homes to tell of."""
    meant = {key: name for key in keys[:MAX_MEANT] if (name := _meant(fold(key[:MAX_GOT])))}
    notices = [Notice("unknown_field_meant", key[:MAX_GOT], {"meant": name}) for key, name in meant.items()]
    others = ", ".join(key[:MAX_GOT] for key in keys if key not in meant)
    if others:
        notices.append(Notice("unknown_field", _shortened(others, MAX_OTHERS), {"known": ", ".join(FIELDS)}))
    return notices


@lru_cache(maxsize=1024)
def _meant(folded: str) -> str | None:
    from difflib import get_close_matches  # for a start, which knows all its fields, would pay for it

    close = get_close_matches(folded, _BY_NAME, 1, 0.75)
    return _BY_NAME[close[0]] if close else None


def _missing(given: Mapping[str, object], faults: list[Fault]) -> list[Fault]:
    """The region and one surface are needed; a field that was sent and refused is not missing too."""
    sent = given.keys() | {fault.field for fault in faults}
    found = [] if "l2" in sent else [Fault("missing", "l2")]
    if sent.isdisjoint(SURFACES):
        found.append(Fault("no_surface", "surface_total"))
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Refused("string_type")
    if len(value) > MAX_NAME:
        raise _Refused("string_too_long", f"1..{MAX_NAME}")
    return value.strip()


def _region(value: object, field: Field, notices: list[Notice]) -> str:
    typed = _text(value)
    found = vocabulary.resolved_region(typed)
    if found is None:
        raise _Refused("unknown_region", ", ".join(vocabulary.REGIONS))
    _note_resolved(field, typed, found, notices)
    return found


def _type(value: object, field: Field, notices: list[Notice]) -> str:
    typed = _text(value)
    found = vocabulary.resolved_type(typed)
    if found is None:
        raise _Refused("unknown_type", ", ".join((*vocabulary.TYPES, *vocabulary.TYPE_ALIASES[vocabulary.OTHERS])))
    _note_resolved(field, typed, found, notices)
    return found


def _note_resolved(field: Field, typed: str, found: str, notices: list[Notice]) -> None:
    if fold(typed) != fold(found):
        notices.append(Notice("name_resolved", field.name, {"typed": typed, "meant": found}))


def _locality(value: object, field: Field, notices: list[Notice]) -> str:
    """As it was typed: the model knows which localities there are."""
    return _text(value)


def _number(value: object, field: Field, notices: list[Notice]) -> float | None:
    limit = _limit(field)
    found = _as_number(value, thousands=field.unit != "°")
    if found is None:
        raise _Refused("bad_number", limit)
    if found == 0 and field.zero_is_missing:
        return None
    if found < field.low:
        raise _Refused("greater_than_equal", limit)
    if found > field.high:
        raise _Refused("less_than_equal", limit)
    if field.odd_above is not None and found > field.odd_above:
        notices.append(Notice("odd_surface", field.name, {"value": f"{found:.0f}", "most": f"{field.odd_above:.0f}"}))
    return found


def _as_number(value: object, thousands: bool = True) -> float | None:
    if isinstance(value, str):
        return numbers.number(value, thousands)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if isfinite(value) else None
    except OverflowError:
        return None


def _limit(field: Field) -> str:
    return f"{field.low:g}..{field.high:.0f}"


def _spaces(value: object, field: Field, notices: list[Notice]) -> float | None:
    """A number of spaces, or whether there is one."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and fold(value) in YES | NO:
        return float(fold(value) in YES)
    return _number(value, field, notices)


def _amenities(value: object, field: Field, notices: list[Notice]) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(value) > MAX_AMENITIES:
        raise _Refused("bad_list", ", ".join(AMENITIES))
    found = {_AMENITY[fold(one)]: None for one in value if fold(one) in _AMENITY}
    unknown = [one.strip()[:MAX_GOT] for one in value if fold(one) not in _AMENITY and one.strip()]
    if unknown:
        known = {"typed": ", ".join(unknown), "known": ", ".join(AMENITIES)}
        notices.append(Notice("unknown_amenity", field.name, known))
    return tuple(found) or None


def _date(value: object, field: Field, notices: list[Notice]) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1:
        value = str(int(value)) if isfinite(value) else ""
    found = numbers.month(value) if isinstance(value, str) else None
    if found is None or not FIRST_YEAR <= found < LAST_YEAR + 1:
        raise _Refused("bad_date", f"{FIRST_YEAR}..{LAST_YEAR}")
    return found


def _studio(given: Mapping[str, object], values: dict[str, Any], notices: list[Notice]) -> dict[str, Any]:
    """Whoever says "monoambiente" has said the number of rooms."""
    typed, rooms = given.get("property_type"), values.get("rooms")
    if not isinstance(typed, str) or not vocabulary.is_studio(typed) or rooms == 1:
        return values
    if rooms is None:
        notices.append(Notice("rooms_implied", "rooms", {"typed": typed.strip()}))
        return values | {"rooms": 1.0}
    notices.append(Notice("studio_of_rooms", "rooms", {"typed": typed.strip(), "rooms": f"{rooms:g}"}))
    return values


_READERS: Final[Mapping[str, Callable[[object, Field, list[Notice]], object]]] = {
    "region": _region,
    "locality": _locality,
    "type": _type,
    "number": _number,
    "spaces": _spaces,
    "amenities": _amenities,
    "date": _date,
}
