"""The scheduled warm-up, seen to fire by itself: the smoke test fires a twin of the rule, this waits for the rule."""

from typing import Final

from tasador_release.aws import Aws
from tasador_release.errors import InfraError
from tasador_release.function import answers, logs
from tasador_release.report.report import Note
from tasador_release.values.stack import Stack

from tasador_emulator.environment import SCHEDULE_SPEED

PATIENCE_S: Final = 25.0  # five intervals of the faster clock: a machine may be busy


async def seen(note: Note, aws: Aws, stack: Stack, schedule: str, event: str, since_ms: int) -> None:
    """Wait for the log line of a warm-up that only the schedule can have sent."""
    warmed = answers.logged(event)
    if not warmed(await logs.wait_for(aws, stack.log_group, since_ms, warmed, PATIENCE_S)):
        raise InfraError(
            f"{stack.warmup_rule} ({schedule}, {SCHEDULE_SPEED:.0f} times faster) sent no warm-up "
            f"in {PATIENCE_S:.0f} s",
            "read the function's log; check connection, destination and target of the rule",
            where="schedule",
        )
    note.say(f"{schedule} fired by itself, its clock running {SCHEDULE_SPEED:.0f} times faster")
