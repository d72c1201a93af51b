"""What is said of a price beside the price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Notice(NamedTuple):
    """Something to be said of a price: a code, the field it names (as in the request), what its text needs."""

    code: str
    field: str | None
    values: Mapping[str, str] = {}
