"""What an answer of the service or the page must be. Pure: each returns what was seen, or raises.

The error of a check is ValueError, and its text is the line the user reads.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Final

from tasador_release.function import samples
from tasador_release.function.http import Answer
from tasador_release.function.samples import Request
from tasador_release.values.app import Health

_ASSET: Final = re.compile(r"""(?:src|href)=["'](/assets/[^"']+)["']""")


def alive(answer: Answer, health: Health, revision: str = "") -> str:
    """The answer to the app's GET is what it must be, and tells the revision that is wanted ("" = any)."""
    _status(answer, 200)
    found = samples.parsed(answer.body)
    samples.hold(found, health.answer)
    told = str(samples.at(found, health.revision)) if health.revision else ""
    if revision and health.revision and told != revision:
        raise ValueError(f"revision {told!r} answers, not {revision!r}")
    return f"as expected, revision {told or 'not told'}"


def sampled(answer: Answer, request: Request) -> str:
    """The answer to a sample is what it must be."""
    _status(answer, 200)
    return request.check(answer.body)


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


def logged(*events: str) -> Callable[[list[str]], bool]:
    """Whether lines carry all of these events."""

    def all_there(lines: list[str]) -> bool:
        return not missing(lines, events)

    return all_there


def event_of(line: str) -> str:
    """The field `event` of a JSON log line; "" for any other line."""
    try:
        parsed = json.loads(line)
    except ValueError:
        return ""
    return str(parsed.get("event", "")) if isinstance(parsed, dict) else ""


def _status(answer: Answer, wanted: int) -> None:
    if answer.status != wanted:
        raise ValueError(_seen(answer))


def _seen(answer: Answer) -> str:
    said = answer.text()[:160].strip()
    return f"answered {answer.status or 'nothing'}: {said}" if said else f"answered {answer.status}"
