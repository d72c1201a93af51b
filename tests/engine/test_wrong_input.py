"""Every function of the module with a wrong input, on a real engine: one message with its next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.conftest import Dagger, changed
from tests.wrong_input import CASES

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("words", CASES)
def test_a_wrong_input_is_one_message_with_what_to_do(words: str, copy: Path, engine: None) -> None:
    wrong = CASES[words]
    mine = changed(copy, wrong.file, wrong.old, wrong.new) if wrong.file else Dagger(copy)
    said = mine.call(*words.split(), *wrong.options)
    print(f"{words}: {said.seconds:.1f} s")
    assert said.code != 0
    assert wrong.said in said.message
    assert said.message.count("next: ") == 1
    assert "Traceback (most recent call last)" not in said.err
