"""The answer to a priced home: the original's fields, and what makes the price honest beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tasador.api import messages
from tasador.api.messages import Language
from tasador.pricing.fields import FIELDS, SURFACES, Home
from tasador.pricing.notices import Notice
from tasador.pricing.numbers import month_text

if TYPE_CHECKING:
    from tasador.pricing.appraisal import Appraisal
    from tasador.pricing.places.comparables import Comparables

COVERAGE: Final = 0.8
BY_PLACE: Final = "locality by place: all"  # of the card: no coordinates, the locality that the home lies in
NOT_GIVEN: Final = "not_given"
ALWAYS: Final = frozenset(("location", "date"))  # factors that stand for more than a field of that name


def answer(
    appraisal: Appraisal, said: tuple[Notice, ...], card: Mapping[str, Any], version: str, language: Language
) -> dict[str, Any]:
    """`said` is what the reading of the request had to say, before the model's own notices."""
    home = appraisal.home
    return {
        "precio_predicho": round(appraisal.price, 2),
        "moneda": "USD",
        "rango": {"bajo": round(appraisal.low, 2), "alto": round(appraisal.high, 2), "cobertura": COVERAGE},
        "precio_m2": round(appraisal.price_per_m2, 2),
        "fecha_nivel": appraisal.as_of,
        "nivel": {"fecha": appraisal.latest, "fuente": card.get("level", {}).get("source")},
        "detalles": _details(appraisal),
        "explicacion": [
            {"factor": factor, "texto": messages.factor(factor, language), "usd": usd}
            for factor, usd in explained(appraisal)
        ],
        "historia": [
            {"anio": one.year, "precio": round(one.price, 2), "bajo": round(one.low, 2), "alto": round(one.high, 2)}
            for one in appraisal.history
        ],
        "comparables": _comparables(appraisal.comparables),
        "avisos": [
            {"codigo": one.code, "texto": messages.notice(one, language), "campo": one.field}
            for one in (*said, *appraisal.notices)
        ],
        "precision": accuracy(card, home),
        "mejoras": [
            {"campo": name, "texto": FIELDS[name].label[language == "en"], "puntos": points}
            for name, points in narrowing(card, home)
        ],
        "modelo": {"version": version},
        "info_peticion": understood(home),
    }


def _details(appraisal: Appraisal) -> dict[str, Any]:
    home = appraisal.home
    return {
        "ubicacion": home.l2,
        "localidad": appraisal.locality or home.locality,
        "tipo": home.property_type,
        "superficie_m2": home.surface_covered or home.surface_total,
        "superficie": appraisal.comparables.surface,
    }


def _comparables(found: Comparables) -> dict[str, Any]:
    quartiles = [round(one, 2) for one in found.quartiles] if found.quartiles else None
    return {
        "cantidad": found.adverts,
        "mediana_usd_m2": quartiles[1] if quartiles else None,
        "lugar": found.place,
        "cuartiles_usd_m2": quartiles,
        "anios": {"desde": found.years[0], "hasta": found.years[1]} if found.years else None,
        "superficie": found.surface,
        "superficie_m2": {"desde": found.sizes[0], "hasta": found.sizes[1]} if found.sizes else None,
        "tipo": found.property_type,
    }


def understood(home: Home) -> dict[str, Any]:
    """The request as it was understood; nothing for what was not given or is not used."""
    values = {name: getattr(home, name) for name in FIELDS}
    if home.date is not None:
        values["date"] = str(int(home.date)) if home.date == int(home.date) else month_text(home.date)
    if home.amenities is not None:
        values["amenities"] = list(home.amenities)
    return values


def explained(appraisal: Appraisal) -> list[tuple[str, float]]:
    """Base and contributions in whole cents, which still add up: the largest contribution takes the rounding."""
    cents = [("base", round(appraisal.base * 100))]
    cents += [(factor, round(usd * 100)) for factor, usd in of_given(appraisal)]
    rest = round(appraisal.price * 100) - sum(amount for _, amount in cents)
    largest = max(range(1, len(cents)), key=lambda k: abs(cents[k][1]), default=0)
    cents[largest] = (cents[largest][0], cents[largest][1] + rest)
    return [(factor, amount / 100) for factor, amount in cents]


def of_given(appraisal: Appraisal) -> list[tuple[str, float]]:
    """Contributions by what was given: those of one surface count for the other, those of no field given for none."""
    home = appraisal.home
    told: dict[str, float] = {}
    for factor, usd in appraisal.contributions:
        name = _told_under(factor, home)
        told[name] = told.get(name, 0.0) + usd
    return sorted(told.items(), key=lambda one: one[0] == NOT_GIVEN)


def _told_under(factor: str, home: Home) -> str:
    if factor in ALWAYS or getattr(home, factor, None) is not None:
        return factor
    if factor in SURFACES:
        return next(name for name in SURFACES if name != factor)
    return NOT_GIVEN


def accuracy(card: Mapping[str, Any], home: Home) -> dict[str, Any] | None:
    """The median error, in percent, on adverts the model had not seen: of the home's region or type, whichever has
    fewer of them and so says more of this home; of the whole country where neither is known."""
    by_region, by_type = card.get("median_ape_by_region", {}), card.get("median_ape_by_type", {})
    found = [(*by_region[home.l2], home.l2, None)] if home.l2 in by_region else []
    found += [(*by_type[home.property_type], None, home.property_type)] if home.property_type in by_type else []
    whole, rows = card.get("median_ape", {}).get("all"), card.get("folds", {}).get("rows")
    found += [(rows, whole, None, None)] if whole is not None and rows is not None else []
    if not found:
        return None
    count, error, region, kind = min(found, key=lambda one: one[0])
    return {"error_mediano_pct": round(error, 1), "avisos": count, "lugar": region, "tipo": kind}


def narrowing(card: Mapping[str, Any], home: Home) -> list[tuple[str, float]]:
    """What each datum that was not given takes off the median error where it is known, in points, most first: a point
    on the map over all adverts, the building's age over flats, of which alone it was measured."""
    without, known = card.get("median_ape_without_coordinates", {}).get(BY_PLACE), card.get("median_ape", {}).get("all")
    told = {"lat": (without, known)}
    if home.property_type == "Departamento":
        extras = card.get("extras", {})
        told["age"] = (extras.get("median_ape_without"), extras.get("median_ape_with_age"))
    missing = {name: two for name, two in told.items() if getattr(home, name) is None and None not in two}
    gains = [(name, round(former - then, 1)) for name, (former, then) in missing.items()]
    return sorted((one for one in gains if one[1] > 0), key=lambda one: -one[1])
