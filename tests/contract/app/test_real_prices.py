"""The service over the real model: whatever is within the limits gets a price that makes sense."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tasador.api import messages, responses
from tasador.entry.handler import app
from tasador.pricing import vocabulary
from tasador.pricing.fields import NUMBERS, limits

from tests.unit.service.asking import V1, V2, Reply, ask, post


def numbers(field: str) -> st.SearchStrategy[float | None]:
    low, high = limits(field)
    return st.none() | st.sampled_from([low, high]) | st.floats(low, high)


HOMES = st.fixed_dictionaries(
    {
        "l2": st.sampled_from(vocabulary.REGIONS),
        "locality": st.none() | st.sampled_from(["Palermo", "Villa Crespo", "Pilar", "nowhere"]),
        "property_type": st.none() | st.sampled_from(vocabulary.TYPES),
        **{field: numbers(field) for field in NUMBERS},
    }
).filter(lambda home: home["surface_total"] or home["surface_covered"])


def check(priced: dict[str, Any]) -> None:
    price = responses.Price.model_validate(priced)
    assert 0 < price.rango.bajo <= price.precio_predicho <= price.rango.alto
    assert price.precio_m2 > 0
    assert round(sum(part.usd for part in price.explicacion), 2) == pytest.approx(price.precio_predicho, abs=0.006)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(HOMES)
def test_every_home_within_the_limits_gets_a_price_within_its_range(home: dict[str, Any]) -> None:
    reply = post(app, "/predict", home)
    assert reply.status == 200
    check(reply.json)


@pytest.mark.parametrize("payload", [V1, V2], ids=["v1", "v2"])
def test_both_payloads_get_a_plausible_price(payload: dict[str, Any]) -> None:
    priced = post(app, "/predict", payload).json
    check(priced)
    assert 40_000 < priced["precio_predicho"] < 400_000


def test_a_batch_has_the_very_prices_of_its_homes() -> None:
    homes = [{**V1, "surface_covered": 30 + surface} for surface in range(20)]
    batch: Reply = post(app, "/predict/batch", {"homes": homes})
    assert batch.json["predicciones"] == [post(app, "/predict", home).json for home in homes]


def test_what_the_model_says_has_words_in_both_languages() -> None:
    odd = {"l2": "Otros", "surface_total": 90_000, "rooms": 40, "locality": "nowhere"}
    for home in (V1, V2, odd):
        priced = post(app, "/predict", home).json
        for notice in priced["avisos"]:
            assert notice["codigo"] in messages.NOTICES
        for part in priced["explicacion"]:
            assert part["texto"] != part["factor"]


def test_places_and_card_have_their_documented_shapes() -> None:
    places = responses.Places.model_validate_json(ask(app, "GET", "/places").body)
    assert len(places.places) > 100
    assert {place.l2 for place in places.places} <= set(places.l2)
    assert json.loads(ask(app, "GET", "/model").body)["version"] == ask(app, "GET", "/").json["model"]
