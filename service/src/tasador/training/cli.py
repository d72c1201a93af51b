"""python -m tasador.training --data FILE --out DIR [--report report.html] [--dask tcp://…] [--force] [--judge]"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from joblib import Memory

from tasador.errors import TasadorError
from tasador.pricing.model import ARTIFACT
from tasador.training import boost, further, run
from tasador.training.judge import judge as judged
from tasador.training.settings import Settings

MODEL = Path(__file__).resolve().parents[3] / "model"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m tasador.training", description="Fit the model on a file of listings."
    )
    made.add_argument(
        "--data", type=Path, default=os.environ.get("TASADOR_DATA"), help="CSV, plain or gzip; else TASADOR_DATA"
    )
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
    made.add_argument("--levels", action="store_true", help="keep the forests of --out: learn levels and extras again")
    made.add_argument("--out", type=Path, default=MODEL, help="where price.json.gz and card.json go")
    made.add_argument("--report", type=Path, help="an HTML page with figures and plots")
    made.add_argument(
        "--dask", help="tcp://host:port of a Dask scheduler that fits the final forest; its workers need this package"
    )
    made.add_argument("--force", action="store_true", help="replace the current model though it is better")
    made.add_argument("--judge", action="store_true", help="train nothing: judge the model of --out on --data")
    made.add_argument("--trees", type=int, default=Settings().trees)
    made.add_argument("--folds", type=int, default=Settings().folds)
    made.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    made.add_argument("--cache", type=Path, help="folder that keeps finished folds; none by default")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(argv)
    if asked.data is None:
        parser().error("--data FILE, or TASADOR_DATA, is needed")
    try:
        (judge if asked.judge else renew if asked.levels else train)(asked)
    except TasadorError as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    return 0


def train(asked: argparse.Namespace) -> None:
    settings = replace(Settings(), trees=asked.trees, folds=asked.folds, threads=asked.threads)
    more = further.read(asked.recent, asked.aged)
    outcome = run.train(asked.data, settings, Memory(asked.cache, verbose=0), say, _trainer(asked.dask), more)
    for name, value in outcome.card["median_ape"].items():
        say(f"median error, {name}: {value:.2f} %")
    if asked.report:
        outcome = run.publish(outcome, asked.report, say)
    run.write(outcome, asked.out, asked.force, say)
    say(f"wrote {asked.out}")


def renew(asked: argparse.Namespace) -> None:
    run.save(*run.renew(asked.data, asked.out, further.read(asked.recent, asked.aged), say), asked.out)
    say(f"wrote {asked.out}")


def judge(asked: argparse.Namespace) -> None:
    print(json.dumps(judged(asked.data, asked.out / ARTIFACT), ensure_ascii=False, indent=1))


def _trainer(address: str | None) -> boost.Trainer:
    """Dask is asked for only where it is wanted: it is an extra of its own."""
    if address is None:
        return boost.here
    from tasador.training import cluster

    return cluster.trainer(address)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
