"""Reads of the alias that show for a while what stood before a move, of ours or of another process."""

from __future__ import annotations

import pytest
from tasador_release import patience
from tasador_release.errors import AliasConflict, CallFailed

from tests.cloud.gate import Gate
from tests.cloud.world import World, all_of


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two looks."""
    monkeypatch.setattr(patience, "LOOK_S", 0.0)


@pytest.mark.parametrize("verb", ["release", "rollback"])
def test_a_move_whose_answer_was_lost_is_undone_though_reads_of_the_alias_are_late(two: World, verb: str) -> None:
    two.cloud.lateness = 3
    gate = Gate("lost answer", part="UpdateAlias")
    with pytest.raises(CallFailed, match="UpdateAlias"):
        two.release("three", gate) if verb == "release" else two.roll_back(gate=gate)
    assert two.seen() == all_of("two")
    assert two.past().releases[0].outcome == "rolled back"


def test_a_plan_from_a_late_read_of_the_alias_is_refused_and_the_next_run_does_it(two: World) -> None:
    """Another process moved the alias a moment ago: to this one it looks as if it led where it shall lead."""
    two.release("three")
    two.cloud.late = 3
    with pytest.raises(AliasConflict):
        two.roll_back()
    assert two.seen() == all_of("three")
    two.roll_back()
    assert two.seen() == all_of("two")
