"""The page of an app: how it is installed, built, served and looked at."""

from dataclasses import dataclass, field

from tasador_release.values.app.function import CheckSpec, Generated


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
    checks: CheckSpec = field(default_factory=CheckSpec)
