"""A million adverts in the original's 25 columns through the training stage: how long, and how much memory.

The file is made here, in a temporary folder: 60 % sales in USD, the rest rents, pesos and other poison, as in
the original. Exit 1 when training takes longer or more memory than it may. `--rows` makes a smaller one.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
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


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=ROWS)
    rows: int = asked.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ar_properties.csv"
        write(file, rows)
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB")
        started = time.perf_counter()
        argv = [sys.executable, "-m", "tasador.training", "--data", str(file), "--out", f"{folder}/model"]
        code = subprocess.run(argv, cwd=ROOT / "service/src", check=False).returncode
        minutes = (time.perf_counter() - started) / 60
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, busy = usage.ru_maxrss / 1e6, (usage.ru_utime + usage.ru_stime) / 60
    print(f"{minutes:.1f} min (limit {MINUTES:g}), {busy:.1f} of them CPU; peak {peak:.2f} GB (limit {GIGABYTES:g})")
    return int(code != 0 or minutes > MINUTES or peak > GIGABYTES)


if __name__ == "__main__":
    sys.exit(main())
