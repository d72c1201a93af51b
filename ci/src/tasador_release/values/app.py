"""`app.json`, read once: what the pipeline must know of the app that it ships, and all that it knows of it.

Pure. Another app goes through the same pipeline with another file; paths are relative to the root of the repo.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from cattrs import BaseValidationError, Converter, transform_error
from cattrs.v import format_exception

from tasador_release.errors import AppError
from tasador_release.recipes import Copy

FILE: Final = "app.json"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one value of an answer must be; exactly one of these is given."""

    equals: str | float | bool | None = None
    above: float | None = None

    def __post_init__(self) -> None:
        if (self.equals is None) == (self.above is None):
            raise ValueError("give one of `equals` and `above`")


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """The code of the function: entry points as `module.name`, what is copied, and its locked dependencies."""

    handler: str
    asgi: str
    python: str
    sources: tuple[Copy, ...]
    lock: str
    verify: tuple[str, ...] = ()  # a command that ends with 0 when the built tree can answer


@dataclass(frozen=True, slots=True)
class SiteSpec:
    """The page: commands run in `folder`, the built files, and where hashed assets lie under the site's root."""

    folder: str
    output: str
    build: tuple[str, ...] = ()
    install: tuple[str, ...] = ()
    assets: str = "/assets/"
    visit: tuple[str, ...] = ()  # opens the page in a browser; prints one JSON object


@dataclass(frozen=True, slots=True)
class Health:
    """A GET that says that the API is alive."""

    path: str
    answer: Mapping[str, Expectation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """One request by POST, and what must stand in its answer, by JSON pointer (RFC 6901)."""

    name: str
    path: str
    body: str
    answer: Mapping[str, Expectation]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class WarmupSpec:
    """The request of the schedule, and the event of the log line by which the function tells that it came."""

    path: str
    body: str
    log_event: str


@dataclass(frozen=True, slots=True)
class App:
    """The whole contract."""

    name: str
    title: str
    function: FunctionSpec
    site: SiteSpec
    health: Health
    samples: tuple[Sample, ...]
    warmup: WarmupSpec
    log_events: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.samples:
            raise ValueError("`samples` is empty: a version is proved by at least one request")
        for path in self._files():
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                raise ValueError(f"{path!r} leads out of the repo")

    def _files(self) -> tuple[str, ...]:
        copied = (copy.source for copy in self.function.sources)
        bodies = (sample.body for sample in self.samples)
        return (*copied, *bodies, self.warmup.body, self.function.lock, self.site.folder, self.site.output)


def parse(text: str) -> App:
    """The file as a value; AppError names every place that is wrong."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise AppError([f"it is not JSON: {error}"]) from error
    try:
        return _CONVERTER.structure(raw, App)
    except BaseValidationError as errors:
        raise AppError([_readable(line) for line in transform_error(errors, format_exception=_said)]) from errors
    except (TypeError, AttributeError) as error:  # not even an object
        raise AppError(["the file: it is not a JSON object"]) from error


def _said(error: BaseException, kind: type | None) -> str:
    """Our own checks speak for themselves; cattrs knows better words for its own."""
    return str(error) if isinstance(error, ValueError) and error.args else str(format_exception(error, kind))


def _readable(line: str) -> str:
    """cattrs' `reason @ $.place` as `place: reason`."""
    reason, _, place = line.rpartition(" @ ")
    return f"{place.removeprefix('$').removeprefix('.') or 'the file'}: {reason}"


def _word(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _scalar(value: object, _: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise ValueError(f"{value!r} is neither text nor a number")


_CONVERTER: Final = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(str, _word)
_CONVERTER.register_structure_hook(str | float | bool | None, _scalar)
