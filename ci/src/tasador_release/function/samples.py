"""Sample requests of an app and what their answers must hold. Pure: each says what was seen, or raises ValueError."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.function.events import post_event
from tasador_release.values.app import Contract, Expectation, Sample

_SHOWN: Final = re.compile(r"\{(?P<pointer>/[^:}]*)(?::(?P<format>[^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Request:
    """A sample with the body that its file holds."""

    sample: Sample
    body: Any

    def check(self, answer: str | bytes) -> str:
        """What the answer says, in the app's own words; ValueError when it is not what it must be."""
        found = parsed(answer)
        hold(found, self.sample.answer)
        return shown(found, self.sample.shown) or "as expected"

    def event(self) -> dict[str, Any]:
        """What API Gateway hands to the function for this request."""
        return post_event(self.sample.path, self.body)

    def check_result(self, result: bytes) -> str:
        """The same for what the function returns to API Gateway."""
        envelope = parsed(result)
        status = envelope.get("statusCode") if isinstance(envelope, dict) else None
        if status != 200:
            raise ValueError(f"the function answered {status}")
        return self.check(str(envelope.get("body") or ""))


def requests(contract: Contract) -> tuple[Request, ...]:
    """The samples of an app, each with its body; at least one."""
    return tuple(Request(sample, contract.bodies[sample.body]) for sample in contract.app.samples)


def parsed(answer: str | bytes) -> Any:  # noqa: ANN401  JSON of any shape
    try:
        return json.loads(answer)
    except ValueError as error:
        raise ValueError("the answer is not JSON") from error


def hold(answer: object, wanted: Mapping[str, Expectation]) -> None:
    """Every expectation, by the JSON pointer (RFC 6901) of the value that it speaks of."""
    for pointer, expectation in wanted.items():
        _hold(pointer, at(answer, pointer), expectation)


def at(answer: object, pointer: str) -> object:
    """The value at a JSON pointer; ValueError when there is none."""
    found = answer
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        try:
            found = found[int(name)] if isinstance(found, list) else found[name]  # type: ignore[index]  # caught below
        except (KeyError, IndexError, TypeError, ValueError):
            raise ValueError(f"the answer has no {pointer}") from None
    return found


def shown(answer: object, template: str) -> str:
    """`{/sum:,.0f} in all` with the values at its pointers."""
    return _SHOWN.sub(lambda found: format(at(answer, found["pointer"]), found["format"] or ""), template)


def told(output: str, template: str) -> str:
    """What a command's last line, one JSON object, says by the template; ValueError when it is none."""
    return shown(parsed(output.strip().rpartition("\n")[2]), template) or "as expected"


def _hold(pointer: str, value: object, wanted: Expectation) -> None:
    if wanted.equals is not None:
        if value != wanted.equals or isinstance(value, bool) != isinstance(wanted.equals, bool):
            raise ValueError(f"{pointer} is {value!r}, not {wanted.equals!r}")
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{pointer} is {value!r}, which is no number")
    if wanted.above is not None and value <= wanted.above:
        raise ValueError(f"{pointer} is {value}, not above {wanted.above:g}")
    if wanted.below is not None and value >= wanted.below:
        raise ValueError(f"{pointer} is {value}, not below {wanted.below:g}")
