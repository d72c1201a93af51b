"""The page's files: what they say of places and prices is what the model and the adverts say."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from tasador.pricing.places.locality_names import ALIASES
from tasador.training import site
from tasador_release.site.sync import content_type

from tests.infra import blocks, resources
from tests.paths import ROOT

AGAIN = "run: .run/venv/bin/python -m tasador.training.site --out web/src/data"
DATA = ROOT / "web" / "src" / "data"
HEAVIEST_MAP = 15 * 1024  # bytes, compressed
LISTED = [
    {"l2": "Mendoza", "name": "Maipú", "count": 3, "lat": None, "lon": None},
    {"l2": "Capital Federal", "name": "Palermo", "count": 9, "lat": -34.58354, "lon": -58.42307},
    {"l2": "Capital Federal", "name": "Agronomía", "count": 3, "lat": -34.59, "lon": -58.48},
]


def adverts(rows: int, price: float = 200_000.0, lat: float = -34.6, surface: float = 100.0) -> pd.DataFrame:
    row = {"lat": lat, "lon": -58.4, "surface_covered": None, "surface_total": surface, "price_usd": price}
    return pd.DataFrame([row] * rows).astype(float)


def test_the_pages_list_of_places_is_that_of_the_model() -> None:
    listed = json.loads((DATA / site.PLACES).read_text(encoding="utf-8"))
    assert listed == site.places(site.model_places()), AGAIN


def test_places_are_listed_by_their_adverts_and_then_by_name() -> None:
    assert site.places(LISTED) == {
        "regions": ["Capital Federal", "Mendoza"],
        "places": [
            ["Palermo", 0, 9, -34.584, -58.423, list(ALIASES["Capital Federal"]["Palermo"])],
            ["Agronomía", 0, 3, -34.59, -58.48],
            ["Maipú", 1, 3, None, None],
        ],
    }


def test_every_other_name_that_the_service_understands_is_in_the_pages_list() -> None:
    listed = json.loads((DATA / site.PLACES).read_text(encoding="utf-8"))
    found = {(listed["regions"][row[1]], row[0]): row[5] for row in listed["places"] if len(row) > 5}
    wanted = {(l2, name): list(names) for l2, known in ALIASES.items() for name, names in known.items()}
    assert found == wanted


def test_the_map_is_light_and_holds_medians_that_a_home_can_have() -> None:
    packed = (DATA / site.MAP).read_bytes()
    assert len(gzip.compress(packed, 9)) <= HEAVIEST_MAP
    areas = json.loads(packed)["areas"]
    assert list(areas) == [area.name for area in site.AREAS]
    for area in areas.values():
        cells = np.array(area["cells"])
        assert len(cells) == len({(column, row) for column, row, _ in area["cells"]}) > 0
        assert cells[:, 2].min() * site.STEP_USD >= site.USD_PER_M2[0]
        assert cells[:, 2].max() * site.STEP_USD <= site.USD_PER_M2[1]


@pytest.mark.parametrize(("rows", "shown"), [(site.FEWEST - 1, 0), (site.FEWEST, 1)])
def test_a_hexagon_is_shown_from_ten_adverts_on(rows: int, shown: int) -> None:
    cells = site.hexagons(adverts(rows))["areas"]["amba"]["cells"]
    assert len(cells) == shown
    assert [cell[2] for cell in cells] == [200] * shown


def test_adverts_that_no_home_can_be_are_not_counted() -> None:
    odd = pd.concat([adverts(9), adverts(9, price=9e6), adverts(9, surface=5.0), adverts(9, lat=float("nan"))])
    assert site.hexagons(odd)["areas"]["amba"]["cells"] == []


def test_every_point_lies_in_the_hexagon_it_is_counted_in() -> None:
    random = np.random.default_rng(1)
    lat, lon = -34.65 + random.uniform(-0.3, 0.3, 500), -58.475 + random.uniform(-0.3, 0.3, 500)
    column, row = site.axial(lat, lon, (-34.65, -58.475))
    east = (lon + 58.475) * site.KM_PER_DEGREE * np.cos(np.radians(-34.65))
    north = (lat + 34.65) * site.KM_PER_DEGREE
    across = east - site.SIDE_KM * np.sqrt(3) * (column + row / 2)
    along = north - site.SIDE_KM * 1.5 * row
    assert np.hypot(across, along).max() <= site.SIDE_KM + 1e-9


COMPRESSED = {  # "File types that CloudFront compresses", of 1,000 to 10,000,000 bytes (ServingCompressedFiles)
    "text/html", "text/css", "text/javascript", "text/plain",
    "application/json", "application/xml", "application/wasm", "image/svg+xml",
}  # fmt: skip


@pytest.mark.parametrize("name", ["index.html", "a.js", "a.css", "places.json", "map.json", "a.svg", "a.txt", "a.xml"])
def test_what_is_text_of_a_page_has_a_type_that_cloudfront_compresses(name: str) -> None:
    assert content_type(name).partition(";")[0] in COMPRESSED


def test_the_page_is_compressed_by_a_policy_that_takes_both_gzip_and_brotli() -> None:
    """CachingOptimized asks for both; a policy that caches nothing compresses nothing."""
    behaviour = resources("app")["aws_cloudfront_distribution.site"]["default_cache_behavior"][0]
    assert behaviour["compress"] is True
    policies = {labels[1]: body["name"] for labels, body in blocks("app", "data") if "cache_policy" in labels[0]}
    assert behaviour["cache_policy_id"] == "${data.aws_cloudfront_cache_policy.site.id}"
    assert policies["site"].strip('"') == "Managed-CachingOptimized"


def test_places_and_map_are_files_of_the_page_that_its_build_names_by_their_content() -> None:
    """Asked of the API they would be neither cached nor compressed."""
    for name in ("places", "map"):
        assert 1_000 <= (ROOT / "web" / "src" / "data" / f"{name}.json").stat().st_size <= 10_000_000
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "web" / "src").rglob("*.ts*"))
    assert "data/places.json?url" in sources
    assert "data/map.json?url" in sources
