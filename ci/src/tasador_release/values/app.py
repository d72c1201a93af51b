"""`app.json`, read once: what the pipeline must know of the app that it ships, and all that it knows of it.

Pure. Another app goes through the same pipeline with another file; paths are relative to the root of the repo.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from cattrs import BaseValidationError, Converter, transform_error
from cattrs.v import format_exception

from tasador_release.errors import AppError

FILE: Final = "app.json"
PYTHONS: Final = ("3.12", "3.13", "3.14")  # base images on Amazon Linux 2023, glibc 2.34
_TWO_PARTS: Final = re.compile(r"(/[\w.-]+){2}")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one value of an answer must be: equal to something, or a number between bounds (themselves left out)."""

    equals: str | float | bool | None = None
    above: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if (self.equals is None) == (self.above is None and self.below is None):
            raise ValueError("give `equals`, or `above` or `below` or both")


@dataclass(frozen=True, slots=True)
class Copy:
    """A folder to copy into an artifact, without the names in `exclude`."""

    source: str
    destination: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verify:
    """Arguments of the function's Python, run with the built tree alone on its path; 0 when it can answer.

    It prints one JSON object, told by the template `shown`; a failure says why under `refused`.
    """

    arguments: tuple[str, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the image: the value at a JSON pointer of a file."""

    file: str
    at: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What the app is checked by before a deploy: commands at the root of the repo, and the files that they look at."""

    paths: tuple[str, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """Files of the repo that a command makes of others: what it reads, and what it writes."""

    command: tuple[str, ...]
    paths: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """The code of the function: entry points as `module.name`, what is copied, and its locked dependencies."""

    handler: str
    python: str
    sources: tuple[Copy, ...]
    lock: str
    path: str  # where its modules are found in the repo
    asgi: str = ""  # `module:name` for development, where it has one
    verify: Verify | None = None
    openapi: Generated | None = None  # the description of its API: run in `path`, printed by the command
    labels: Mapping[str, Label] = field(default_factory=dict)
    checks: Checks = field(default_factory=Checks)

    def __post_init__(self) -> None:
        if self.python not in PYTHONS:
            raise ValueError(
                f"`python` is {self.python!r}: choose among {', '.join(PYTHONS)}, for which Lambda has images"
            )

    @property
    def image(self) -> str:
        """AWS's base image for it."""
        return f"public.ecr.aws/lambda/python:{self.python}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """All that is in the image, as folders and files of the repo."""
        return (*(copy.source for copy in self.sources), self.lock)


@dataclass(frozen=True, slots=True)
class Train:
    """How a folder of the function is computed from data: arguments of Python, with {data} and {out} in them."""

    lock: str
    path: str
    arguments: tuple[str, ...]
    output: str

    def argv(self, python: str, data: str, out: str) -> tuple[str, ...]:
        return (python, *(word.replace("{data}", data).replace("{out}", out) for word in self.arguments))


@dataclass(frozen=True, slots=True)
class SiteSpec:
    """The page: commands are run in `folder`; what carries a hash in its name lies under assets/ of `output`."""

    folder: str
    output: str
    sources: tuple[str, ...]  # files and globs that the build reads
    build: tuple[str, ...]
    install: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()  # files that the install reads
    lock: str = ""  # package-lock.json, for the bill of materials
    visit: tuple[str, ...] = ()  # opens the page in a browser; prints one JSON object
    dev: tuple[str, ...] = ()  # serves the page while it is written; takes --port
    types: Generated | None = None  # code of the page that is made of the function's description: run in `folder`
    checks: Checks = field(default_factory=Checks)


@dataclass(frozen=True, slots=True)
class Health:
    """A GET that says that the API is alive; `revision` points to the revision in its answer, if it tells one."""

    path: str
    answer: Mapping[str, Expectation] = field(default_factory=dict)
    revision: str = ""


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
class Comparison:
    """How two versions are compared: the number in the answer to a POST to `path`, by JSON pointer.

    Requests are on record in the log lines of `log_event`, where `request` points to the body; "": only the samples.
    """

    path: str
    number: str
    log_event: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """One picture of the dashboard: metrics that the function writes, with the dimension Function.

    `usual` is the band, lowest and highest, in which they lie while all is well; empty where none is known.
    """

    title: str
    stat: str
    namespace: str
    metrics: tuple[str, ...]
    usual: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.usual) not in (0, 2):
            raise ValueError("`usual` has two numbers, the lowest and the highest, or none")


@dataclass(frozen=True, slots=True)
class AlarmSpec:
    """An alarm on a metric that the function writes, with the dimension Function.

    With `expression`, CloudWatch's metric math decides: `m` is the statistic of each period, `n` the number of values.
    `of_the_warmup`: left out where the warm-up is off, for that is what writes the metric.
    """

    namespace: str
    metric: str
    statistic: str
    comparison: str
    threshold: float
    period_s: int
    periods: int
    missing: str
    why: str
    expression: str | None = None
    of_the_warmup: bool = False


@dataclass(frozen=True, slots=True)
class App:
    """The whole contract. `about`: what it does, in some words; `batch_path`: a POST with a limit of its own."""

    name: str
    title: str
    about: str
    function: FunctionSpec
    site: SiteSpec
    health: Health
    samples: tuple[Sample, ...]
    warmup: WarmupSpec
    log_events: tuple[str, ...] = ()
    batch_path: str | None = None
    comparison: Comparison | None = None
    dashboard: tuple[Graph, ...] = ()
    alarms: Mapping[str, AlarmSpec] = field(default_factory=dict)
    train: Train | None = None

    @property
    def bodies(self) -> tuple[str, ...]:
        """The files that hold the bodies of its requests."""
        return tuple(dict.fromkeys((*(sample.body for sample in self.samples), self.warmup.body)))

    @property
    def locks(self) -> tuple[str, ...]:
        """The locks of all that is shipped."""
        return tuple(lock for lock in (self.function.lock, self.site.lock) if lock)

    @property
    def infra_files(self) -> tuple[str, ...]:
        """What Terraform reads: its roots, and of the app this."""
        return "infra", FILE, self.warmup.body

    @property
    def contract_files(self) -> tuple[str, ...]:
        """What `read` and the stand-in read: the roots, this file, and every body that it names."""
        return tuple(dict.fromkeys((*self.infra_files, *self.bodies)))

    def __post_init__(self) -> None:
        if not self.samples:
            raise ValueError("`samples` is empty: a version is proved by at least one request")
        if self.batch_path is not None and not _TWO_PARTS.fullmatch(self.batch_path):
            raise ValueError(f"`batch_path` is {self.batch_path!r}: it has two parts, such as /items/batch, or is null")
        for path in self._files():
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                raise ValueError(f"{path!r} leads out of the repo")

    def _files(self) -> tuple[str, ...]:
        copied = (copy.source for copy in self.function.sources)
        labels = (label.file for label in self.function.labels.values())
        return (*copied, *self.bodies, *labels, self.function.lock, self.site.folder, self.site.output)


@dataclass(frozen=True, slots=True)
class Contract:
    """The file with the JSON bodies that it names, by path."""

    app: App
    bodies: Mapping[str, Any]

    @property
    def warmup_body(self) -> Any:  # noqa: ANN401  JSON of any shape
        return self.bodies[self.app.warmup.body]


def read(root: Path) -> Contract:
    """The contract of the clone at `root`; AppError says which file is missing or wrong."""
    app = parse(_text(root, FILE))
    return assemble(app, {path: _text(root, path) for path in app.bodies})


def assemble(app: App, texts: Mapping[str, str]) -> Contract:
    """The contract from the texts of its bodies; AppError when one is no JSON."""
    return Contract(app, {path: _body(path, texts[path]) for path in app.bodies})


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


def _text(root: Path, path: str) -> str:
    try:
        return (root / path).read_text(encoding="utf-8")
    except OSError as error:
        raise AppError([f"{path} cannot be read: {error.strerror}"]) from error


def _body(path: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise AppError([f"{path} is not JSON: {error}"]) from error


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
