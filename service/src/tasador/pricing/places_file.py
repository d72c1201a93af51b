"""The static list of places that the site builds in: regions, localities with centres, what people call them.

`python -m tasador.pricing.places_file` prints it; service/model/places.json is that output, which a test holds to it.
"""

from __future__ import annotations

import json
from typing import Any

from tasador.pricing.locality_names import ALIASES
from tasador.pricing.model import Model, load
from tasador.pricing.vocabulary import REGIONS


def content(model: Model) -> dict[str, Any]:
    """`places`: name, position of the region, adverts, latitude, longitude; most adverts first.
    `aliases`: what is typed, position of the region, the listed name that it means."""
    listed = sorted(model.localities.listed_ones, key=lambda one: (-one.adverts, one.l2, one.name))
    return {
        "model": model.version,
        "regions": list(REGIONS),
        "places": [[one.name, REGIONS.index(one.l2), one.adverts, one.lat, one.lon] for one in listed],
        "aliases": [
            [alias, REGIONS.index(l2), found.name]
            for l2, names in ALIASES.items()
            for name, aliases in names.items()
            for alias in aliases
            if (found := model.localities.named(l2, name)) is not None
        ],
    }


def text(model: Model) -> str:
    """One place a line, so that a change can be read."""
    told = content(model)
    rows = {
        name: ",\n".join(json.dumps(row, ensure_ascii=False) for row in told[name]) for name in ("places", "aliases")
    }
    head = json.dumps({name: told[name] for name in ("model", "regions")}, ensure_ascii=False)[:-1]
    return f'{head},\n"places": [\n{rows["places"]}\n],\n"aliases": [\n{rows["aliases"]}\n]}}\n'


if __name__ == "__main__":
    print(text(load()), end="")
