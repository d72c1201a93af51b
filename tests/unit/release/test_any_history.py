"""Whatever happens, in whatever order: users see what the last good record says."""

import itertools
from datetime import UTC, datetime

import anyio
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tasador_release.errors import CallFailed, NothingToRollBackTo, SmokeFailed
from tasador_release.flow.rollback import roll_back
from tasador_release.flow.run import run
from tasador_release.report.report import Timeline
from tasador_release.values.history import index_key, last_good, new_id

from tests.unit.release.fake import FakePort, Killed, World, a_site

PAGES = st.sampled_from(["red", "green", "blue"])
EFFECTS = st.integers(1, 14)


class Histories(RuleBasedStateMachine):
    """Releases that are good, sick, cut off or killed, and rollbacks, on one account."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(alias="0")
        self.numbers = itertools.count(1)
        self.settled = True

    def port(self, page: str, *, fail_at: int = 0, kill_at: int = 0) -> FakePort:
        number = next(self.numbers)
        name = new_id(datetime.now(UTC), "", "")
        return FakePort(self.world, str(number), a_site(page), name, fail_at=fail_at, kill_at=kill_at)

    def release(self, port: FakePort) -> None:
        async def go() -> None:
            await run(port, Timeline())

        anyio.run(go)
        self.settled = True

    @rule(page=PAGES)
    def a_good_release(self, page: str) -> None:
        port = self.port(page)
        self.release(port)
        assert self.world.alias == port.version

    @rule(page=PAGES)
    def a_sick_release(self, page: str) -> None:
        port = self.port(page)
        self.world.sick.add(port.version)
        try:
            self.release(port)
        except SmokeFailed as error:
            self.settled = self.settled or error.restored is not None
        else:
            raise AssertionError("a sick release was taken for good")

    @rule(page=PAGES, at=EFFECTS)
    def a_release_cut_off(self, page: str, at: int) -> None:
        try:
            self.release(self.port(page, fail_at=at))
        except CallFailed:
            outcomes = [release.outcome for release in self.world.releases.values()]
            self.settled = self.settled or outcomes[-1] == "rolled back"

    @rule(page=PAGES, at=EFFECTS)
    def a_release_killed(self, page: str, at: int) -> None:
        try:
            self.release(self.port(page, kill_at=at))
        except Killed:
            self.settled = False

    @precondition(lambda self: self.settled)
    @rule()
    def a_rollback(self) -> None:
        port = self.port("none")

        async def go() -> None:
            await roll_back(port, Timeline())

        try:
            anyio.run(go)
        except NothingToRollBackTo:
            good = last_good(self.world.releases.values())
            assert good is None or good.previous is None

    @invariant()
    def users_see_what_the_last_good_record_says(self) -> None:
        good = last_good(self.world.releases.values())
        if good is None or not self.settled:
            return
        assert self.world.alias == good.version
        assert self.world.index == self.world.objects[index_key(good.origin)]

    @invariant()
    def the_lock_is_free_when_nobody_works(self) -> None:
        assert not self.world.locked

    def teardown(self) -> None:
        self.a_good_release("white")
        self.users_see_what_the_last_good_record_says()


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestAnyHistory = Histories.TestCase
