"""`python -m tasador_local rehearse | trial | dev | doctor`: the verbs behind ./run."""

import sys
from collections.abc import Sequence

import anyio
from rich.console import Console
from tasador_release.concurrency import first
from tasador_release.errors import TasadorError
from tasador_release.report.report import Failure

from tasador_local import doctor, trial
from tasador_local.dev_server import Develop
from tasador_local.options import Options, parse
from tasador_local.paths import Paths
from tasador_local.progress import PipeSafeConsole
from tasador_local.session import RehearsalSession

NOT_READY = 3
WIDTH = 120  # of a log, where nobody knows how wide it will be read


def main(arguments: Sequence[str] | None = None) -> int:
    console = PipeSafeConsole(stderr=True, width=None if sys.stderr.isatty() else WIDTH)
    try:
        return _run(parse(sys.argv[1:] if arguments is None else arguments), console)
    except TasadorError as error:
        return _complain(error, console)
    except BaseExceptionGroup as errors:
        ours, others = errors.split(TasadorError)
        if ours is None or others is not None:
            raise
        return _complain(first(ours), console)


def _complain(error: BaseException, console: Console) -> int:
    failure = Failure.of(error)
    console.print(f"{failure.where}: {failure.what}", style="red", highlight=False, markup=False)
    console.print(f"next: {failure.next_step}", highlight=False, markup=False)
    return failure.exit_code


def _run(options: Options, console: Console) -> int:
    paths = Paths.here()
    match options.verb:
        case "dev":
            anyio.run(Develop(paths, console, options.port).run)
            return 0
        case "doctor":
            return 0 if doctor.show(paths, console) else NOT_READY
        case "trial":
            return anyio.run(trial.run, options, paths, console).exit_code
        case _:
            return _rehearse(RehearsalSession(options, paths, console))


def _rehearse(session: RehearsalSession) -> int:
    if session.options.dry_run:
        anyio.run(session.show_plan)
        return 0
    return anyio.run(session.rehearse).exit_code
