"""The page's weight, beside the emptiest page of React and axios, both built here and now."""

import json
from pathlib import Path

import pytest

from bench.page import OWN_BYTES
from tests.browser.conftest import WEB
from tests.browser.standing import child

pytestmark = pytest.mark.browser


def test_the_page_adds_at_most_eighteen_kilobytes_of_script_to_react_and_axios(page: Path) -> None:
    with child(["node", "e2e/weigh.mjs"], cwd=WEB) as weigher:
        output, _ = weigher.communicate(timeout=300)
    weight = json.loads(output.splitlines()[-1])
    assert 0 < weight["start"] - weight["empty"] <= OWN_BYTES
