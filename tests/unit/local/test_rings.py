"""The last line of a test run counts what every ring counted."""

from pathlib import Path

from tests.rings import total


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
