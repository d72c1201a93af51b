"""What can be asked of `./run rehearse`, `trial`, `dev` and `doctor`."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tasador_release.errors import UsageError
from tasador_release.pipeline import STAGES
from tasador_release.values import canary
from tasador_release.values.canary import CanaryStep

_MIRROR: Final = "apply infra/ with the AWS provider in this folder"


@dataclass(frozen=True, slots=True)
class Options:
    verb: str
    data: Path | None = None
    provider_mirror: Path | None = None
    stand_in: bool = False
    port: int | None = None
    only: tuple[str, ...] = ()
    passes: int = 1
    skip_checks: bool = False
    keep: bool = False
    dry_run: bool = False
    fresh: bool = False
    json: bool = False
    canary: tuple[CanaryStep, ...] = ()
    against: float | None = None


def parse(arguments: Sequence[str]) -> Options:
    """Exits with 2 and a usage line when the arguments make no sense, as argparse does."""
    given = vars(_parser().parse_args(arguments))
    only = tuple(given.pop("only", None) or ())
    data = given.pop("data", None)
    steps, against = canary.parse(given.pop("canary", "")), canary.share(given.pop("against", ""), "--against")
    options = Options(**given, only=only, data=data and data.resolve(), canary=steps, against=against)
    if options.data is not None and not options.data.is_file():
        raise UsageError(f"--data {options.data} is no file", "give the path of the data to train on")
    if options.port is not None and not 0 < options.port < 65536:
        raise UsageError(f"--port {options.port} is no port", "give one from 1 to 65535, or none")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run", description="The deploy of Tasador on one machine.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    _rehearse(verbs.add_parser("rehearse", help="the whole deploy against an AWS emulated on the spot"))
    trial = verbs.add_parser(
        "trial", help="an emulated account tried out: bootstrap, deploy, change, rollback, destroy"
    )
    trial.add_argument("--provider-mirror", type=Path, help=_MIRROR)
    trial.add_argument("--json", action="store_true", help="print the report as JSON")
    dev = verbs.add_parser("dev", help="API with reload and page with hot modules, at one URL")
    dev.add_argument("--port", type=int, help="port of the page (default: a free one)")
    verbs.add_parser("doctor", help="what is here, what is missing, and how to get it")
    return parser


def _rehearse(parser: argparse.ArgumentParser) -> None:
    def switch(name: str, text: str) -> None:
        parser.add_argument(name, action="store_true", help=text)

    parser.add_argument("--data", type=Path, help="train on this file first, as app.json says")
    parser.add_argument("--provider-mirror", type=Path, help=_MIRROR)
    parser.add_argument("--only", action="append", choices=STAGES, help="this stage with what it needs (repeatable)")
    parser.add_argument("--port", type=int, help="port of the emulated AWS (default: a free one)")
    parser.add_argument(
        "--passes", type=int, default=1, help="how often to deploy; the second time nothing is left to do"
    )
    parser.add_argument(
        "--canary", default="", help="shares that a new version gets first, and for how long, such as 10%%:5s,50%%:5s"
    )
    parser.add_argument(
        "--against", default="", help="let both versions answer the requests on record; list what moved by more (5%%)"
    )
    switch("--skip-checks", "release without running the checks first")
    switch("--stand-in", "use the stand-in stack even where Terraform and a provider are at hand")
    switch("--keep", "leave it up, and use it in your browser; Ctrl-C ends it")
    switch("--dry-run", "say what would be done, and do nothing")
    switch("--fresh", "build everything again, whatever was built before")
    switch("--json", "print the report as JSON")
