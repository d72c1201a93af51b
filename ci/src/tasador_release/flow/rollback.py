"""Going back: the mirror of a release, and itself one.

What the target needs is checked before anything is shown: its version and image, each asset with its
hash, its index and entries as they were kept. Then the index and entries come first and the alias
last, so that the new page never meets the old API. A rollback that fails puts back what was there;
one that was killed is run again and has the same target, and so has one that is run twice.
"""

from tasador_release.flow.ports import RollbackPort
from tasador_release.flow.run import GROUP, Result, executed, locked, smoked
from tasador_release.report.report import Timeline


async def roll_back(port: RollbackPort, timeline: Timeline, *, wanted: str | None = None) -> Result:
    """Go back to the release `wanted`, or to the one before the live one; a new record says so."""
    async with locked(port, timeline):
        with timeline.stage("plan", GROUP) as note:
            plan = await port.plan_back(wanted)
            to = plan.release.restores
            note.say(f"{to} stands already" if plan.empty else f"going back to {to}: all it needs is there")
        if plan.empty:
            return Result(plan, changed=False, checks=await smoked(port, timeline, plan))
        return await executed(port, timeline, plan)
