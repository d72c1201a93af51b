"""Times as arguments say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import UsageError
from tasador_release.values import duration


@pytest.mark.parametrize(
    ("text", "seconds"), [("", 0.0), ("0s", 0.0), ("1s", 1.0), ("90s", 90.0), (" 10m ", 600.0), ("9999h", 35_996_400.0)]
)
def test_a_time_is_a_number_and_its_unit(text: str, seconds: float) -> None:
    assert duration.seconds(text, "--wait") == seconds


@given(st.text(min_size=1))
def test_anything_else_is_told_by_the_name_of_its_argument(text: str) -> None:
    if text.strip()[:-1].isdecimal() and text.strip()[-1:] in ("s", "m", "h"):
        return
    with pytest.raises(UsageError) as raised:
        duration.seconds(text, "--canary")
    assert "--canary" in raised.value.what
