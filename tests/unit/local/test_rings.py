"""The last line of a test run counts what every ring counted."""

from pathlib import Path

import pytest

from tests import rings
from tests.rings import Ring, total


def a_report(folder: Path, name: str, **counts: int) -> None:
    said = " ".join(f'{key}="{value}"' for key, value in counts.items())
    (folder / f"{name}.xml").write_text(f"<testsuites><testsuite {said} /></testsuites>")


def test_the_total_is_over_all_rings(tmp_path: Path) -> None:
    a_report(tmp_path, "unit", tests=10, failures=0, errors=0, skipped=1)
    a_report(tmp_path, "engine", tests=32, failures=0, errors=0, skipped=32)
    assert total(tmp_path) == "9 passed, 33 skipped"


def test_what_failed_is_told_first(tmp_path: Path) -> None:
    a_report(tmp_path, "unit", tests=10, failures=2, errors=1, skipped=0)
    assert total(tmp_path) == "3 failed, 7 passed"


def test_no_report_is_no_test(tmp_path: Path) -> None:
    assert total(tmp_path) == "0 passed"


SKIPPED = """<testsuites><testsuite tests="2" failures="0" errors="0" skipped="2">
<testcase name="a"><skipped message="no Dagger engine answers" /></testcase>
<testcase name="b"><skipped message="no Dagger engine answers" /></testcase>
</testsuite></testsuites>"""


def test_a_ring_whose_every_test_was_skipped_is_called_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "REPORTS", tmp_path)
    (tmp_path / "engine.xml").write_text(SKIPPED)
    outcome = rings.ended(Ring("engine", ()), 1.0)
    assert (outcome.verdict, outcome.reason) == ("skipped", "no Dagger engine answers")


def test_a_ring_that_ran_something_says_how_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "REPORTS", tmp_path)
    a_report(tmp_path, "unit", tests=10, failures=0, errors=0, skipped=1)
    outcome = rings.ended(Ring("unit", ()), 1.0)
    assert (outcome.verdict, outcome.counted) == ("passed", "9 passed, 1 skipped")


def test_a_nightly_ring_runs_when_it_is_asked_for() -> None:
    nightly = Ring("mutation", (), nightly=True)
    assert not rings.chosen(nightly, (), nightly=False)
    assert rings.chosen(nightly, (), nightly=True)
    assert rings.chosen(nightly, ("mutation",), nightly=False)
