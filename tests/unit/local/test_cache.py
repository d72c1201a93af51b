"""The cache: content decides, and what is not whole is not there."""

import os
from pathlib import Path

import anyio
import pytest
from tasador_local.build import cache
from tasador_local.build.cache import Cache


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    root = tmp_path / "clone"
    (root / "web" / "node_modules").mkdir(parents=True)
    (root / "web" / "a.ts").write_text("one", encoding="utf-8")
    return root


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def build(kept: Cache, key: str, text: str = "built") -> Path:
    with kept.draft("site") as draft:
        (draft / "index.html").write_text(text, encoding="utf-8")
        return kept.keep("site", key, draft)


def test_the_key_follows_the_content(sources: Path) -> None:
    before = cache.key_of(sources, ["web"])
    (sources / "web" / "a.ts").write_text("two", encoding="utf-8")
    assert cache.key_of(sources, ["web"]) != before


def test_the_key_follows_the_facts(sources: Path) -> None:
    assert cache.key_of(sources, ["web"], "3.13.0") != cache.key_of(sources, ["web"], "3.11.7")


def test_the_key_leaves_out_what_tools_make(sources: Path) -> None:
    before = cache.key_of(sources, ["web"])
    (sources / "web" / "node_modules" / "b.js").write_text("x", encoding="utf-8")
    (sources / "web" / "c.tsbuildinfo").write_text("x", encoding="utf-8")
    assert cache.key_of(sources, ["web"]) == before


def test_the_time_of_a_file_does_not_matter(sources: Path) -> None:
    before = cache.key_of(sources, ["web"])
    os.utime(sources / "web" / "a.ts", (0, 0))
    assert cache.key_of(sources, ["web"]) == before


def test_a_file_from_elsewhere_counts_by_name_and_content(sources: Path, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "data.csv").write_text("a,b", encoding="utf-8")
    first, second = (cache.key_of(sources, [str(tmp_path / folder / "data.csv")]) for folder in ("x", "y"))
    assert first == second != cache.key_of(sources, [])


def test_what_was_kept_is_found(kept: Cache) -> None:
    place = build(kept, "k" * 16)
    assert kept.find("site", "k" * 16) == place


def test_what_was_changed_since_is_not_found(kept: Cache) -> None:
    place = build(kept, "k" * 16)
    (place / "index.html").write_text("tampered", encoding="utf-8")
    assert kept.find("site", "k" * 16) is None


def test_a_note_that_is_not_whole_counts_as_absent(kept: Cache) -> None:
    place = build(kept, "k" * 16)
    place.with_name(place.name + ".json").write_text("{", encoding="utf-8")
    assert kept.find("site", "k" * 16) is None


def test_fresh_finds_nothing(kept: Cache) -> None:
    build(kept, "k" * 16)
    assert Cache(kept.folder, fresh=True).find("site", "k" * 16) is None


def test_the_oldest_are_forgotten(kept: Cache) -> None:
    for number in range(cache.KEPT + 2):
        place = build(kept, f"{number:016d}", f"{number}")
        os.utime(place.with_name(place.name + ".json"), (number, number))
    build(kept, "f" * 16)
    assert kept.find("site", f"{0:016d}") is None
    assert kept.find("site", "f" * 16) is not None
    assert len(list(kept.folder.glob("site-*.json"))) == cache.KEPT


def test_a_draft_that_was_not_taken_over_is_gone(kept: Cache) -> None:
    with kept.draft("site") as draft:
        (draft / "half").touch()
    assert not draft.exists()


def test_tidying_deletes_drafts_of_the_dead_and_spares_the_living(kept: Cache) -> None:
    dead, living = kept.folder / ".site-999999999-abcd", kept.folder / f".site-{os.getpid()}-abcd"
    for folder in (dead, living):
        folder.mkdir(parents=True)
    kept.tidy()
    assert not dead.exists()
    assert living.exists()


def test_a_claim_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    async def hold(name: str) -> None:
        async with cache.claimed(tmp_path / "lock"):
            order.append(f"{name} in")
            await anyio.sleep(0.05)
            order.append(f"{name} out")

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(hold, "a")
            group.start_soon(hold, "b")

    anyio.run(both)
    assert [entry.split()[1] for entry in order] == ["in", "out", "in", "out"]
