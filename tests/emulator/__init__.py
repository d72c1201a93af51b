"""The whole release against an emulated AWS."""

GIVEN_UP_S = 600.0  # what takes longer hangs, however busy the machine is
