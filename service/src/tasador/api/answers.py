"""The answer to a priced home: the original's fields, and what makes the price honest beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tasador.api import messages
from tasador.api.messages import Language
from tasador.pricing.features import Home

if TYPE_CHECKING:
    from tasador.pricing.model import Appraisal
from tasador.api.schemas import HomeRequest

COVERAGE: Final = 0.8


def home(request: HomeRequest) -> Home:
    """The home to price. One coordinate alone places nothing, so it is left out."""
    placed = request.lat is not None and request.lon is not None
    return Home(
        l2=request.l2,
        locality=request.locality,
        property_type=request.property_type,
        rooms=request.rooms,
        bedrooms=request.bedrooms,
        bathrooms=request.bathrooms,
        surface_total=request.surface_total,
        surface_covered=request.surface_covered,
        lat=request.lat if placed else None,
        lon=request.lon if placed else None,
    )


def answer(request: HomeRequest, appraisal: Appraisal, version: str, spoken: Language) -> dict[str, Any]:
    return {
        "precio_predicho": round(appraisal.price, 2),
        "moneda": "USD",
        "rango": {"bajo": round(appraisal.low, 2), "alto": round(appraisal.high, 2), "cobertura": COVERAGE},
        "precio_m2": round(appraisal.price_per_m2, 2),
        "fecha_nivel": appraisal.as_of,
        "detalles": {
            "ubicacion": request.l2,
            "localidad": request.locality,
            "tipo": request.property_type,
            "superficie_m2": request.surface_covered or request.surface_total,
        },
        "explicacion": [
            {"factor": factor, "texto": messages.text(messages.FACTORS, factor, spoken), "usd": usd}
            for factor, usd in explained(appraisal)
        ],
        "comparables": {
            "cantidad": appraisal.comparables.count,
            "mediana_usd_m2": appraisal.comparables.median_usd_m2,
            "lugar": appraisal.comparables.place,
        },
        "avisos": [
            {"codigo": code, "texto": messages.text(messages.NOTICES, code, spoken)}
            for code in notices(request, appraisal)
        ],
        "modelo": {"version": version},
        "info_peticion": request.model_dump(),
    }


def explained(appraisal: Appraisal) -> list[tuple[str, float]]:
    """Base and contributions in whole cents, which still add up: the largest contribution takes the rounding."""
    cents = [("base", round(appraisal.base * 100))]
    cents += [(factor, round(usd * 100)) for factor, usd in appraisal.contributions]
    rest = round(appraisal.price * 100) - sum(amount for _, amount in cents)
    largest = max(range(1, len(cents)), key=lambda k: abs(cents[k][1]), default=0)
    cents[largest] = (cents[largest][0], cents[largest][1] + rest)
    return [(factor, amount / 100) for factor, amount in cents]


def notices(request: HomeRequest, appraisal: Appraisal) -> list[str]:
    """The model's warnings and those that only the request itself can give."""
    found = list(appraisal.warnings)
    if (request.lat is None) != (request.lon is None):
        found.append("incomplete_coordinates")
    if (request.surface_covered or 0) > (request.surface_total or float("inf")):
        found.append("covered_exceeds_total")
    return found
