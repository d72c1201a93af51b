"""docs/app/inputs.md, from the service's answers and the training's words: `python -m tests.training.answers`."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd
from tasador.entry.handler import app
from tasador.training import cli
from tasador.training.cleaning.rules import clean
from tasador.training.reading import listings
from tasador.training.reading.columns import columns
from tasador.training.reading.source import inspect

from tests.paths import ROOT
from tests.training import broken, layouts
from tests.unit.service.asking import JSON, ask, post

PLACE: Final = ROOT / "docs" / "app" / "inputs.md"
HOME: Final = {
    "l2": "Capital Federal",
    "locality": "Palermo",
    "property_type": "Departamento",
    "surface_covered": 50,
}
NAMES: Final = ("l2", "locality", "property_type", "rooms")  # of which the answer says what was understood
SENT: Final[tuple[tuple[str, tuple[dict[str, Any], ...]], ...]] = (
    (
        "Names as people write them",
        (
            {},
            {"property_type": "depto"},
            {"property_type": "monoambiente"},
            {"property_type": "dúplex"},
            {"l2": "CABA"},
            {"l2": "GBA Norte", "locality": "Olivos"},
            {"locality": "La Boca"},
            {"locality": "Belgrano R"},
            {"locality": "Montserrat"},
            {"locality": "v. crespo"},
            {"locality": "Cabalito"},
            {"locality": "P. Patricios"},
            {"locality": "Devoto"},
            {"locality": "Belgrano Chico"},
            {"locality": "Olivos"},
            {"l2": "Buenos Aires Costa Atlántica", "locality": "mar-del-plata"},
            {"l2": "Bs.As. G.B.A. Zona Norte", "locality": "Palermo"},
            {"locality": "Xanadú"},
            {"l2": "Marte"},
        ),
    ),
    (
        "Numbers and dates",
        (
            {"surface_covered": "60,5"},
            {"surface_covered": "1.000"},
            {"surface_covered": "1_000"},
            {"surface_covered": 9},
            {"surface_total": 90_000},
            {"fecha": "2020-03"},
            {"year": 2017},
            {"fecha": "2050"},
            {"fecha": "hoy"},
            {"garage": "sí"},
        ),
    ),
    (
        "Contradictions",
        (
            {"surface_covered": 60, "surface_total": 1},
            {"surface_covered": 60, "surface_total": 12},
            {"surface_covered": 30, "bedrooms": 6},
            {"surface_covered": 30, "rooms": 7},
            {"rooms": 2, "bedrooms": 4},
            {"lat": -34.65, "lon": -58.5},
            {"lat": -31.4, "lon": -64.2},
            {"lat": 40.4, "lon": -3.7},
            {"lat": -34.58},
            {"l2": "Otros", "locality": None, "lat": -34.58, "lon": -58.42},
            {"property_type": "monoambiente", "rooms": 4},
        ),
    ),
    ("Fields that are not known", ({"piso": 3}, {"antiguedadd": 3}, {"amenities": ["pool"]})),
)
HEAD: Final = f"""# What is read, and how

