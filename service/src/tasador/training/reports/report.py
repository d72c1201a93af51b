"""One HTML page: the figures, and plots of where and how far the model errs."""

from __future__ import annotations

import base64
import html
import io
import json
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tasador.training.evaluation import figures
from tasador.training.evaluation.folds import OURS, Evaluated
from tasador.training.evaluation.intervals import Bounds
from tasador.training.fitting.atlas import Floats

STYLE = (
    "body{font:16px/1.5 system-ui;max-width:62rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}"
    "td,th{border-bottom:1px solid #ccc;padding:.3rem .8rem;text-align:right}"
    "td:first-child,th:first-child{text-align:left}"
    "img{max-width:100%}pre{background:#f6f6f6;padding:1rem;overflow:auto}"
)
BINS = 10
DRAWN = 20_000  # points of the map
SHOWN = (0.002, 0.998)  # quantiles of the coordinates that the map reaches to
Curve = list[tuple[int, float]]


def page(card: dict[str, Any], evaluated: Evaluated, bounds: Bounds, curve: Curve) -> str:
    mpl.rcParams["svg.hashsalt"] = "tasador"  # the same page from the same run
    errors = figures.ape(evaluated.logs[OURS], evaluated.target)
    plots = [
        ("Error by region", lambda axes: _by_region(axes, evaluated.rows, errors)),
        ("Calibration: asked and predicted, by tenths of the prediction", lambda axes: _calibration(axes, evaluated)),
        ("Coverage of the range by predicted price", lambda axes: _coverage(axes, evaluated, bounds)),
        ("Learning curve", lambda axes: _learning(axes, curve)),
        ("Residuals on the map", lambda axes: _map(axes, evaluated)),
    ]
    drawn = "".join(f"<h2>{html.escape(title)}</h2>{plot(draw)}" for title, draw in plots)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Training report</title><style>{STYLE}</style>'
        f"<h1>Training report</h1>{drawn}{_table(card)}{_findings(card)}"
        f"<h2>Card</h2><pre>{html.escape(json.dumps(card, ensure_ascii=False, indent=1))}</pre></html>\n"
    )


def plot(draw: Callable[[Axes], None]) -> str:
    figure = Figure(figsize=(9, 4.5), layout="constrained")
    draw(figure.subplots())
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=90, metadata={"Software": None})
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(held.getvalue()).decode()}">'


def _table(card: dict[str, Any]) -> str:
    """Median absolute percentage errors of the forest and of each baseline, on the same folds."""
    models = {OURS: card["median_ape"], **card["baselines"]}
    cohorts = list(card["median_ape"])
    head = "".join(f"<th>{html.escape(name)}</th>" for name in cohorts)
    body = "".join(
        f"<tr><td>{html.escape(model)}</td>" + "".join(f"<td>{told[name]:.2f} %</td>" for name in cohorts) + "</tr>"
        for model, told in models.items()
    )
    return f"<table><tr><th>median error</th>{head}</tr>{body}</table>"


def _findings(card: dict[str, Any]) -> str:
    listed = "".join(f"<li>{html.escape(finding)}</li>" for finding in card["data"]["findings"])
    return f"<h2>What was wrong with the data</h2><p>{card['data']['read']:,} rows read.</p><ul>{listed}</ul>"


def _by_region(axes: Axes, rows: pd.DataFrame, errors: Floats) -> None:
    groups = pd.Series(errors * 100).groupby(rows["l2"].astype(str).to_numpy())
    names = [str(name) for name, one in groups if len(one) >= figures.LEAST]
    axes.boxplot([groups.get_group(name) for name in names], showfliers=False, orientation="horizontal")
    axes.set_yticks(range(1, len(names) + 1), names)
    axes.set_xlabel("absolute percentage error")


def _calibration(axes: Axes, evaluated: Evaluated) -> None:
    predicted, asked = evaluated.logs[OURS], evaluated.target
    tenth = pd.qcut(predicted, BINS, labels=False, duplicates="drop")
    medians = pd.DataFrame({"predicted": np.exp(predicted), "asked": np.exp(asked)}).groupby(tenth).median()
    axes.loglog(medians["predicted"], medians["asked"], "o-")
    axes.loglog(medians["predicted"], medians["predicted"], "k:", linewidth=1)
    axes.set_xlabel("predicted, USD")
    axes.set_ylabel("asked, USD (median)")


def _coverage(axes: Axes, evaluated: Evaluated, bounds: Bounds) -> None:
    covered = bounds.coverage[: len(evaluated.rows)]
    tenth = pd.qcut(evaluated.logs[OURS], BINS, labels=False, duplicates="drop")
    shares = pd.Series(covered * 100).groupby(tenth).mean()
    axes.bar(shares.index + 1, shares)
    axes.axhline(80, color="k", linestyle=":")
    axes.set_ylim(50, 100)
    axes.set_xlabel("tenth of the predicted price")
    axes.set_ylabel("asked within the range, %")


def _learning(axes: Axes, curve: Curve) -> None:
    axes.plot([rows for rows, _ in curve], [error for _, error in curve], "o-")
    axes.set_xlabel("rows learned from")
    axes.set_ylabel("median error, % (first fold)")


def _map(axes: Axes, evaluated: Evaluated) -> None:
    rows = evaluated.rows
    greater = rows["l2"].isin(figures.GREATER) & rows["lat"].notna()
    chosen = np.flatnonzero(greater)[:: max(1, int(greater.sum()) // DRAWN)]
    shown = axes.scatter(
        rows["lon"].to_numpy()[chosen],
        rows["lat"].to_numpy()[chosen],
        c=evaluated.residual[chosen],
        s=2,
        cmap="coolwarm",
        vmin=-0.5,
        vmax=0.5,
    )
    axes.set_aspect(1.2)
    for limit, name in ((axes.set_xlim, "lon"), (axes.set_ylim, "lat")):  # a slip of the finger would stretch the map
        limit(*np.quantile(rows[name].to_numpy()[chosen], SHOWN))
    axes.figure.colorbar(shown, label="log asked less log predicted")
