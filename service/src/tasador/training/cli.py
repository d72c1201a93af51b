"""python -m tasador.training --data FILE [--columns field=Column …] [--out DIR] [--recent FILE] [--aged FILE …]

A file that cannot be trained on is refused before anything heavy is imported.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from tasador.errors import TasadorError
from tasador.training import progress
from tasador.training.faults import TrainingError
from tasador.training.progress import Say, Steps
from tasador.training.reading.columns import columns
from tasador.training.reading.source import inspect
from tasador.training.settings import TrainingSettings

if TYPE_CHECKING:
    from tasador.training.fitting import boost

MODEL: Final = Path(__file__).resolve().parents[3] / "model"


def at_least(low: int) -> object:
    """A whole number that is not below this one."""

    def number(text: str) -> int:
        if not text.isdigit() or int(text) < low:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least {low}")
        return int(text)

    return number


class OneLine(argparse.ArgumentParser):
    """Says what is wrong in one line, as the rest of training does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"training: {message}; --help lists what can be given\n")


def parser() -> argparse.ArgumentParser:
    made = OneLine(prog="python -m tasador.training", description="Fit the model on a file of listings.")
    made.add_argument(
        "--data",
        type=Path,
        default=os.environ.get("TASADOR_DATA"),
        help="CSV with any separator, plain, .gz or .zip, or Parquet; else TASADOR_DATA",
    )
    made.add_argument(
        "--columns",
        nargs="+",
        default=[],
        metavar="FIELD=COLUMN",
        help="what a column holds where its name does not tell; FIELD==VALUE for what is the same in all rows",
    )
    _further(made)
    made.add_argument("--levels", action="store_true", help="keep the forests of --out: learn levels and extras again")
    made.add_argument("--out", type=Path, help="where price.gz and card.json go; else the committed model")
    made.add_argument("--report", type=Path, help="an HTML page with figures and plots")
    made.add_argument(
        "--dask", help="tcp://host:port of a Dask scheduler that fits the final forest; its workers need this package"
    )
    made.add_argument("--force", action="store_true", help="replace the current model whatever it is")
    made.add_argument("--evaluate", action="store_true", help="train nothing: evaluate the model of --out on --data")
    made.add_argument("--trees", type=at_least(1), default=TrainingSettings().trees)  # type: ignore[arg-type]
    made.add_argument("--folds", type=at_least(2), default=TrainingSettings().folds)  # type: ignore[arg-type]
    made.add_argument("--threads", type=at_least(1), default=os.cpu_count() or 1)  # type: ignore[arg-type]
    made.add_argument("--cache", type=Path, help="folder that keeps finished folds; none by default")
    return made


def _further(made: argparse.ArgumentParser) -> None:
    recent, aged = os.environ.get("TASADOR_RECENT"), os.environ.get("TASADOR_AGED", "")
    made.add_argument(
        "--recent", type=Path, default=recent, help="the newest adverts, for today's level; else TASADOR_RECENT"
    )
    made.add_argument(
        "--aged",
        type=Path,
        nargs="+",
        default=[Path(one) for one in aged.split(os.pathsep) if one],
        help="flats with age and garage: the City's open data, or listings with these columns; else TASADOR_AGED",
    )


def main(argv: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(argv)
    if asked.data is None:
        parser().error("--data FILE, or TASADOR_DATA, is needed")
    try:
        looked_at(asked.data, asked.columns)
        for file in (asked.recent, *asked.aged):
            if file:
                inspect(file)
        if not asked.evaluate:
            refuse_unwritable(asked.out or MODEL, "--out")
            refuse_unwritable(asked.report.parent if asked.report else MODEL, "--report")
        (evaluate if asked.evaluate else renew if asked.levels else train)(asked)
    except TasadorError as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"training: where: {error.filename}; what: {error.strerror}; next: make room or write", file=sys.stderr)
        return 1
    return 0


def looked_at(file: Path, told: Sequence[str]) -> None:
    """What the file is and what its columns are taken for; whatever forbids to train on it, before the imports."""
    source = inspect(file)
    shown = f"{source.kind}{f' in {source.packed}' if source.packed else ''}"
    if source.kind == "csv":
        understood = columns(str(file), source.header, told).told()
        say(f"{file}: {shown}, {source.encoding}, columns separated by {source.separator!r}")
        say(f"columns: {understood}")
    else:
        say(f"{file}: {shown}")


def refuse_unwritable(folder: Path, option: str) -> None:
    """Before a training whose end could not be kept."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        what = "nothing may be written there" if there.is_dir() else f"{there} is no folder"
        raise TrainingError(f"where: {option} {folder}; what: {what}; next: give {option} in a folder of yours")


def train(asked: argparse.Namespace) -> None:
    from tasador.training import saving

    settings = replace(TrainingSettings(), trees=asked.trees, folds=asked.folds, threads=asked.threads)
    folder = asked.out or MODEL
    if asked.out is None and not asked.force:
        saving.refuse_other_rows(asked.data, folder)
    with progress.shown() as (told, steps):
        _trained(asked, settings, folder, told, steps)


def _trained(asked: argparse.Namespace, settings: TrainingSettings, folder: Path, say: Say, steps: Steps) -> None:
    from joblib import Memory

    from tasador.training import further, run, saving

    more = further.read(asked.recent, asked.aged)
    memory = Memory(asked.cache, verbose=0)
    outcome = run.train(asked.data, settings, memory, say, _trainer(asked.dask), more, asked.columns, steps)
    for name, value in outcome.card["median_ape"].items():
        say(f"median error, {name}: {value:.2f} %")
    if asked.report:
        outcome = run.publish(outcome, asked.report, say)
    saving.write(outcome.card, outcome.packed, folder, asked.force, say)
    say(f"wrote {folder}")


def renew(asked: argparse.Namespace) -> None:
    from tasador.training import further, run, saving

    folder = asked.out or MODEL
    saving.save(*run.renew(asked.data, folder, further.read(asked.recent, asked.aged), say, asked.columns), folder)
    say(f"wrote {folder}")


def evaluate(asked: argparse.Namespace) -> None:
    from tasador.pricing.artifact import ARTIFACT
    from tasador.training.evaluation.served import evaluate as figures

    told = figures(asked.data, (asked.out or MODEL) / ARTIFACT, asked.columns)
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _trainer(address: str | None) -> boost.Trainer:
    """Dask is asked for only where it is wanted: it is an extra of its own."""
    if address is None:
        from tasador.training.fitting import boost

        return boost.here
    try:
        from tasador.training.fitting import cluster
    except ImportError as error:
        raise TrainingError("where: --dask; what: Dask is not installed; next: install the extra 'dask'") from error
    return cluster.trainer(address)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
