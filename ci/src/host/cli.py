"""`python -m host rehearse | dev | doctor`: the verbs behind ./run."""

import sys
from collections.abc import Sequence

import anyio
from release.errors import TasadorError
from rich.console import Console

from host.options import Options, parse
from host.places import Places
from host.session import Session


def main(arguments: Sequence[str] | None = None) -> int:
    console = Console(stderr=True)
    try:
        return _run(parse(sys.argv[1:] if arguments is None else arguments), console)
    except TasadorError as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        return error.exit_code


def _run(options: Options, console: Console) -> int:
    places = Places.here()
    match options.verb:
        case "rehearse":
            return anyio.run(Session(options, places, console).rehearse).exit_code
        case _:
            raise NotImplementedError(options.verb)
