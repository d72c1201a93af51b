"""A model that anybody can price by hand: 2,500 USD for each m²."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasador.pricing.appraisal import Appraisal, YearPrice
from tasador.pricing.fields import Home
from tasador.pricing.notices import Notice
from tasador.pricing.places.comparables import Comparables

USD_M2 = 2500.125


class FakeModel:
    version = "m-0123456789ab"
    card: Mapping[str, Any] = {
        "metrics": {"median_ape": 0.13},
        "usual": {"": {"price": [90_000.0, 400_000.0], "surface": [35.0, 160.0]}},
    }

    def places(self) -> Sequence[Mapping[str, Any]]:
        return [{"l2": "Capital Federal", "name": "Palermo", "count": 10, "lat": -34.58, "lon": -58.42}]

    def appraise(self, home: Home) -> Appraisal:
        surface = home.surface_covered or home.surface_total
        assert surface is not None
        price = USD_M2 * surface
        return Appraisal(
            home=home,
            locality=home.locality,
            price=price,
            low=price * 0.8,
            high=price * 1.2,
            as_of="2026-06",
            latest="2026-06",
            price_per_m2=USD_M2,
            base=price - 3.3333,
            contributions=(("rooms", 1.1111), ("bathrooms", 2.2222)),
            comparables=Comparables(3, home.locality or home.l2, "covered", (2000.0, 2400.0, 2800.0), (2020, 2026)),
            history=(YearPrice(2020, price * 1.1, price * 0.8, price * 1.4), YearPrice(2026, price, price, price)),
            notices=() if home.locality else (Notice("no_locality", "locality"),),
        )

    def appraise_many(self, homes: list[Home]) -> Sequence[Appraisal]:
        return [self.appraise(home) for home in homes]


class BrokenModel(FakeModel):
    """Fails in a way that nobody foresaw, with somebody's data in its message."""

    def appraise(self, home: Home) -> Appraisal:
        raise ZeroDivisionError(f"lat={home.lat}")
