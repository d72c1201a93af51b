"""Every function that wants no account and that the other files leave out, with a right input: what it gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from tasador_ci.checks import SCANS, Checks

from tests.engine.conftest import Dagger
from tests.engine.up import ended, patiently
from tests.listings import made

pytestmark = pytest.mark.engine
DEV_PORT = 18081
HOMES = 3000
GENERATORS = ("openapi", "page-types", "locks")


@pytest.fixture(scope="session")
def mirrored(dagger: Dagger, mirror: Path) -> Dagger:
    return Dagger(options=(f"--provider-mirror={mirror}",))


@pytest.mark.parametrize("name", [name for name in Checks.names() if name not in SCANS])
def test_a_check_holds(mirrored: Dagger, name: str) -> None:
    mirrored.ok(*f"checks {name}".split())


@pytest.mark.parametrize("name", sorted(SCANS))
def test_a_scan_says_what_it_found_or_that_it_could_not_look(dagger: Dagger, name: str) -> None:
    said = dagger.ok(*f"checks {name}".split(), "--allow-unscanned")
    assert "nothing found" in said or "NOT SCANNED, as allowed" in said


@pytest.mark.parametrize("name", GENERATORS)
def test_a_generator_has_nothing_to_change(dagger: Dagger, name: str) -> None:
    assert dagger.ok(*f"generate {name}".split(), "is-empty").strip() == "true"


def test_a_long_ring_says_how_it_ended(dagger: Dagger) -> None:
    assert "training   passed" in dagger.ok("checks", "long", "--only=training")


def test_training_gives_the_folder_that_the_image_is_packed_with(dagger: Dagger, tmp_path: Path) -> None:
    listings = tmp_path / "listings.csv"
    made(HOMES).to_csv(listings, index=False)
    assert {"price.gz", "card.json"} <= set(dagger.ok("train", f"--listings={listings}", "entries").split())


def test_the_page_and_its_api_are_served_while_they_are_written(dagger: Dagger) -> None:
    with ended(dagger.start("dev", "up", f"--ports={DEV_PORT}:5173")):
        assert "<title>" in patiently(f"http://localhost:{DEV_PORT}/")
        assert "m-" in patiently(f"http://localhost:{DEV_PORT}/api/model")


# what only an image of elsewhere can do
WITH_ITS_IMAGE = {"pin-images modified-paths": "/", "monitor --password=env://HOME hostname": "grafana"}


@pytest.mark.parametrize("words", WITH_ITS_IMAGE)
def test_what_wants_an_image_that_cannot_be_had_names_it(dagger: Dagger, words: str) -> None:
    said = dagger.call(*words.split())
    if said.code:
        assert WITH_ITS_IMAGE[words] in said.message
        assert said.message.count("next: ") == 1


def test_a_doctor_without_an_account_diagnoses_and_does_not_fail(dagger: Dagger) -> None:
    said = dagger.ok("doctor")
    assert "no credentials were given" in said
    assert "not ready" in said
