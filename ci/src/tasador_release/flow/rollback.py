"""Going back: one alias move, and the index of that release. Then the same verification list.

Its assets are still there: prune keeps what a kept release refers to. Entries besides the index (an
icon, robots.txt) have no content in their name and stay as the newest release left them.
"""

from datetime import UTC, datetime

import anyio

from tasador_release.flow.ports import RollbackPort
from tasador_release.flow.run import GROUP, RECOVERY_S, ended, locked, note_end, smoked
from tasador_release.report.report import Timeline
from tasador_release.values.history import Release, choose, going_back, new_id

ENTRIES = ("/", "/index.html")


async def roll_back(port: RollbackPort, timeline: Timeline, *, wanted: str | None = None, by: str = "") -> Release:
    """Go back to the release `wanted`, or to the previous of the live one; a new record says so."""
    async with locked(port, timeline):
        to = choose(await port.history(), wanted)
        await _proved(port, timeline, to)
        record = _begun(to, by)
        try:
            await _go(port, timeline, to, record)
        except BaseException as error:
            await _failed(port, timeline, record, error)
            raise
        # users see it from here on, whatever the smoke test says: so it is on record before that
        done = ended(record, "done", timeline)
        await port.record(done)
        await smoked(port, timeline)
    return done


async def _failed(port: RollbackPort, timeline: Timeline, record: Release, error: BaseException) -> None:
    """Write down that it did not get there; running it again converges."""
    with anyio.move_on_after(RECOVERY_S, shield=True):
        await note_end(port, ended(record, "failed", timeline, error), error)


def _begun(to: Release, by: str) -> Release:
    now = datetime.now(UTC)
    return going_back(to, new_id(now, to.code, to.site), now, by)


async def _proved(port: RollbackPort, timeline: Timeline, to: Release) -> None:
    """Before anything is written: a rollback to what does not work is none."""
    with timeline.stage("prove", GROUP) as note:
        note.say((await port.prove(to.version)).line())


async def _go(port: RollbackPort, timeline: Timeline, to: Release, record: Release) -> None:
    with timeline.stage("record", GROUP) as note:
        await port.record(record)
        note.say(f"going back to {to.id}")
    with timeline.stage("alias", GROUP) as note:
        current = await port.current()
        await port.move_alias(to.version, current)
        note.say(f"{current} -> {to.version}")
    with timeline.stage("index", GROUP) as note:
        await port.show_index(to.origin)
        note.say(f"index of {to.origin}")
    with timeline.stage("invalidate", GROUP) as note:
        note.say(await port.invalidate(ENTRIES))
