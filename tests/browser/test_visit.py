"""The page in a real Chromium, under a strict content policy: what a visit sees, and what it refuses to call good."""

from pathlib import Path

import pytest

from tests.browser.conftest import Serve, visit

pytestmark = pytest.mark.browser

EMPTY_PAGE = '<!doctype html><html lang="es"><title>Tasador</title><body><div id="root"></div></body></html>'


def test_a_person_fills_the_form_and_sees_a_price(serve: Serve, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    seen = visit(serve("full"), "--screenshot", str(picture))
    assert (seen.code, seen.reasons) == (0, "")
    assert seen.report["price"] == 172000
    assert seen.report["price_text"] == "USD 172.000"
    names = [step["name"] for step in seen.report["steps"]]
    assert names == ["browser", "open", "form", "fill", "send", "price", "details"]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_price_without_its_range_or_reasons_is_still_shown(serve: Serve) -> None:
    seen = visit(serve("bare"))
    assert (seen.code, seen.report["price"]) == (0, 172000)


@pytest.mark.parametrize("options", [(), ("--dark", "--viewport", "375x812")], ids=" ".join)
def test_axe_finds_nothing_in_a_priced_page(serve: Serve, options: tuple[str, ...]) -> None:
    seen = visit(serve("full"), "--axe", *options)
    assert (seen.code, seen.reasons) == (0, "")


def test_the_page_in_english_writes_numbers_the_english_way(serve: Serve) -> None:
    seen = visit(serve("full"), "--lang", "en", "--axe")
    assert (seen.code, seen.reasons) == (0, "")
    assert (seen.report["lang"], seen.report["price_text"]) == ("en", "USD 172,000")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("failing", "El servicio falló (código 500)"),
        ("refused", "Tiene que estar entre 0 y 100"),
        ("broken", "El servicio respondió algo que no entendemos"),
    ],
)
def test_an_api_that_gives_no_price_fails_the_visit_and_says_why(serve: Serve, answer: str, reason: str) -> None:
    seen = visit(serve(answer))
    assert (seen.code, seen.report["ok"], seen.report["price"]) == (1, False, None)
    assert reason in seen.reasons


def test_an_empty_page_fails_the_visit_at_its_form(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(EMPTY_PAGE, encoding="utf-8")
    seen = visit(serve("full", tmp_path), "--timeout", "3")
    assert seen.code == 1
    assert seen.reasons.startswith("form: ")


def test_an_asset_that_is_gone_fails_the_visit(serve: Serve, page: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((page / "index.html").read_bytes())
    seen = visit(serve("full", tmp_path), "--timeout", "3")
    assert seen.code == 1
    assert "/assets/" in seen.reasons


def test_a_name_can_be_mapped_to_this_machine(serve: Serve) -> None:
    url = serve("full").replace("127.0.0.1", "tasador.example.test")
    seen = visit(url, "--host-map", "tasador.example.test")
    assert (seen.code, seen.report["price"]) == (0, 172000)


def test_a_visit_to_nobody_fails(page: Path) -> None:
    seen = visit("http://nobody.invalid/")
    assert seen.code == 1
    assert seen.reasons.startswith("open: ")
