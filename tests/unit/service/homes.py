"""A home read from what is sent beside a full payload, what was noted on the way, or the one fault in it."""

from __future__ import annotations

from tasador.api.reading import ReadHome, read_home
from tasador.errors import Fault
from tasador.pricing.fields import Home

from tests.unit.service.asking import V2


def read(**sent: object) -> ReadHome:
    found = read_home({**V2, **sent})
    assert isinstance(found, ReadHome), found
    return found


def home(**sent: object) -> Home:
    return read(**sent).home


def refused(**sent: object) -> Fault:
    found = read_home({**V2, **sent})
    assert isinstance(found, list)
    (fault,) = found
    return fault


def noticed(**sent: object) -> list[tuple[str, str | None]]:
    return [(notice.code, notice.field) for notice in read(**sent).notices]
