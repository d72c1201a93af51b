"""The artifact's file: what is written is read again, always as the same bytes, and a damaged one is refused."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador.pricing import artifact

LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4) | st.binary(max_size=40)
CONTENT = st.dictionaries(
    st.text(max_size=4),
    st.recursive(LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3)),
    max_size=4,
)


@given(CONTENT)
def test_what_is_written_is_read_again(content: dict[str, Any]) -> None:
    assert artifact.read(artifact.written(content)) == content


@given(CONTENT)
def test_the_same_content_is_the_same_bytes_in_whatever_order_it_was_made(content: dict[str, Any]) -> None:
    assert artifact.written(dict(reversed(content.items()))) == artifact.written(content)


@pytest.mark.parametrize("missing", [1, 3])
def test_a_file_that_ends_within_a_column_is_refused(missing: int) -> None:
    whole = gzip.decompress(artifact.written({"a": b"123", "b": {"c": b"4567"}}))
    assert whole.endswith(b"1234567")
    with pytest.raises(ValueError, match="ends within a column"):
        artifact.read(gzip.compress(whole[:-missing]))


def test_numbers_that_are_none_are_not_written() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        artifact.written({"a": float("nan")})
