"""The page in a real Chromium, against a whole rehearsal: the tests are those of web/e2e/*.test.mjs."""

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import WEB
from tests.browser.standing import EMULATOR, child, standing

SUITES = sorted((WEB / "e2e").glob("*.test.mjs"))
NAMES = [
    name for suite in SUITES for name in re.findall(r"(?m)^test\('(.+?)', async", suite.read_text(encoding="utf-8"))
]
LIMIT_S = 900

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def deployed(page: Path) -> Iterator[str]:
    """The address of the page on a rehearsal that stays up."""
    if not (os.environ.get("TASADOR_PAGE") or EMULATOR.exists()):
        pytest.skip("no emulator here: ./run venv makes it")
    with standing() as address:
        yield address


@pytest.fixture(scope="session")
def outcomes(deployed: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of each test of the suite: "" where it passed."""
    report = tmp_path_factory.mktemp("page") / "report.xml"
    reporter = ["--test-reporter", "junit", "--test-reporter-destination", str(report)]
    argv = ["node", "--test", "--test-concurrency=1", *reporter, *map(str, SUITES)]
    with child(argv, cwd=WEB, env={**os.environ, "TASADOR_PAGE": deployed}) as suite:
        suite.communicate(timeout=LIMIT_S)
    return {case.attrib["name"]: _fault(case) for case in ET.parse(report).iter("testcase")}  # noqa: S314  just written by node


def _fault(case: ET.Element) -> str:
    failure = case.find("failure")
    return "" if failure is None else f"{failure.attrib.get('message')}\n{failure.text}"


@pytest.mark.parametrize("name", NAMES)
def test_in_a_browser(outcomes: dict[str, str], name: str) -> None:
    assert outcomes.get(name, "it was not run") == ""


def test_the_suite_has_tests() -> None:
    assert len(NAMES) >= 29
