"""The supervisor: whatever happens to the owner, neither process nor folder is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tasador_local.process import supervision

SPAWN = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);print('deaf', flush=True); time.sleep(60)"
DAEMON = (
    "import subprocess, time;"
    "print(subprocess.Popen(['sleep', '60'], start_new_session=True).pid, flush=True); time.sleep(60)"
)


def start(home: Path, argv: Sequence[str], grace: float = 2.0) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        supervision.command(home, argv, grace=grace),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def let_go(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait(10)


def first_line(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode().strip()


def close(process: "subprocess.Popen[bytes]") -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_command_works_in_a_folder_that_is_gone_afterwards(home: Path) -> None:
    code = "import os, tempfile; open(os.environ['TMPDIR'] + '/x', 'w').close(); print(tempfile.gettempdir())"
    process = start(home, [sys.executable, "-c", code])
    assert first_line(process) == str(home)
    assert process.wait(10) == 0
    assert not home.exists()
    close(process)


def test_its_exit_code_is_passed_on(home: Path) -> None:
    process = start(home, ["sh", "-c", "exit 7"])
    assert process.wait(10) == 7
    close(process)


def test_death_by_a_signal_is_told_as_a_shell_tells_it(home: Path) -> None:
    process = start(home, ["sh", "-c", "kill -9 $$"])
    assert process.wait(10) == 128 + signal.SIGKILL
    close(process)


def test_a_command_that_does_not_exist_is_named(home: Path) -> None:
    process = start(home, ["no-such-program"])
    assert process.wait(10) == 127
    assert process.stderr is not None
    assert b"no-such-program" in process.stderr.read()
    close(process)


@pytest.mark.parametrize("code", [SPAWN, DAEMON], ids=["child", "daemon"])
def test_letting_go_ends_the_command_and_what_it_started(home: Path, code: str) -> None:
    process = start(home, [sys.executable, "-c", code])
    pid = int(first_line(process))
    assert lives(pid)
    let_go(process)
    assert soon(lambda: not lives(pid))
    assert not home.exists()
    close(process)


def test_a_command_that_ignores_the_polite_signal_is_killed(home: Path) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    process = start(home, [sys.executable, "-c", code], grace=0.3)
    assert first_line(process) == "deaf"
    let_go(process)
    assert process.returncode == 128 + signal.SIGKILL
    close(process)


def test_an_owner_killed_in_the_worst_way_leaves_nothing(home: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "from tasador_local.process import supervision\n"
        "from pathlib import Path\n"
        f"subprocess.Popen(supervision.command(Path({str(home)!r}), {[sys.executable, '-c', SPAWN]!r}),"
        " stdin=subprocess.PIPE, start_new_session=True)\n"
        "time.sleep(60)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(supervision.__file__).parents[2])}
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env)
    pid = int(first_line(owner))
    owner.kill()
    owner.wait()
    assert soon(lambda: not lives(pid))
    assert soon(lambda: not home.exists())
    close(owner)


def test_a_folder_that_cannot_be_made_is_an_error_before_anything_starts(tmp_path: Path) -> None:
    process = start(tmp_path, ["touch", str(tmp_path / "ran")])
    assert process.wait(10) == 73
    assert not (tmp_path / "ran").exists()
    close(process)


def test_keys_and_tokens_of_the_caller_reach_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("PATH", "/bin")
    given = supervision.environment({"TF_INPUT": "0"})
    assert "secret" not in given.values()
    assert given["PATH"] == "/bin"
    assert given["TF_INPUT"] == "0"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_sweeping_deletes_what_a_killed_leash_left(temporary: Path) -> None:
    left = temporary / "tasador-emulator-1"
    left.mkdir()
    os.utime(left, (0, 0))
    assert supervision.sweep() == [left]
    assert not left.exists()


def test_sweeping_spares_the_young_the_claimed_and_the_foreign(temporary: Path, home: Path) -> None:
    young, foreign = temporary / "tasador-young-1", temporary / "other-1"
    for folder in (young, foreign):
        folder.mkdir()
    os.utime(foreign, (0, 0))
    claimed = temporary / "tasador-claimed-1"
    process = start(claimed, ["sleep", "60"])
    assert soon(claimed.is_dir)
    os.utime(claimed, (0, 0))
    assert supervision.sweep() == []
    let_go(process)
    close(process)