Written by `.run/venv/bin/python -m tests.training.answers` from the service's own answers and the training's own
words; a test holds it against them. The rules behind it are in
[the service's README](../../service/README.md#what-a-request-may-be).

## Homes

To `POST /predict`, this home with what each line changes or adds: `{json.dumps(HOME, ensure_ascii=False)}`.
Prices are in USD at the model's latest level, or at the date's.
The notice that a region's adverts are some years old is left out.
"""
BODIES: Final = "### Bytes and headers\n\n| sent | answer |\n|---|---|"
FILES: Final = """
## Files to train on

The same 1,300 made-up listings in eleven forms that people have, by `./run train --data FILE`.

| file | read as | fields whose column has another name | kept |
|---|---|---|---|"""
REFUSED: Final = """
The City's file names neither region nor type: `--columns "l2==Capital Federal" property_type==Departamento` did.

What is no table is refused in one line, before anything heavy is imported:

| file | what is said |
|---|---|"""


def render() -> str:
    return "\n".join((HEAD, *_homes(), BODIES, *_bodies(), FILES, *_files(), REFUSED, *_refused())) + "\n"


def _homes() -> Iterator[str]:
    for title, cases in SENT:
        yield f"### {title}\n\n| sent | price | understood, or said |\n|---|---|---|"
        for sent in cases:
            yield _row(_json(sent), *answered(sent))
        yield ""


def answered(sent: dict[str, Any]) -> tuple[str, str]:
    """The price, and what was taken for what and every notice; or the refusal."""
    reply = post(app, "/predict", {**HOME, **sent}, accept_language="en")
    if reply.status != 200:
        return str(reply.status), " ".join(_short(error["detail"]) for error in reply.json["errors"])
    notices = [one["texto"] for one in reply.json["avisos"] if one["codigo"] != "old_prices"]
    return f"{reply.json['precio_predicho']:,.0f}", " ".join(map(_short, notices))


def _bodies() -> Iterator[str]:
    """A byte order mark before the body; an entity tag as caches and browsers send it back."""
    marked = ask(app, "POST", "/predict", b"\xef\xbb\xbf" + json.dumps(HOME).encode(), JSON)
    yield _row("a UTF-8 byte order mark before the home", f"{marked.status}, {marked.json['precio_predicho']:,.0f}")
    home = json.dumps(HOME)
    for told, path, body, query in (
        ("`surface_covered` twice", "/predict", home.replace("}", ', "surface_covered": 60}'), b""),
        ("`?fecha=2017` in the address", "/predict", home, b"fecha=2017"),
        ("`year` beside the `homes` of a batch", "/predict/batch", f'{{"homes": [{home}], "year": 2017}}', b""),
    ):
        reply = ask(app, "POST", path, body.encode(), {**JSON, "accept-language": "en"}, query)
        yield _row(told, f"{reply.status}, {reply.json['detail']}")
    tag = ask(app, "GET", "/model").headers["etag"]
    for told, form in (("its `ETag`", tag), ("the same, weak: `W/…`", f"W/{tag}"), ("`*`", "*"), ("another", '"x"')):
        reply = ask(app, "GET", "/model", headers={"if-none-match": form})
        yield _row(f"`GET /model` with `If-None-Match`: {told}", str(reply.status))


def _files() -> Iterator[str]:
    rows = layouts.listings()
    for name, (layout, told) in layouts.LAYOUTS.items():
        with tempfile.TemporaryDirectory() as folder:
            file = layout(rows, Path(folder))
            yield _row(name, *_read(file, told))


def _read(file: Path, told: tuple[str, ...]) -> tuple[str, str, str]:
    source, kept = inspect(file), len(clean(listings.read(file, told), str(file)).rows)
    form = f"{source.kind}{f' in {source.packed}' if source.packed else ''}"
    header = source.header
    if source.kind == "csv":
        form = f"{form}, {source.encoding}, `{source.separator!r}`"
    else:
        header = tuple(map(str, pd.read_parquet(file).columns))
    taken = columns(str(file), header, told).told().split(", ")
    return form, ", ".join(one for one in taken if not re.fullmatch(r"(\w+)='\1'", one)), f"{kept:,}"


def _refused() -> Iterator[str]:
    for name, (spoil, _) in broken.BROKEN.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file.csv"
            spoil(file)
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                assert cli.main(["--data", str(file), "--out", folder]) == 1
            yield _row(name, said.getvalue().strip().removeprefix("training: ").replace(f"{folder}/", ""))


def _json(sent: dict[str, Any]) -> str:
    return f"`{json.dumps(sent, ensure_ascii=False)}`" if sent else "nothing more"


def _short(text: str) -> str:
    """Without the lists of all that is accepted."""
    return re.sub(r"(; accepted: |: )((?:[^,;:]+, ){6})[^;:]*?(?=\. [A-Z]|\.$|$)", r"\1…", text)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    PLACE.write_text(render(), encoding="utf-8")
