"""Loads the model as the function will, and prices one home: `python -m tasador.entry.verify`.

Prints one JSON object: the model's version and a price, or under `refused` what is wrong with it.
"""

import json
import sys


def price() -> dict[str, object]:
    from tasador.pricing.artifact import load
    from tasador.pricing.fields import Home

    home = Home(
        l2="Capital Federal",
        locality="Palermo",
        property_type="Departamento",
        rooms=3,
        bedrooms=2,
        bathrooms=1,
        surface_total=60,
        surface_covered=55,
        lat=None,
        lon=None,
    )
    model = load()
    appraisal = model.appraise(home)
    return {"version": model.version, "price": appraisal.price, "low": appraisal.low, "high": appraisal.high}


def main() -> int:
    try:
        print(json.dumps(price()))
    except Exception as error:  # whatever a damaged file makes of the loader is the answer here
        print(json.dumps({"refused": f"{type(error).__name__}: {error}"}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
