"""The check of the service sees what its tests read and import; and no deploy waits for the training's."""

from __future__ import annotations

from tasador_ci import checks
from tasador_release.values import app

from tests import dagger_calls, rings
from tests.contract.test_gates import outside
from tests.paths import ROOT

OWN = app.read(ROOT).app.function.checks
TESTS = [word for command in OWN.commands for word in command if (ROOT / word).exists()]


def test_what_the_service_s_tests_read_and_import_is_among_the_paths_of_their_check() -> None:
    assert outside(TESTS, OWN.paths) == []


def test_the_rings_that_no_deploy_waits_for_are_rings_and_the_training_is_one_of_them() -> None:
    """The service's check has the tests of what is shipped alone; the training's run for each pull request."""
    known = {ring.name for ring in rings.RINGS}
    assert set(checks.LONG) <= known
    assert "tests/training" not in TESTS
    assert "training" in checks.LONG
    doc = next(one for one in dagger_calls.options(dagger_calls.functions("Checks")["long"]).values()).doc
    assert [name for name in checks.LONG if name not in str(doc)] == []
