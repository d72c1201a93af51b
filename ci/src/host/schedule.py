"""The scheduled warm-up, seen to fire by itself: the smoke test fires a twin of the rule, this waits for the rule."""

from typing import Final

from release import judge, logs
from release.aws import Aws
from release.report import Note
from release.stack import Stack

from host.emulator import SPEED
from host.errors import HostError

PATIENCE_S: Final = 25.0  # two intervals of the hurried clock and a bit


async def seen(note: Note, aws: Aws, stack: Stack, schedule: str, since_ms: int) -> None:
    """Wait for a warm-up that only the schedule can have sent."""

    def warmed(lines: list[str]) -> bool:
        return not judge.missing(lines, [judge.WARMUP])

    if not warmed(await logs.wait_for(aws, stack.log_group, since_ms, warmed, PATIENCE_S)):
        raise HostError(
            f"{stack.warmup_rule} ({schedule}, {SPEED:.0f} times faster) sent no warm-up in {PATIENCE_S:.0f} s",
            "read the function's log; check connection, destination and target of the rule",
            where="schedule",
        )
    note.say(f"{schedule} fired by itself, its clock running {SPEED:.0f} times faster")
