"""`tasador.pricing.contradictions` for many rows at once: what serving doubts or does not use teaches nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tasador.pricing.contradictions import LEAST_BEDROOM, LEAST_ROOM


def settled(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, int, str]]]:
    """The rows without what contradicts the rest of each; every rule with its number of rows and what was done."""
    covered, total = rows["surface_covered"], rows["surface_total"]
    rooms, bedrooms = rows["rooms"], rows["bedrooms"]
    living = covered.fillna(total)
    exceeds = covered > total
    more = bedrooms > rooms
    crowded = (bedrooms >= 2) & (living / bedrooms.where(bedrooms > 0, np.nan) < LEAST_BEDROOM) & ~more
    packed = (rooms >= 2) & (living / rooms.where(rooms > 0, np.nan) < LEAST_ROOM)
    kept = rows.assign(
        surface_total=total.mask(exceeds, covered), bedrooms=bedrooms.mask(more | crowded), rooms=rooms.mask(packed)
    )
    return kept, [
        ("more covered than total surface", int(exceeds.sum()), "the total taken as the covered"),
        ("more bedrooms than rooms", int(more.sum()), "bedrooms emptied"),
        (f"less than {LEAST_BEDROOM:.0f} m² a bedroom", int(crowded.sum()), "bedrooms emptied"),
        (f"less than {LEAST_ROOM:.0f} m² a room", int(packed.sum()), "rooms emptied"),
    ]
