"""The site's static list of places is what the model knows."""

from __future__ import annotations

import json
from pathlib import Path

from tasador.pricing import places_file
from tasador.pricing.fields import Home
from tasador.pricing.model import load

FILE = Path(__file__).resolve().parents[2] / "service/model/places.json"


def test_the_file_is_what_the_model_lists() -> None:
    again = "run: PYTHONPATH=service/src python -m tasador.pricing.places_file > service/model/places.json"
    assert FILE.read_text() == places_file.text(load()), again


def test_every_place_and_every_alias_is_understood_by_the_model() -> None:
    told, model = json.loads(FILE.read_text()), load()
    for name, region, adverts, lat, lon in told["places"]:
        found = model.localities.named(told["regions"][region], name)
        assert found is not None
        assert (found.adverts, found.lat, found.lon) == (adverts, lat, lon)
    for typed, region, name in told["aliases"]:
        home, _ = model.understood(Home(told["regions"][region], typed, surface_covered=50))
        assert home.locality == name


def test_the_list_is_small_enough_for_a_phone() -> None:
    import gzip

    assert len(gzip.compress(FILE.read_bytes(), 9)) <= 12_000
