"""Pruning as a plan: never what a kept release refers to, never what is shown or live, never what is young."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tasador_release.records.retention import Inventory, PrunePlan, Thing, kept_releases, plan_prune
from tasador_release.site.shown import Mark
from tasador_release.site.sync import Manifest, manifest_of
from tasador_release.values.history import History, Unreadable
from tasador_release.values.record import Release, kept_key, page_key, record_key

from tests.unit.release.fake import a_release, a_site

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
KEEP, DAYS = 2, 30
PAGES = {f"sha256:p{n}": manifest_of(a_site(f"p{n}")) for n in range(1, 6)}


@st.composite
def histories(draw: st.DrawFn) -> History:
    ages = sorted(draw(st.lists(st.integers(0, 90), max_size=8)), reverse=True)
    releases: list[Release] = []
    for number, _ in enumerate(ages, start=1):
        done = [item.id for item in releases if item.outcome == "done"]
        releases.append(
            a_release(
                f"{number:06d}-x",
                outcome=draw(st.sampled_from(["done", "failed", "rolled back", "started"])),
                version=str(draw(st.integers(1, 6))),
                code=f"repo@sha256:{draw(st.integers(1, 4))}",
                site=f"sha256:p{draw(st.integers(1, 5))}",
                previous=draw(st.sampled_from([None, *done])),
                restores=draw(st.sampled_from([None, *done])),
            )
        )
    times = tuple((item.id, NOW - timedelta(days=age)) for item, age in zip(releases, ages, strict=True))
    return History(tuple(reversed(releases)), ages=times)


SHOWN = st.none() | st.builds(
    Mark, st.integers(1, 8).map(lambda n: f"{n:06d}-x"), st.sampled_from(sorted(PAGES)), st.just("00")
)


def inventory(past: History, shown: Mark | None) -> Inventory:
    old = NOW - timedelta(days=60)
    files = {item.key for page in PAGES.values() for item in page.assets} | {"assets/nobody.js"}
    held = {kept_key(item.sha256) for page in PAGES.values() for item in (*page.entries, page.index)}
    return Inventory(
        now=NOW,
        past=past,
        shown=shown,
        pages=PAGES,
        objects=tuple(Thing(key, old) for key in sorted(files | held | set(map(page_key, PAGES)))),
        versions=tuple(Thing(str(n), old) for n in range(1, 12)),
        images=tuple(Thing(f"sha256:{n}", old) for n in range(1, 6)),
        live=frozenset({"1"}),
    )


def plan(past: History, shown: Mark | None = None) -> PrunePlan:
    return plan_prune(inventory(past, shown), keep=KEEP, days=DAYS)


def needed(page: Manifest) -> set[str]:
    held = {kept_key(item.sha256) for item in (*page.entries, page.index)}
    return {item.key for item in page.assets} | held | {page_key(page.page)}


@given(histories(), SHOWN)
def test_what_a_kept_release_refers_to_stays(past: History, shown: Mark | None) -> None:
    found = plan(past, shown)
    for release in kept_releases(past, shown, SINCE, KEEP):
        assert record_key(release.id) not in found.records
        assert not needed(PAGES[release.site]) & set(found.objects)
        assert release.version not in found.versions
        assert release.code.rsplit("@", 1)[-1] not in found.images


@given(histories(), SHOWN)
def test_a_signature_stays_and_goes_with_its_image(past: History, shown: Mark | None) -> None:
    there = inventory(past, shown)
    signatures = tuple(replace(item, name=f"{item.name}-signed", subject=item.name) for item in there.images)
    found = plan_prune(replace(there, images=(*there.images, *signatures)), keep=KEEP, days=DAYS)
    gone = set(plan(past, shown).images)
    assert set(found.images) == gone | {f"{name}-signed" for name in gone}


@given(histories(), SHOWN)
def test_what_is_shown_stays_whatever_the_records_say(past: History, shown: Mark | None) -> None:
    if shown is not None:
        assert not needed(PAGES[shown.page]) & set(plan(past, shown).objects)
        assert record_key(shown.release) not in plan(past, shown).records


@given(histories(), SHOWN)
def test_what_an_alias_or_the_output_names_and_the_newest_version_stay(past: History, shown: Mark | None) -> None:
    assert not {"1", "11"} & set(plan(past, shown).versions)


@given(histories())
def test_a_release_goes_only_when_it_is_old_and_not_among_the_newest(past: History) -> None:
    gone = set(plan(past).records)
    young = [name for name, at in past.ages if at >= SINCE]
    good = [item.id for item in past.releases if item.outcome == "done"]
    assert not gone & {record_key(name) for name in (*young, *good[:KEEP])}


@given(histories())
def test_what_a_rollback_would_go_back_to_stays(past: History) -> None:
    good = past.last_good
    if good and good.previous:
        assert record_key(good.previous) not in plan(past).records


@given(histories())
def test_what_nobody_refers_to_goes_when_something_is_kept(past: History) -> None:
    found = plan(past)
    if kept_releases(past, None, SINCE, KEEP):
        assert "assets/nobody.js" in found.objects
    else:
        assert (found.objects, found.versions, found.images) == ((), (), ())


def test_what_is_as_old_as_the_limit_is_young_and_what_is_older_by_a_moment_goes() -> None:
    moment = timedelta(microseconds=1)
    put_back = a_release("000001-x", outcome="rolled back")  # for nothing else than its age is it kept
    for age, kept in ((SINCE, (put_back,)), (SINCE - moment, ())):
        assert kept_releases(History((put_back,), ages=(("000001-x", age),)), None, SINCE, KEEP) == kept
    good = a_release("000002-x", site="sha256:p1", code="repo@sha256:1", version="2")
    for age, gone in ((SINCE, ()), (SINCE - moment, ("assets/nobody.js",))):
        there = replace(inventory(History((good,)), None), objects=(Thing("assets/nobody.js", age),))
        assert plan_prune(there, keep=KEEP, days=DAYS).objects == gone


def test_a_record_that_cannot_be_read_stops_the_pruning_while_it_is_young_and_goes_when_it_is_old() -> None:
    good = a_release("000002-x", site="sha256:p1", code="repo@sha256:1", version="2")
    for age, gone in ((SINCE, ()), (SINCE - timedelta(microseconds=1), ("releases/000001-y.json",))):
        found = plan(History((good,), (Unreadable("releases/000001-y.json", "it is no JSON", age),)))
        assert found.records == gone
        assert ("assets/nobody.js" in found.objects) == bool(gone)
        assert found.notes == (
            () if gone else ("no file, version or image goes: releases/000001-y.json cannot be read",)
        )


def test_the_newest_good_release_is_kept_even_when_none_is_asked_for() -> None:
    older, newer = (a_release(f"00000{number}-x", outcome="done", previous=None) for number in (1, 2))
    ages = tuple((item.id, SINCE - timedelta(days=1)) for item in (newer, older))
    assert kept_releases(History((newer, older), ages=ages), None, SINCE, 0) == (newer,)
    assert kept_releases(History((newer, older), ages=ages), None, SINCE, 1) == (newer,)
    assert kept_releases(History((newer, older), ages=ages), None, SINCE, 2) == (newer, older)
