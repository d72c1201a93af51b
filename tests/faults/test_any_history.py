"""Releases, rollbacks, prunes, faults, kills, pauses, late reads and meddling in any order, by two actors."""

import contextlib
import itertools
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tasador_release import patience
from tasador_release.errors import TasadorError

from tests.cloud.gate import Fault, Gate, Killed
from tests.cloud.inline import inline
from tests.cloud.world import World, all_of
from tests.faults.cases import FAULTS, Verb

STEPS: Final = int(os.environ.get("TASADOR_FAULT_STEPS", "500"))  # the nightly run asks for 20,000
LENGTH: Final = 20
CALLS = st.integers(1, 40)
FAULT = st.sampled_from(FAULTS)
VERBS = st.sampled_from(["release", "rollback", "prune"])


class Histories(RuleBasedStateMachine):
    """What any history keeps: every index has its assets, and a plain release always shows itself whole."""

    steps = 0
    pages: Path

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.pages)
        self.names = itertools.count(1)

    def name(self) -> str:
        return f"p{next(self.names)}"

    def act(self, verb: Verb, gate: Gate) -> None:
        with contextlib.suppress(TasadorError, Killed):
            match verb:
                case "release":
                    self.world.release(self.name(), gate)
                case "rollback":
                    self.world.roll_back(gate=gate)
                case "prune":
                    self.world.prune(gate, keep=1)
        self.world.cloud.clock += 100  # whoever was killed is dead by now

    @rule()
    def a_release(self) -> None:
        name = self.name()
        self.world.cloud.late = 0  # whatever was written is known by now
        self.world.release(name, adopt=True)
        assert self.world.seen() == all_of(name)

    @rule()
    def a_sick_release(self) -> None:
        with contextlib.suppress(TasadorError):
            self.world.release(self.name(), sick=True)

    @rule(verb=VERBS)
    def a_verb(self, verb: Verb) -> None:
        self.act(verb, Gate())

    @rule(verb=VERBS, fault=FAULT, at=CALLS)
    def a_verb_spoiled(self, verb: Verb, fault: Fault, at: int) -> None:
        self.act(verb, Gate(fault, at=at))

    @rule(reads=st.integers(0, 3))
    def reads_of_the_alias_are_late_from_now_on(self, reads: int) -> None:
        self.world.cloud.lateness = reads

    @rule(verb=VERBS, other=VERBS, at=CALLS)
    def a_verb_that_sleeps_while_another_goes_on(self, verb: Verb, other: Verb, at: int) -> None:
        self.act(verb, Gate("paused", at=at, meanwhile=partial(self.act, other, Gate())))

    @rule(number=st.integers(0, 5), weight=st.sampled_from([0.0, 0.1]))
    def an_operator_moves_the_alias(self, number: int, weight: float) -> None:
        names = list(self.world.cloud.versions)
        if names:
            self.world.cloud.move(names[-1 - number % len(names)], {names[0]: weight} if weight else {})

    @rule(number=st.integers(0, 5), text=st.sampled_from([b"", b"{", b"\xff", b'{"schema": 3}']))
    def a_record_is_spoiled(self, number: int, text: bytes) -> None:
        records = [key for key in self.world.cloud.site if key.startswith("releases/0")]
        if records:
            self.world.cloud.put("site", records[number % len(records)], text)

    @rule(text=st.sampled_from([b"", b"\xff", b'{"owner": "ana", "token": "t", "since": "9999-12-31"}']))
    def a_lock_is_left(self, text: bytes) -> None:
        self.world.cloud.put("state", "locks/test.json", text)

    @invariant()
    def every_index_has_its_assets_and_every_alias_its_version(self) -> None:
        Histories.steps += 1
        if self.world.cloud.alias:
            self.world.seen()

    def teardown(self) -> None:
        self.a_release()


def test_any_history_keeps_what_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LOOK_S", 0.0)
    with tempfile.TemporaryDirectory() as folder, inline():
        Histories.pages = Path(folder)
        Histories.steps = 0
        while Histories.steps < STEPS:
            wanted = max(10, (STEPS - Histories.steps) // LENGTH)
            run_state_machine_as_test(
                Histories,
                settings=settings(
                    max_examples=wanted,
                    stateful_step_count=LENGTH,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    assert Histories.steps >= STEPS
