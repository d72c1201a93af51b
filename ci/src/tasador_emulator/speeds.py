"""Starts ministack with schedules that run faster. Stand-alone: run by the emulator's own interpreter.

    python speeds.py SPEED

A rule of `rate(5 minutes)` first fires after 300 s. With SPEED 60 the same rule, untouched, fires every
5 s, through its own target, destination and connection. The names below are private to ministack; its
version is locked by hash, and a version without them ends here, with an error, before it serves anything.
"""

import sys

# in the emulator's own environment only
from ministack.app import main  # type: ignore[import-not-found]
from ministack.services import eventbridge  # type: ignore[import-not-found]


def shorten_intervals(speed: float) -> None:
    """Shorten the intervals and the pause between two looks at the rules."""
    real_seconds = eventbridge._parse_rate_seconds

    def seconds(expression: str) -> float | None:
        interval = real_seconds(expression)
        return None if interval is None else interval / speed

    eventbridge._parse_rate_seconds = seconds
    eventbridge._SCHEDULER_TICK_INTERVAL = min(eventbridge._SCHEDULER_TICK_INTERVAL, 1)


if __name__ == "__main__":
    shorten_intervals(float(sys.argv.pop(1)))
    main()
