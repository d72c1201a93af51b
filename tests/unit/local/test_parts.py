"""The small parts: options, disk, the browser's words, Terraform's variables, what is said at the end."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from rich.console import Console
from tasador_emulator.overrides import overrides
from tasador_local import dev_server, doctor, shell
from tasador_local.browser import LocalBrowser
from tasador_local.build import disk
from tasador_local.build.builder import Interpreter, LocalBuilder
from tasador_local.build.cache import Cache
from tasador_local.errors import DiskFull, FunctionRefused
from tasador_local.options import parse
from tasador_local.paths import Paths
from tasador_local.process.runner import Runner
from tasador_local.session import RehearsalSession
from tasador_release import recipes
from tasador_release.errors import CommandFailed, UsageError
from tasador_release.recipes import Command
from tasador_release.report.report import Note
from tasador_release.values import target as targets
from tasador_release.values.artifacts import FunctionTree
from tasador_release.values.target import Address

from tests.doubles.whole import OWN as CONTRACT
from tests.paths import ROOT

OWN = CONTRACT.app


@dataclass(frozen=True)
class Saying(Runner):
    """A runner whose commands say what they are told to."""

    root: Path = Path()
    said: str = ""
    failure: CommandFailed | None = None

    async def run(self, command: Command, **_: object) -> str:
        if self.failure:
            raise self.failure
        return self.said


def visited(output: str, code: int = 0) -> "tuple[bool, str]":
    runner = Saying(said=output, failure=CommandFailed("visit", ("node",), code, output) if code else None)

    async def main() -> "tuple[bool, str]":
        check = await LocalBrowser(Paths(Path("/clone")), runner, OWN.site)(Address("http://x.localhost"))
        return check.ok, check.detail

    return anyio.run(main)


def test_a_price_on_the_page_is_a_good_visit() -> None:
    said = {"ok": True, "said": "US$ 172.449 shown"}
    assert visited(f"noise\n{json.dumps(said)}") == (True, "US$ 172.449 shown, no error in the console")


def test_the_browser_reasons_are_the_detail_of_a_bad_visit() -> None:
    assert visited(json.dumps({"ok": False, "reasons": ["form: not found", "1 error"]})) == (
        False,
        "form: not found; 1 error",
    )


@pytest.mark.parametrize("code", [0, 1])
@pytest.mark.parametrize("output", ["", "no json", "[1]"])
def test_a_visit_without_an_answer_is_bad_and_says_what_else_was_said(output: str, code: int) -> None:
    assert visited(output, code) == (False, f"it ended without an answer\n{output}".strip())


def test_what_a_script_wrote_to_standard_error_after_its_answer_hides_no_reason() -> None:
    said = json.dumps({"ok": False, "reasons": ["form: not found"]})
    assert visited(f"{said}\nError: getaddrinfo ENOTFOUND\nNode.js v24.0.0", 1) == (False, "form: not found")


def test_a_refused_function_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    tail = json.dumps({"refused": "ModelError: price.gz is cut off"})
    runner = Saying(failure=CommandFailed("verify", ("x",), 1, tail))
    builder = LocalBuilder(Paths(Path("/clone")), runner, Cache(tmp_path), OWN)
    builder.python, builder.tree = Interpreter("python3", "3.13.0"), FunctionTree(tmp_path, "sha256:1", 1)
    with pytest.raises(FunctionRefused, match="cut off"):
        anyio.run(builder.verify, Note())


def test_a_rehearsal_that_does_not_come_to_the_page_shows_no_picture_of_an_earlier_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/echo", tmp_path, dirs_exist_ok=True)
    (tmp_path / "infra").symlink_to(ROOT / "infra")
    paths = Paths(tmp_path)
    paths.picture.parent.mkdir()
    paths.picture.write_bytes(b"of an earlier one")
    session = RehearsalSession(parse(["rehearse"]), paths, Console(quiet=True))
    session._tidy(Cache(paths.cache))  # before the first stage
    builder = LocalBuilder(paths, Saying(), Cache(paths.cache), session.contract.app)
    assert "picture of the page" not in dict(builder.facts())


def test_only_known_stages_can_be_asked_for() -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["rehearse", "--only", "nothing"])
    assert parse(["rehearse", "--only", "site", "--only", "verify"]).only == ("site", "verify")


@pytest.mark.parametrize("arguments", [["--data", "/no/such/file"], ["--port", "70000"], ["--port", "0"]])
def test_arguments_that_make_no_sense_are_refused(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        parse(["rehearse", *arguments])


def test_too_little_room_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match=str(tmp_path)):
        disk.check(tmp_path, needed_mb=1e12)


def test_words_about_something_else_do_not_blame_the_disk(tmp_path: Path) -> None:
    assert disk.full_in("connection refused", tmp_path, "trial") is None


def test_the_stack_on_an_emulator_gets_its_address_and_the_functions() -> None:
    given = overrides(targets.emulator("http://127.0.0.1:4566"), "http://127.0.0.1:9000").app
    assert json.loads(given["api_origin"])["port"] == 4566
    assert json.loads(given["function_environment"]) == {"MINISTACK_LAMBDA_PROXY_URL": "http://127.0.0.1:9000"}


def test_a_named_mirror_is_written_into_a_configuration(tmp_path: Path) -> None:
    provider = shell.at_hand(tmp_path)
    assert provider is not None
    written = provider.prepare(tmp_path).read_text(encoding="utf-8")
    assert f'path = "{tmp_path}"' in written


def test_without_a_mirror_or_a_configuration_there_is_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TF_CLI_CONFIG_FILE", "TASADOR_PROVIDER_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    assert shell.at_hand(None) is None


@pytest.mark.parametrize(("named", "told"), [("", {}), ("1", {}), ("ELSEWHERE", {"ELSEWHERE": "http://x"})])
def test_a_provider_is_told_the_endpoint_in_the_variable_it_names(
    monkeypatch: pytest.MonkeyPatch, named: str, told: dict[str, str]
) -> None:
    monkeypatch.setenv("TASADOR_PROVIDER_EMULATES", named)
    assert shell.endpoint_variable("http://x") == told


def test_the_clone_is_refused_when_it_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASADOR_ROOT", str(tmp_path))
    with pytest.raises(UsageError, match="no clone"):
        Paths.here()


def test_the_function_is_installed_for_the_interpreter_that_will_run_it() -> None:
    assert "/x/python" in recipes.function_install(OWN.function, "tree", python="/x/python").argv


def test_the_page_in_development_asks_the_api_beside_it() -> None:
    assert dev_server.page_command(OWN.site, 8123, 5173).env["TASADOR_API"] == "http://127.0.0.1:8123"
    assert dev_server.api_command(Paths(ROOT), OWN.function, 8123).argv[-2:] == ("--port", "8123")


def test_the_doctor_names_what_a_rehearsal_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TASADOR_EMULATOR", raising=False)
    found = {finding.name: finding for finding in doctor.examine(Paths(tmp_path))}
    for name in ("node", "uv", "emulator", "app"):
        assert not found[name].ok
        assert found[name].fix
    assert not found["terraform"].needed
