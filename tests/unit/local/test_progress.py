"""What is shown to somebody who stopped reading."""

import os
import sys
from collections.abc import Iterator
from typing import IO

import pytest
from tasador_local.progress import PipeSafeConsole, tell


@pytest.fixture
def unread() -> Iterator[IO[str]]:
    """A pipe whose reader is gone, as after `| head`."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield stream


def test_a_console_without_a_reader_falls_silent_and_raises_nothing(unread: IO[str]) -> None:
    console = PipeSafeConsole(file=unread)
    console.print("a stage")
    console.print("another")
    assert console.quiet


def test_a_report_without_a_reader_is_no_error_also_when_more_is_written(
    unread: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", unread)
    tell("{}\n")
    tell("more\n")
    unread.flush()


def test_what_is_told_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell("{}\n")
    assert capsys.readouterr().out == "{}\n"
