"""What an answer of the service or the page must be. Pure: each returns what was seen, or raises.

The error of a check is ValueError, and its text is the line the user reads.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from tasador_release.function.events import price_in
from tasador_release.function.http import Answer

_ASSET: Final = re.compile(r"""(?:src|href)=["'](/assets/[^"']+)["']""")
AUDIT: Final = ("PRED_LOG_ACCESS", "PRED_LOG_INPUT", "PRED_LOG_OUTPUT")
WARMUP: Final = "WARMUP"


def alive(answer: Answer, revision: str = "") -> str:
    """GET / says ok, and tells the revision that is wanted ("" = any)."""
    _status(answer, 200)
    body = _json(answer)
    said, told = body.get("status"), body.get("revision")
    if said != "ok":
        raise ValueError(f"status is {said!r}, not 'ok'")
    if revision and told != revision:
        raise ValueError(f"revision {told!r} answers, not {revision!r}")
    return f"status ok, revision {told or 'not told'}"


def priced(answer: Answer) -> str:
    """POST /predict gives a price in USD."""
    _status(answer, 200)
    return f"USD {price_in(answer.body):,.0f}"


def allows(answer: Answer, origin: str, *, methods: bool = False) -> str:
    """The origin itself is allowed: a star is not, for it would allow everybody."""
    if answer.status not in (200, 204):
        raise ValueError(_seen(answer))
    allowed = answer.headers.get("access-control-allow-origin")
    if allowed != origin:
        raise ValueError(f"allows origin {allowed!r}, not {origin!r}")
    if methods and "POST" not in answer.headers.get("access-control-allow-methods", ""):
        raise ValueError("does not allow POST")
    return origin


def page(answer: Answer, sha256: str) -> tuple[str, ...]:
    """The index as HTML, and the very one that is wanted; the assets it names."""
    _status(answer, 200)
    kind = answer.headers.get("content-type", "")
    if not kind.startswith("text/html"):
        raise ValueError(f"is of type {kind!r}")
    if hashlib.sha256(answer.body).hexdigest() != sha256:
        raise ValueError("is not the index of this release: an edge serves an old copy, or someone replaced it")
    assets = tuple(dict.fromkeys(_ASSET.findall(answer.text())))
    if not any(asset.endswith(".js") for asset in assets):
        raise ValueError("names no script: the bundle is empty")
    return assets


def asset(answer: Answer, path: str) -> None:
    """An asset is there, is what its name says, and may be kept for a year."""
    if answer.status != 200:
        raise ValueError(f"{path}: {_seen(answer)}")
    if answer.headers.get("content-type", "").startswith("text/html"):
        raise ValueError(f"{path} is missing: the index came instead")
    if "immutable" not in answer.headers.get("cache-control", ""):
        raise ValueError(f"{path} may not be kept: {answer.headers.get('cache-control')!r}")
    if not answer.body:
        raise ValueError(f"{path} is empty")


def private(answer: Answer) -> str:
    """Records of releases are nobody's business: whatever comes must not be the record."""
    if answer.status == 200 and answer.headers.get("content-type", "").startswith("application/json"):
        raise ValueError("a record of a release is served to everybody")
    return "not served"


def missing(seen: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """The events of `wanted` that no log line carries."""
    found = {event_of(line) for line in seen}
    return tuple(event for event in wanted if event not in found)


def event_of(line: str) -> str:
    """The field `event` of a JSON log line; "" for any other line."""
    try:
        parsed = json.loads(line)
    except ValueError:
        return ""
    return str(parsed.get("event", "")) if isinstance(parsed, dict) else ""


def _json(answer: Answer) -> Mapping[str, object]:
    try:
        parsed = json.loads(answer.body)
    except ValueError as error:
        raise ValueError(f"is not JSON: {_seen(answer)}") from error
    return parsed if isinstance(parsed, dict) else {}


def _status(answer: Answer, wanted: int) -> None:
    if answer.status != wanted:
        raise ValueError(_seen(answer))


def _seen(answer: Answer) -> str:
    said = answer.text()[:160].strip()
    return f"answered {answer.status or 'nothing'}: {said}" if said else f"answered {answer.status}"
