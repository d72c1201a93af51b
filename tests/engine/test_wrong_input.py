"""Every function of the module with a wrong input, on a real engine: one message with its next step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import session as sessions
from tests.engine.conftest import Dagger, changed, copied
from tests.engine.session import Session
from tests.wrong_input import CASES

pytestmark = pytest.mark.engine
# one of each kind: no credentials, an option, a file of the repo, a container
TYPED = ("history", "rehearse", "preview", "image")
TRACEBACK = "Traceback (most recent call last)"


@pytest.fixture(scope="module")
def session(engine: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with sessions.opened(copied(tmp_path_factory.mktemp("wrong"))) as made:
        yield made


@pytest.mark.parametrize("words", CASES)
def test_a_wrong_input_is_one_message_with_what_to_do(words: str, session: Session) -> None:
    said = session.refused(words, CASES[words])
    assert said.code != 0, said.out
    told = said.message
    assert CASES[words].said in told
    assert told.count("next: ") == 1
    assert TRACEBACK not in told


@pytest.mark.parametrize("words", TYPED)
def test_the_terminal_ends_with_that_message_and_shows_no_traceback(words: str, copy: Path, engine: None) -> None:
    wrong = CASES[words]
    mine = changed(copy, wrong.file, wrong.old, wrong.new) if wrong.file else Dagger(copy)
    said = mine.call(*words.split(), *wrong.options)
    assert said.code != 0
    assert wrong.said in said.message
    assert said.message.count("next: ") == 1
    assert TRACEBACK not in said.err
