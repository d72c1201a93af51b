"""The runner: output kept, failures explained, nothing left when it is cut short."""

from pathlib import Path

import anyio
import pytest
from tasador_local.errors import DiskFull, TimedOut, ToolMissing
from tasador_local.process.runner import Runner
from tasador_release.errors import CommandFailed
from tasador_release.recipes import Command


def run(root: Path, *argv: str, limit_s: float = 20, accept: tuple[int, ...] = (0,)) -> str:
    async def main() -> str:
        return await Runner(root).run(Command("trial", argv), limit_s=limit_s, accept=accept)

    return anyio.run(main)


def test_standard_output_is_returned_without_the_complaints(tmp_path: Path) -> None:
    assert run(tmp_path, "sh", "-c", "echo one; echo oops >&2; printf two") == "one\ntwo"


def test_a_failure_says_where_and_with_which_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed) as caught:
        run(tmp_path, "sh", "-c", "echo first; echo last >&2; exit 3")
    assert caught.value.where == "trial"
    assert caught.value.code == 3
    assert "last" in caught.value.what


def test_an_accepted_code_is_no_failure(tmp_path: Path) -> None:
    assert run(tmp_path, "sh", "-c", "echo changes; exit 2", accept=(0, 2)) == "changes"


def test_a_command_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(TimedOut, match="within 0 s"):
        run(tmp_path, "sh", "-c", "echo $$ > pid; exec sleep 60", limit_s=0.3)
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_a_missing_tool_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="no-such-tool"):
        run(tmp_path, "no-such-tool")


def test_a_full_disk_is_blamed_rather_than_the_command(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="trial"):
        run(tmp_path, "sh", "-c", "echo 'write error: No space left on device' >&2; exit 1")


def test_cancelling_ends_the_command(tmp_path: Path) -> None:
    said: list[str] = []

    async def main() -> None:
        with anyio.CancelScope() as scope:

            def heard(line: str) -> None:
                said.append(line)
                scope.cancel()

            await Runner(tmp_path).run(Command("trial", ("sh", "-c", "echo $$; exec sleep 60")), listener=heard)

    anyio.run(main)
    assert not Path(f"/proc/{said[0]}").exists()


def test_lines_are_heard_as_they_come(tmp_path: Path) -> None:
    heard: list[str] = []

    async def main() -> None:
        await Runner(tmp_path).run(Command("trial", ("sh", "-c", "echo a; echo b")), listener=heard.append)

    anyio.run(main)
    assert heard == ["a", "b"]
