"""Every recipe of docs/pipeline/debug.md, on a real engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.conftest import PATIENT, Dagger, changed, run
from tests.engine.otlp import receiver
from tests.engine.typed import at_a_terminal
from tests.paths import ROOT

pytestmark = pytest.mark.engine
DOCUMENT = (ROOT / "docs/pipeline/debug.md").read_text()
# typed into a shell: the sum is nowhere but in its answer
SUM = "echo here-$((41+1))"
ANSWER = "here-42"
SPANNED = ("tasador.stage", "tasador.stage.status", "tasador.site.digest", "Container.withExec")
BROKEN_TEST = """

def test_broken_on_purpose() -> None:
    assert 1 == 2
"""


def recipes() -> list[str]:
    """The commands of the document, a block each."""
    return re.findall(r"```sh\n(.*?)\n```", DOCUMENT, re.DOTALL)


def terminal(dagger: Dagger, *words: str, flags: tuple[str, ...] = ()) -> str:
    command = ["dagger", *flags, "call", *dagger.options, *words]
    return at_a_terminal(command, dagger.source, SUM, ANSWER, PATIENT | dict(dagger.env))


def test_every_recipe_has_its_test() -> None:
    tried = {"-i", "-m", "history", "image", "debug", "--keep", "--pause-before", "OTEL_EXPORTER_OTLP_ENDPOINT"}
    for recipe in recipes():
        assert any(word in recipe for word in tried), recipe


def test_an_interactive_call_stops_at_a_terraform_that_fails(dagger: Dagger, tmp_path: Path) -> None:
    """An empty mirror: `init` finds no provider."""
    mine = Dagger(options=(f"--provider-mirror={tmp_path}",))
    assert ANSWER in terminal(mine, "rehearse", "--skip-checks", "--only=registry", flags=("-i",))


def test_an_init_that_fails_says_so_once_with_its_log(dagger: Dagger, tmp_path: Path) -> None:
    said = Dagger(options=(f"--provider-mirror={tmp_path}",)).call("rehearse", "--skip-checks", "--only=registry")
    assert said.code != 0
    told = said.message
    print(told)
    assert told.count("next:") == 1
    assert "terraform init ended with 1" in told  # the stage's line; the command itself stands once, below
    assert told.count("-chdir=infra/bootstrap") == 1
    assert "dagger -i and the same call" in told
    assert "\\x1b" not in told
    assert ".dagger.local" not in told


def with_a_broken_test(copy: Path) -> Dagger:
    """A check of one file of tests, the last of which fails."""
    file = copy / "tests" / "unit" / "service" / "test_logs.py"
    file.write_text(file.read_text(encoding="utf-8") + BROKEN_TEST, encoding="utf-8")
    every, one = '"tests/unit/service"]]', '"tests/unit/service/test_logs.py"]]'
    return changed(copy, "app.json", every, one)


def test_a_test_that_fails_says_which_and_why_once(copy: Path, engine: None) -> None:
    said = with_a_broken_test(copy).call("checks", "service")
    assert said.code != 0
    told = said.message
    print(told)
    assert "FAILED tests/unit/service/test_logs.py::test_broken_on_purpose" in told
    assert "assert 1 == 2" in told
    assert "dagger -i and the same call" in told
    assert told.count("next:") == 1


def test_an_interactive_call_stops_at_a_test_that_fails(copy: Path, engine: None) -> None:
    assert ANSWER in terminal(with_a_broken_test(copy), "checks", "service", flags=("-i",))


def test_a_handler_that_cannot_start_shows_its_own_log(copy: Path, engine: None) -> None:
    handler = copy / "service" / "src" / "tasador" / "entry" / "handler.py"
    handler.write_text(
        handler.read_text(encoding="utf-8") + '\nraise RuntimeError("broken on purpose")\n', encoding="utf-8"
    )
    said = Dagger(copy).call("checks", "image")
    assert said.code != 0
    print(said.message)
    assert "RuntimeError: broken on purpose" in said.err
    assert said.message.count("next:") == 1


def test_the_module_runs_from_any_folder(dagger: Dagger, tmp_path: Path) -> None:
    elsewhere = Dagger(tmp_path)
    command = ["dagger", "--progress=plain", "-m", str(ROOT), "call", "bom"]
    said = run(command, elsewhere.source)
    assert said.code == 0, said.err[-2000:]


def test_the_image_opens_a_shell(dagger: Dagger) -> None:
    assert ANSWER in terminal(dagger, "image", "terminal", "--cmd=/bin/sh")


def test_a_shell_beside_the_emulator_has_endpoint_and_keys(dagger: Dagger) -> None:
    ask = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    assert ":123456789012:" in dagger.ok("debug", "shell", "with-exec", f"--args=python3,-c,{ask}", "stdout")
    assert ANSWER in terminal(dagger, "debug", "shell", "terminal")


def test_a_rehearsal_is_kept_for_who_wants_to_look(dagger: Dagger) -> None:
    assert ANSWER in terminal(dagger, "rehearse", "--skip-checks", "--only=registry", "--keep")


def test_a_rehearsal_waits_before_a_stage(dagger: Dagger) -> None:
    assert ANSWER in terminal(dagger, "rehearse", "--skip-checks", "--only=registry", "--pause-before=registry")


def test_a_shell_that_nobody_can_see_is_told_and_ends_nothing(dagger: Dagger) -> None:
    said = dagger.ok("rehearse", "--skip-checks", "--only=registry", "--keep")
    assert "no shell:" in said


def test_every_stage_arrives_where_traces_are_sent(dagger: Dagger) -> None:
    with receiver() as received:
        sent_to = (("OTEL_EXPORTER_OTLP_ENDPOINT", received.url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))
        Dagger(env=sent_to).ok("rehearse", "--skip-checks", "--only=site")
    traces = received.traces()
    assert {name for name in SPANNED if name.encode() not in traces} == set()


def test_no_plan_stands_in_the_trace(dagger: Dagger, mirror: Path) -> None:
    said = Dagger(options=(f"--provider-mirror={mirror}",)).call("rehearse", "--skip-checks", "--only=registry")
    assert said.code == 0, said.err[-3000:]
    assert '"format_version"' not in said.err
    assert max(map(len, said.err.splitlines())) < 4000
