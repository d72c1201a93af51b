"""Where a home is: its locality, the level of what surrounds it, and the adverts nearby."""
