"""A million adverts in the original's 25 columns through the training stage: how long, and how much memory.

The file is made here, in a temporary folder: 60 % sales in USD, the rest rents, pesos and other poison, as in
the original. TASADOR_BENCH_ROWS makes a smaller one.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from bench.frame.measurement import Bench, Measurement, alone, compared
from tests.paths import ROOT

ROWS = 1_000_000
CHUNK = 100_000
MINUTES = 5.0
GIGABYTES = 4.0
REGIONS = {
    "Capital Federal": (-34.6, -58.44, 0.05),
    "Bs.As. G.B.A. Zona Norte": (-34.48, -58.56, 0.1),
    "Bs.As. G.B.A. Zona Oeste": (-34.65, -58.65, 0.1),
    "Bs.As. G.B.A. Zona Sur": (-34.78, -58.35, 0.1),
    "Córdoba": (-31.41, -64.18, 0.1),
    "Santa Fe": (-32.94, -60.65, 0.2),
}
TYPES = ("Departamento", "Casa", "PH", "Lote", "Oficina")
ADVERT = {
    "ad_type": "Propiedad",
    "start_date": "2020-03-01",
    "end_date": "9999-12-31",
    "l4": None,
    "l5": None,
    "l6": None,
    "price_period": "Mensual",
    "title": "Departamento en venta, luminoso, al frente",
    "description": "Excelente ubicación, a metros del subte. " * 12,
}


def made(number: int, seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed)
    names = list(REGIONS)
    region = drawn.choice(len(names), number, p=[0.4, 0.2, 0.1, 0.1, 0.1, 0.1])
    centre = np.array(list(REGIONS.values()))[region]
    off = drawn.normal(0, 1, (number, 2)) * centre[:, 2:]
    covered = np.exp(drawn.normal(4.3, 0.55, number)).clip(15, 2000).round()
    kind = drawn.choice(len(TYPES), number, p=[0.5, 0.25, 0.05, 0.15, 0.05])
    noise = drawn.normal(0, 0.2, number)
    price = np.exp(0.95 * np.log(covered) + 8 - 3 * off[:, 0] - 0.15 * kind - 0.1 * region + noise).round(-2)
    rent = drawn.random(number) < 0.25
    rows = pd.DataFrame(
        {
            "id": np.arange(number) + seed * CHUNK,
            **ADVERT,
            "created_on": drawn.choice(["2019-11-05", "2020-02-14", "2020-05-30"], number),
            "lat": centre[:, 0] + off[:, 0],
            "lon": centre[:, 1] + off[:, 1],
            "l1": np.where(drawn.random(number) < 0.05, "Uruguay", "Argentina"),
            "l2": np.array(names)[region],
            "l3": [f"Barrio {k}" for k in np.abs(off[:, 0] / centre[:, 2] * 8).astype(int) + region * 40],
            "rooms": (covered / 24).round().clip(1, 12),
            "bedrooms": (covered / 32).round().clip(0, 10),
            "bathrooms": (covered / 70).round().clip(1, 8),
            "surface_total": (covered * drawn.uniform(1, 1.8, number)).round(),
            "surface_covered": covered,
            "price": np.where(rent, price / 8, price),
            "currency": np.where(rent, "ARS", "USD"),
            "property_type": np.array(TYPES)[kind],
            "operation_type": np.where(rent, "Alquiler", "Venta"),
        }
    )
    for name in ("lat", "rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered"):
        rows[name] = rows[name].mask(drawn.random(number) < 0.12)
    rows["price"] = rows["price"].mask(drawn.random(number) < 0.03, 0.0)
    return rows


def write(file: Path, rows: int) -> None:
    for k, start in enumerate(range(0, rows, CHUNK)):
        made(min(CHUNK, rows - start), k).to_csv(file, mode="a", header=k == 0, index=False)


def measured() -> Iterator[Measurement]:
    rows = int(os.environ.get("TASADOR_BENCH_ROWS", ROWS))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ar_properties.csv"
        write(file, rows)
        read = time.perf_counter()
        pd.read_csv(file)
        started = time.perf_counter()
        argv = [sys.executable, "-m", "tasador.training", "--data", str(file), "--out", f"{folder}/model"]
        subprocess.run(argv, cwd=ROOT / "service/src", check=True)
        minutes = (time.perf_counter() - started) / 60
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    pair = (minutes, (started - read) / 60)
    yield compared(f"training on {rows:,} adverts", "min", "pandas reading the same file", [pair], at_most=MINUTES)
    yield alone("of it processor time", "min", [(usage.ru_utime + usage.ru_stime) / 60])
    yield alone("most memory", "GB", [usage.ru_maxrss / 1e6], at_most=GIGABYTES)


BENCH = Bench("Training on a file like the original's, 25 columns", measured)
