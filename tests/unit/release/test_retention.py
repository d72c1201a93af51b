"""Pruning: never what a kept release refers to, never what is live, never what is young."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tasador_release.upkeep.retention import Inventory, PrunePlan, Thing, kept_releases, plan_prune
from tasador_release.values.history import Release, index_key, record_key

from tests.unit.release.fake import a_release

NOW = datetime(2026, 11, 24, tzinfo=UTC)
KEEP, DAYS = 2, 30


@st.composite
def histories(draw: st.DrawFn) -> tuple[Release, ...]:
    ages = sorted(draw(st.lists(st.integers(0, 90), max_size=8)), reverse=True)
    releases: list[Release] = []
    for number, age in enumerate(ages):
        at = NOW - timedelta(days=age)
        outcome = draw(st.sampled_from(["done", "failed", "rolled back", "started"]))
        done = [item.id for item in releases if item.outcome == "done"]
        origins = [item.origin for item in releases if item.outcome == "done"]
        releases.append(
            a_release(
                f"{number:04d}",
                outcome=outcome,
                started_at=at.isoformat(),
                version=str(draw(st.integers(1, 6))),
                code=f"repo@sha256:{draw(st.integers(1, 4))}",
                files=("index.html", f"assets/{draw(st.integers(1, 5))}.js"),
                previous=draw(st.sampled_from([None, *done])),
                restores=draw(st.sampled_from([None, *origins])),
            )
        )
    return tuple(releases)


def inventory(releases: tuple[Release, ...], live: str = "1") -> Inventory:
    old = NOW - timedelta(days=60)
    keys = [f"assets/{n}.js" for n in range(1, 7)] + ["index.html"]
    keys += [key for item in releases for key in (record_key(item.id), index_key(item.id))]
    return Inventory(
        releases=releases,
        objects=tuple(Thing(key, old) for key in keys),
        versions=tuple(Thing(str(n), old) for n in range(1, 8)),
        images=tuple(Thing(f"sha256:{n}", old) for n in range(1, 6)),
        live=frozenset({live}),
    )


def plan(releases: tuple[Release, ...]) -> PrunePlan:
    return plan_prune(inventory(releases), NOW, keep=KEEP, days=DAYS)


def kept(releases: tuple[Release, ...]) -> tuple[Release, ...]:
    return kept_releases(releases, NOW - timedelta(days=DAYS), KEEP)


@given(histories())
def test_what_a_kept_release_refers_to_stays(releases: tuple[Release, ...]) -> None:
    found = plan(releases)
    for release in kept(releases):
        needed = {record_key(release.id), index_key(release.id), index_key(release.origin), *release.files}
        assert not needed & set(found.objects)
        assert release.version not in found.versions
        assert release.code.rsplit("@", 1)[-1] not in found.images


@given(histories())
def test_what_an_alias_points_to_stays(releases: tuple[Release, ...]) -> None:
    assert "1" not in plan(releases).versions


@given(histories())
def test_a_release_goes_only_when_it_is_old_and_not_among_the_newest(releases: tuple[Release, ...]) -> None:
    gone = set(plan(releases).releases)
    for release in releases:
        if NOW - datetime.fromisoformat(release.started_at) <= timedelta(days=DAYS):
            assert release.id not in gone
    good = [item.id for item in releases if item.outcome == "done"]
    assert not gone & set(good[-KEEP:])


@given(histories())
def test_the_page_s_entries_never_go(releases: tuple[Release, ...]) -> None:
    assert all(key.startswith(("assets/", "releases/")) for key in plan(releases).objects)


@given(histories())
def test_without_any_release_to_compare_with_nothing_but_records_goes(releases: tuple[Release, ...]) -> None:
    if not kept(releases):
        found = plan(releases)
        assert all(key.startswith("releases/") for key in found.objects)
        assert (found.versions, found.images) == ((), ())


def test_a_young_object_stays_even_if_nothing_refers_to_it() -> None:
    young = Thing("assets/new.js", NOW - timedelta(days=1))
    found = plan_prune(Inventory((a_release(),), objects=(young,)), NOW)
    assert found.empty


def test_old_remains_of_an_old_release_go() -> None:
    old = (NOW - timedelta(days=80)).isoformat()
    gone = a_release("0001", started_at=old, version="2", code="repo@sha256:2", files=("assets/1.js",))
    live = a_release("0003", started_at=NOW.isoformat(), files=("assets/3.js",), previous="0002")
    middle = a_release("0002", started_at=old, files=("assets/2.js",))
    found = plan_prune(inventory((gone, middle, live)), NOW, keep=1, days=DAYS)
    assert found.releases == ("0001",)
    assert {"releases/0001.json", "releases/0001/index.html", "assets/1.js"} <= set(found.objects)
    assert "2" in found.versions
    assert "sha256:2" in found.images
    assert found.lines()[0].startswith("object")


def test_nothing_to_prune_says_so() -> None:
    assert PrunePlan().lines() == ("nothing to prune",)
