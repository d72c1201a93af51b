"""The whole contract of an app, with the bodies of its requests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from tasador_release.values.app.function import FunctionSpec, Train
from tasador_release.values.app.monitoring import AlarmSpec, Graph
from tasador_release.values.app.requests import Comparison, Health, Sample, WarmupSpec
from tasador_release.values.app.site import SiteSpec

FILE: Final = "app.json"
_TWO_PARTS: Final = re.compile(r"(/[\w.-]+){2}")


@dataclass(frozen=True, slots=True)
class App:
    """The whole contract. `about`: what it does, in some words; `batch_path`: a POST with a limit of its own;
    `metrics`: how many the function writes in its log lines, for each is billed."""

    name: str
    title: str
    about: str
    function: FunctionSpec
    site: SiteSpec
    health: Health
    samples: tuple[Sample, ...]
    warmup: WarmupSpec
    log_events: tuple[str, ...] = ()
    metrics: int = 0
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
