"""Rehearsals on the engine: the whole deploy, twice; and what each stage says when it breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.conftest import Dagger, changed
from tests.engine.up import ended, patiently

pytestmark = pytest.mark.engine
CHECKS = (
    *("GET / is ok", "price for the full payload", "price for the short payload", "preflight names the origin"),
    *("answer names the origin", "page and its assets through the CDN", "price for the full payload, through the CDN"),
    *("records stay private", "audit lines in the log", "warm-up through EventBridge"),
)
DOOR_PORT = 18080
TRACEBACK = "Traceback (most recent call last)"


def test_a_rehearsal_goes_all_the_way_and_the_second_finds_nothing_to_do(dagger: Dagger) -> None:
    said = dagger.ok("rehearse", "--skip-checks", "--passes=2")
    first, second = said.split("Rehearsal of Tasador, pass 2")
    for check in CHECKS:
        assert check in first, check
        assert check in second, check
    assert "released: version 1" in first
    assert "nothing to do: version 1" in second
    assert re.search(r"publish +[0-9.]+ +unchanged", second)


def test_terraform_rehearses_where_a_mirror_of_its_provider_is_given(dagger: Dagger, mirror: Path) -> None:
    mine = Dagger(options=(f"--provider-mirror={mirror}",))
    said = mine.ok("rehearse", "--skip-checks", "--passes=2")
    assert "version 1, by Terraform" in said
    assert "nothing to do: version 1" in said


def test_a_preview_shows_page_and_price(dagger: Dagger) -> None:
    with ended(dagger.start("preview", "up", f"--ports={DOOR_PORT}:8000")):
        assert "<title>" in patiently(f"http://localhost:{DOOR_PORT}/")
        assert "m-" in patiently(f"http://localhost:{DOOR_PORT}/api/model")


def test_a_page_that_does_not_build_ends_it_before_anything_is_touched(copy: Path, engine: None) -> None:
    mine = changed(copy, "web/src/main.tsx", "const root =", "const never: string = 1;\nconst root =")
    said = mine.call("rehearse", "--skip-checks")
    assert said.code != 0
    assert "TS2322" in said.err
    assert not re.search(r"^ok +publish", said.err, re.MULTILINE)
    assert_readable(said.err)


def test_an_image_that_cannot_start_ends_it_before_anybody_sees_it(copy: Path, engine: None) -> None:
    """The function's log is shown as it is, with its traceback; the pipeline adds none of its own."""
    handler = copy / "service" / "src" / "tasador" / "entry" / "handler.py"
    handler.write_text(handler.read_text() + '\nraise RuntimeError("broken on purpose")\n')
    said = Dagger(copy).call("rehearse", "--skip-checks")
    assert said.code != 0
    assert "the alias stays where it was" in " ".join(said.err.split())
    assert said.err.count(TRACEBACK) == said.err.count("[ERROR] RuntimeError: broken on purpose") > 0
    assert_readable(said.err.replace(TRACEBACK, ""))


def test_a_service_that_forgets_whom_it_may_answer_is_found_by_the_smoke_test(copy: Path, engine: None) -> None:
    mine = changed(
        copy,
        "ci/src/tasador_emulator/standin/function.py",
        '"TASADOR_ALLOWED_ORIGINS": ORIGIN',
        '"TASADOR_ALLOWED_ORIGINS": "https://elsewhere.example"',
    )
    said = mine.call("rehearse", "--skip-checks")
    assert said.code != 0
    assert "answer names the origin: allows origin None" in said.err
    assert "taken away again: nothing was shown before" in said.err
    assert_readable(said.err)


@pytest.mark.parametrize("part", ["nonsense"])
def test_a_stage_that_is_not_there_is_named_with_those_that_are(dagger: Dagger, part: str) -> None:
    said = dagger.call("rehearse", "--skip-checks", f"--only={part}")
    assert said.code != 0
    assert f"there is no stage {part}" in said.err
    assert_readable(said.err)


def assert_readable(text: str) -> None:
    """One message with its next step, and no traceback."""
    assert TRACEBACK not in text
    assert "next:" in text
